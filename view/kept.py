"""The frame's own parameters: `lang`, and for teachers `lock`, `hide` and `mode`.

Streamlit drops them where the page changes: the frame keeps them in the session and writes
them back into the address.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from engine.errors import InvalidParameter, check_one_of
from view import refused
from view.language import LANGUAGES, speak, t

KEPT = ("lang", "lock", "hide", "mode")
GROWING = ("lock", "hide")
MODES = ("lecture",)
NAMES = re.compile(r"[A-Za-z0-9_]{1,40}(,[A-Za-z0-9_]{1,40}){0,19}")


def keep() -> None:
    """Take the frame's parameters from the address, or write them back to it."""
    told = st.session_state.setdefault("_kept", {})
    refused.begin()
    for name in [name for name in KEPT if name in st.query_params]:
        try:
            told[name] = _more(name, told.get(name), _framed(name, st.query_params[name]))
        except InvalidParameter as wrong:
            refused.refuse("frame", name, wrong)
    if "lang" in told:
        speak(told["lang"])
    lost = {name: value for name, value in told.items() if st.query_params.get(name) != value}
    if lost:
        st.query_params.update(lost)


def keep_language(chosen: str) -> None:
    """The reader chose a language: from now on the address carries it."""
    st.session_state.setdefault("_kept", {})["lang"] = chosen
    st.query_params["lang"] = chosen
    refused.forget("frame", "lang")
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


def held(*names: str) -> dict[str, Any]:
    """How Streamlit draws a control that is held where one of `names` is; else nothing."""
    return {"disabled": True, "help": t("frame.held")} if any(map(locked, names)) else {}


def lecture() -> bool:
    """Whether the link asks for big type and thick lines (`mode=lecture`)."""
    return kept().get("mode") == "lecture"


def say_frame(slug: str) -> None:
    """The sentences about the frame's own parameters; those about pages but `slug` are over."""
    refused.only(lambda page: page in ("frame", slug))
    refused.say("frame", {name for name in kept() if name in st.query_params})


def _more(name: str, before: str | None, now: str) -> str:
    """What is held or hidden in a session only grows: another address does not free it."""
    if name not in GROWING or before is None:
        return now
    return ",".join(dict.fromkeys([*before.split(","), *now.split(",")]))


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
