"""Where each control stands: what it opens with, where the reader left it, who may move it.

A control opens with a value of its own rather than one put into the session: a page that
runs twice in quick succession would lose that on its way to the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import streamlit as st

from view.kept import locked

V = TypeVar("V")


def restore(slug: str, asked: Mapping[str, Any]) -> None:
    """Let controls that are not there yet open at what the address asks for."""
    for name, value in asked.items():
        if f"{slug}_{name}" not in st.session_state:
            left(f"{slug}_{name}", value)


def opening(key: str, default: Any) -> Any:
    """What the control `key` opens with: where the reader left it, else `default`.

    It stays the same for as long as the control is on the page.
    """
    if key not in st.session_state:
        st.session_state[f"_opening_{key}"] = st.session_state.get(f"_last_{key}", default)
    return st.session_state.get(f"_opening_{key}", default)


def left(key: str, value: V) -> V:
    """Remember where the control `key` stands, for when the reader comes back."""
    st.session_state[f"_last_{key}"] = value
    return value


def stands(key: str, default: Any) -> Any:
    """Where the control `key` stands, drawn or not."""
    return st.session_state.get(key, st.session_state.get(f"_last_{key}", default))


def move(slug: str, name: str, by: int, default: int = 0) -> None:
    """A callback: the number `name` goes on by `by`; one that was never drawn from `default`."""
    put(slug, name, stands(f"{slug}_{name}", default) + by)


def put(slug: str, name: str, value: Any) -> None:
    """A callback: the control `name` stands at `value` from now on, if no teacher holds it."""
    key = f"{slug}_{name}"
    if locked(name):
        return
    if key in st.session_state:
        st.session_state[key] = value
        st.session_state[f"_moved_{key}"] = True
    left(key, value)


def moved(key: str) -> bool:
    """Whether `put` has just moved the control `key`: it then takes its value from the session."""
    return st.session_state.pop(f"_moved_{key}", False)
