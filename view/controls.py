"""The controls of a page: bound to the address by hand, and within a teacher's reach.

Streamlit's own binding writes what a select box *shows* into the address; here the value
goes there, which is the same in every language. Each control has a name of its own on the
page: the catalogue says it as `<slug>.<name>`, the address carries it as `<slug>_<name>`,
`lock=<name>` holds it where it is, `hide=<name>` takes it away and leaves its value. A page
uses these and no widget of Streamlit's, and writes what it got with `link.note`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st

from view.hands import button, expander, pick, upload
from view.kept import held, hidden
from view.language import number, t
from view.places import left, move, moved, put, restore, stands
from view.places import opening as first

__all__ = [
    "button",
    "chips",
    "choice",
    "expander",
    "move",
    "opening",
    "pick",
    "put",
    "restore",
    "segments",
    "slider",
    "stops",
    "switch",
    "text",
    "upload",
    "whole",
]


Start = tuple[str, Callable[[Any], Any]]
VALUE: Start = ("value", lambda value: value)
DEFAULT: Start = ("default", lambda value: value)


def opening(slug: str, name: str, default: Any = None) -> Any:
    """What the instrument `name` opens with: what the link brings, else `default`."""
    return first(f"{slug}_{name}", default)


def choice(slug: str, name: str, options: Sequence[str], default: str) -> str:
    """A select box; the catalogue says each option as `<slug>.<name>.<option>`."""
    start = ("index", lambda value: options.index(value if value in options else default))
    words = {"format_func": _said(slug, name)}
    return _control(st.selectbox, slug, name, default, options, start=start, **words)


def segments(slug: str, name: str, options: Sequence[str], default: str) -> str:
    """One of a few, side by side; the catalogue says each as `<slug>.<name>.<option>`."""
    start = ("default", lambda value: value if value in options else default)
    words = {"format_func": _said(slug, name), "required": True, "wrap": True}
    return _control(st.segmented_control, slug, name, default, options, start=start, **words)


def chips(slug: str, name: str, options: Iterable[str]) -> str | None:
    """A row of chips, at most one on; the catalogue says each as `<slug>.<name>.<option>`.

    The chips of the experiments (`x`) go with `hide=experiments` too, and what they open.
    """
    if name == "x" and hidden("experiments"):
        return None
    words = {"format_func": _said(slug, name), "wrap": True}
    return _control(st.pills, slug, name, None, list(options), start=DEFAULT, **words)


def whole(
    slug: str,
    name: str,
    default: int,
    *,
    step: int = 1,
    on_change: Callable[[], None] | None = None,
) -> int:
    """A whole number; its rule stands in the Config, which answers with a sentence."""
    more = {"step": step, "on_change": on_change}
    return _control(st.number_input, slug, name, default, start=VALUE, **more)


def slider(slug: str, name: str, low: Any, high: Any, default: Any, step: Any = None) -> Any:
    """A number from `low` to `high`, whole where these are; it is told when it is let go."""
    return _control(st.slider, slug, name, default, low, high, start=VALUE, step=step)


def stops(slug: str, name: str, values: Sequence[int], default: int) -> int:
    """One of the whole numbers `values`, in a row to slide along; in the link a `Stop`."""
    return _control(st.select_slider, slug, name, default, values, start=VALUE, format_func=number)


def text(slug: str, name: str, default: str, longest: int) -> str:
    """A line of at most `longest` characters; its rule stands in the Config."""
    return _control(st.text_input, slug, name, default, start=VALUE, max_chars=longest)


def switch(slug: str, name: str, default: bool = False) -> bool:
    """On or off; in the link a `Flag`, 1 or 0."""
    return _control(st.toggle, slug, name, default, start=VALUE)


def _control(
    widget: Callable, slug: str, name: str, default: Any, *places: Any, start: Start, **more: Any
) -> Any:
    """Where `widget` stands; `start` is how Streamlit calls what it opens with."""
    key = f"{slug}_{name}"
    if hidden(name):
        return stands(key, default)
    called, put_as = start
    if not moved(key):
        more[called] = put_as(first(key, default))
    return left(key, widget(t(f"{slug}.{name}"), *places, key=key, **more, **held(name)))


def _said(slug: str, name: str) -> Callable[[str], str]:
    """How the options of `name` are called."""
    return lambda option: t(f"{slug}.{name}.{option}")
