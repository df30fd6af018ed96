"""What the browser tells of a drawing: `{"start": …, "value": …}`, and which start it is of.

A drawing belongs to the start it was made on. With another start it is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, TypeVar

import streamlit as st

from view.kept import locked
from view.language import t
from view.prose import slugs

V = TypeVar("V")


def name_of(start: Any) -> str:
    """A short name of `start`, equal for equal ones; "" for none."""
    return "" if start is None else blake2b(repr(start).encode(), digest_size=6).hexdigest()


GONE = object()
"""What is told where the reader has taken the drawing away again."""


def told(state: Mapping[str, Any], start: str) -> Any | None:
    """The value drawn on the start named `start`, None if the browser told of no such thing."""
    said = state.get("drawn")
    if not isinstance(said, Mapping) or said.get("start") != start:
        return None
    return GONE if said.get("value", 0) is None else said.get("value")


def kept(key: str, start: str) -> Any | None:
    """The last good value drawn on `start` in this session."""
    return st.session_state.get(f"{key}_drawn", {}).get(start)


def bring(key: str, start: str, value: Any | None) -> None:
    """A link brings the drawing `value`: it counts where nothing has been drawn yet."""
    if value is not None:
        st.session_state.setdefault(f"{key}_drawn", {start: value})


def keep(key: str, start: str, value: Any, decode: Callable[[Any], V]) -> V | None:
    """What `value`, or else the kept one, means; a good one is kept.

    Raises what `decode` raises; a bad value is not kept.
    """
    if value is GONE:
        st.session_state.pop(f"{key}_drawn", None)
    elif value is not None:
        decode(value)
        st.session_state[f"{key}_drawn"] = {start: value}
    last = kept(key, start)
    return None if last is None else decode(last)


def held(name: str) -> str:
    """What is said where a teacher's link holds the instrument `name`; "" where it is free.

    `name` is `<slug>_<control>`; the link names the control.
    """
    pages = [f"{slug}_" for slug in slugs() if name.startswith(f"{slug}_")]
    control = name.removeprefix(max(pages, key=len, default=""))
    return t("player.held") if locked(control) else ""


def nothing() -> None:
    """Streamlit returns a component's state only for events that have a callback."""
