"""Controls beside a hero: one row each, bound to the address by hand.

Streamlit's own binding writes what a select box *shows* into the address; here the value
goes there, which is the same in every language. `lock=` in the link holds a control.

A control opens with a value of its own rather than one put into the session: a page that
runs twice in quick succession would lose that on its way to the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from view import link
from view.language import t

V = TypeVar("V")


def restore(slug: str, asked: Mapping[str, Any]) -> None:
    """Let controls that are not there yet open at what the address asks for."""
    for name, value in asked.items():
        if f"{slug}_{name}" not in st.session_state:
            _last(f"{slug}_{name}", value)


def _opening(key: str, default: Any) -> Any:
    """What the control `key` opens with: where the reader left it, else `default`.

    It stays the same for as long as the control is on the page.
    """
    if key not in st.session_state:
        last = st.session_state.get(f"_last_{key}", default)
        st.session_state[f"_opening_{key}"] = last
    return st.session_state.get(f"_opening_{key}", default)


def _last(key: str, value: V) -> V:
    """Remember where the control `key` stands, for when the reader comes back."""
    st.session_state[f"_last_{key}"] = value
    return value


def move(slug: str, name: str, by: int) -> None:
    """A callback: the number `name` goes on by `by`."""
    put(slug, name, st.session_state[f"{slug}_{name}"] + by)


def put(slug: str, name: str, value: int) -> None:
    """A callback: the number `name` is `value` from now on."""
    st.session_state[f"{slug}_{name}"] = value
    st.session_state[f"_moved_{slug}_{name}"] = True


def choice(slug: str, name: str, options: Sequence[str], default: str) -> str:
    """A select box; the catalogue says each option as `<slug>.<name>.<option>`."""
    key = f"{slug}_{name}"
    chosen = st.selectbox(
        t(f"{slug}.{name}"),
        options,
        index=options.index(_opening(key, default)),
        key=key,
        format_func=lambda option: t(f"{slug}.{name}.{option}"),
        disabled=link.locked(name),
    )
    return _last(key, chosen)


def whole(
    slug: str,
    name: str,
    default: int,
    *,
    step: int = 1,
    on_change: Callable[[], None] | None = None,
) -> int:
    """A whole number; its rule stands in the Config, which answers with a sentence."""
    key = f"{slug}_{name}"
    moved = st.session_state.pop(f"_moved_{key}", False)
    opening = {} if moved else {"value": _opening(key, default)}
    number = st.number_input(
        t(f"{slug}.{name}"),
        key=key,
        step=step,
        on_change=on_change,
        disabled=link.locked(name),
        **opening,
    )
    return _last(key, number)


def chips(slug: str, name: str, options: Iterable[str]) -> str | None:
    """A row of chips, at most one on; the catalogue says each as `<slug>.<name>.<option>`."""
    key = f"{slug}_{name}"
    chosen = st.pills(
        t(f"{slug}.{name}"),
        list(options),
        default=_opening(key, None),
        wrap=True,
        key=key,
        format_func=lambda option: t(f"{slug}.{name}.{option}"),
    )
    return _last(key, chosen)
