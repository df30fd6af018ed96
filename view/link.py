"""State is a link: what the address asks for, checked before any widget is made.

    asked = check("ddpm", [Whole("t", 0, 1000), Choice("schedule", SCHEDULES)])

A bound widget drops a bad value without a word; here it gets one sentence, which stays
until the reader moves that control or asks for something else. `lang`, `lock`, `hide` and
`mode` belong to the frame: it keeps them in the session and writes them back after each
change of page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from engine.errors import InvalidParameter, check_one_of
from view.declared import Choice, Real, Whole
from view.language import LANGUAGES, speak
from view.sentence import complain

__all__ = [
    "Choice",
    "Real",
    "Whole",
    "check",
    "hidden",
    "keep",
    "keep_language",
    "kept",
    "lecture",
    "locked",
    "note",
    "say_frame",
]
KEPT = ("lang", "lock", "hide", "mode")
MODES = ("lecture",)
NAMES = re.compile(r"[A-Za-z0-9_]{1,40}(,[A-Za-z0-9_]{1,40}){0,19}")


def check(slug: str, controls: Iterable[Whole | Real | Choice]) -> dict[str, Any]:
    """The good values that the address has for page `slug`; a sentence for each bad one."""
    known = {f"{slug}_{control.name}": control for control in controls}
    good = {}
    for key in [key for key in st.query_params if key.startswith(f"{slug}_")]:
        try:
            if key not in known:
                raise InvalidParameter(key, "is not on this page", st.query_params[key])
            good[known[key].name] = known[key].read(st.query_params[key])
        except InvalidParameter as wrong:
            _refuse(slug, key, wrong)
    _say(slug, {f"{slug}_{name}" for name in good})
    return good


def note(slug: str, **values: Any) -> None:
    """Write `values` of controls that are no bound widgets into the address; None takes one out."""
    for gone in [f"{slug}_{name}" for name, value in values.items() if value is None]:
        st.query_params.pop(gone, None)
    said = {f"{slug}_{name}": str(value) for name, value in values.items() if value is not None}
    for key in [key for page, key in _refused() if page == slug and key in said]:
        _shelf()[slug, key][1] = said[key]
    if any(st.query_params.get(key) != value for key, value in said.items()):
        st.query_params.update(said)


def keep() -> None:
    """The frame's own parameters: take them from the address, or write them back to it."""
    kept = st.session_state.setdefault("_kept", {})
    _refused().clear()
    for name in [name for name in KEPT if name in st.query_params]:
        try:
            kept[name] = _framed(name, st.query_params[name])
        except InvalidParameter as wrong:
            _refuse("frame", name, wrong)
    if "lang" in kept:
        speak(kept["lang"])
    lost = {name: value for name, value in kept.items() if name not in st.query_params}
    if lost:
        st.query_params.update(lost)


def keep_language(chosen: str) -> None:
    """The reader chose a language: from now on the address carries it."""
    st.session_state.setdefault("_kept", {})["lang"] = chosen
    st.query_params["lang"] = chosen
    _shelf().pop(("frame", "lang"), None)
    speak(chosen)


def kept() -> dict[str, str]:
    """The frame's parameters of this session, as links within the lab carry them."""
    return dict(st.session_state.get("_kept", {}))


def locked(name: str) -> bool:
    """Whether the teacher's link holds control `name` where it is (`lock=T,seed`, `lock=all`)."""
    return not {name, "all"}.isdisjoint(kept().get("lock", "").split(","))


def hidden(name: str) -> bool:
    """Whether the teacher's link leaves `name` out (`hide=question,experiments`)."""
    return name in kept().get("hide", "").split(",")


def lecture() -> bool:
    """Whether the link asks for big type and thick lines (`mode=lecture`)."""
    return kept().get("mode") == "lecture"


def say_frame(slug: str) -> None:
    """The sentences about the frame's own parameters; those about pages but `slug` are over."""
    for page, key in [place for place in _shelf() if place[0] not in ("frame", slug)]:
        del _shelf()[page, key]
    _say("frame", {name for name in kept() if name in st.query_params})


def _framed(name: str, value: str) -> str:
    rules: dict[str, Callable[[], None]] = {
        "lang": lambda: check_one_of(value, "lang", LANGUAGES),
        "mode": lambda: check_one_of(value, "mode", MODES),
    }
    rules.get(name, lambda: _check_names(name, value))()
    return value


def _check_names(name: str, value: str) -> None:
    if not NAMES.fullmatch(value):
        raise InvalidParameter(name, "must be names with commas between them", value)


def _shelf() -> dict[tuple[str, str], list]:
    """What was wrong so far: (page, key) -> [the exception, what the address says instead]."""
    return st.session_state.setdefault("_wrong_links", {})


def _refused() -> set[tuple[str, str]]:
    """What was refused in this run: a page may still write its own value instead."""
    return st.session_state.setdefault("_refused_links", set())


def _refuse(page: str, key: str, wrong: InvalidParameter) -> None:
    """Remember `wrong` and take the parameter out of the address."""
    _shelf()[page, key] = [wrong, None]
    _refused().add((page, key))
    # a widget that is bound already clears its own parameter, and nobody else may
    with suppress(StreamlitAPIException):
        del st.query_params[key]


def _say(page: str, good: set[str]) -> None:
    """The sentences about `page`, until the address has another, good value for the key."""
    for (where, key), (wrong, instead) in list(_shelf().items()):
        if where == page and key in good and st.query_params[key] != instead:
            del _shelf()[where, key]
        elif where == page:
            complain(wrong, page)
