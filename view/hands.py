"""What a reader presses, opens or brings: the controls that have no value in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from view.kept import held, hidden, locked
from view.language import t


def button(
    slug: str,
    name: str,
    on_click: Callable[..., None] | None = None,
    args: tuple = (),
    *,
    moves: str | None = None,
    said: Mapping[str, Any] | None = None,
    **look: Any,
) -> bool:
    """A button, said as `<slug>.<name>` with what is `said` in its places; whether it has just
    been pressed.

    `moves` names the control that it moves: where a teacher holds that one, or hides it, so is
    the button. `look` is Streamlit's: icon, width, type.
    """
    names = {name, moves or name}
    if any(map(hidden, names)):
        return False
    ways = {"on_click": on_click, "args": args, **held(*names), **look}
    return st.button(t(f"{slug}.{name}", **(said or {})), key=f"{slug}_{name}", **ways)


def expander(slug: str, name: str, expanded: bool = False) -> AbstractContextManager | None:
    """A part to be opened, said as `<slug>.<name>`; None where a teacher hides or holds it shut.

    It opens as `expanded` first said; one that is held open has no way to close it.
    """
    key = f"{slug}_{name}"
    first = st.session_state.setdefault(f"_first_{key}", expanded)
    if hidden(name) or (locked(name) and not first):
        return None
    if locked(name):
        return st.container(key=key)
    return st.expander(t(f"{slug}.{name}"), expanded=first, key=key)


def upload(slug: str, name: str, most_bytes: int, **places: Any) -> UploadedFile | None:
    """The file the reader brought, said as `<slug>.<name>`, at most `most_bytes`."""
    if hidden(name):
        return None
    return st.file_uploader(
        t(f"{slug}.{name}", **places),
        max_upload_size=most_bytes // 1_000_000,
        key=f"{slug}_{name}",
        **held(name),
    )


def pick(slug: str, name: str, of: str, options: Sequence[str], start: int) -> int:
    """Which of `options`, words of the reader's own, is meant; `of` is what they belong to.

    They are no part of a link, nor is what they belong to.
    """
    return st.selectbox(
        t(f"{slug}.{name}"),
        range(len(options)),
        index=start,
        format_func=options.__getitem__,
        key=f"{slug}_{name}_{of}",
        **held(name),
    )
