"""What the address asked for in vain: one sentence each, until the reader has moved on.

A sentence stays while the address says what the page wrote instead, so that it is not gone
with the next click; another, good value for the same key takes it away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException

from engine.errors import InvalidParameter
from view.sentence import complain


def refuse(page: str, key: str, wrong: InvalidParameter, written: str | None = None) -> None:
    """Remember `wrong`; take the parameter out of the address, if it does not say `written`."""
    _shelf()[page, key] = [wrong, written]
    _now().add((page, key))
    if written is not None:
        return
    # a widget that is bound already clears its own parameter, and nobody else may
    with suppress(StreamlitAPIException):
        del st.query_params[key]


def instead(page: str, said: Mapping[str, str]) -> None:
    """`page` writes `said` into the address, where this run refused what stood there."""
    for where, key in _now():
        if where == page and key in said:
            _shelf()[page, key][1] = said[key]


def say(page: str, good: set[str]) -> None:
    """The sentences about `page`; that of a `good` key is over where its value is another."""
    for (where, key), (wrong, written) in list(_shelf().items()):
        if where == page and key in good and st.query_params[key] != written:
            del _shelf()[where, key]
        elif where == page:
            complain(wrong, page)


def forget(page: str, key: str) -> None:
    """The sentence about `key` is over."""
    _shelf().pop((page, key), None)


def only(keep: Callable[[str], bool]) -> None:
    """The sentences of all pages but those that `keep` wants are over."""
    for page, key in [place for place in _shelf() if not keep(place[0])]:
        forget(page, key)


def begin() -> None:
    """A run begins: nothing has been refused in it."""
    _now().clear()


def _shelf() -> dict[tuple[str, str], list]:
    """What was wrong so far: (page, key) -> [the exception, what the address says instead]."""
    return st.session_state.setdefault("_wrong_links", {})


def _now() -> set[tuple[str, str]]:
    """What was refused in this run: a page may still write its own value instead."""
    return st.session_state.setdefault("_refused_links", set())
