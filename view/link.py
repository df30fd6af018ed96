"""State is a link: what the address asks for, checked before any widget is made.

    asked = check("ddpm", [Whole("t", 0, 1000), Choice("schedule", SCHEDULES)])

A bound widget drops a bad value without a word; here it gets one sentence, which stays
until the reader moves that control or asks for something else. What belongs to the frame,
`lang`, `lock`, `hide` and `mode`, is in `view.kept`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from engine.errors import InvalidParameter
from view import prose, refused
from view.declared import Choice, Curve, Picture, Real, Stop, Switch, Text, Whole, travels, written
from view.kept import hidden, keep, keep_language, kept, lecture, locked, say_frame
from view.language import t

__all__ = [
    "Choice",
    "Curve",
    "Picture",
    "Real",
    "Stop",
    "Switch",
    "Text",
    "Whole",
    "check",
    "edited",
    "held_values",
    "hidden",
    "keep",
    "keep_language",
    "kept",
    "lecture",
    "locked",
    "note",
    "onward",
    "query",
    "say_frame",
    "travels",
]

HELD = "is held by the link"
Declared = Choice | Curve | Picture | Real | Stop | Switch | Text | Whole


def check(slug: str, controls: Iterable[Declared]) -> dict[str, Any]:
    """The good values that the address has for page `slug`; a sentence for each bad one.

    A control that a teacher's link holds stays at what that link said, or where it opened: an
    address that says something else later gets a sentence too.
    """
    known = {f"{slug}_{control.name}": control for control in controls}
    held = _held(slug)
    good = {key: held[key] for key in known if held.get(key) is not None}
    for key in [key for key in st.query_params if key.startswith(f"{slug}_")]:
        try:
            good[key] = _free(slug, key, known)
        except InvalidParameter as wrong:
            refused.refuse(slug, key, wrong)
    refused.say(slug, set(good) & set(st.query_params))
    return {known[key].name: known[key].read(text) for key, text in good.items()}


def _free(slug: str, key: str, known: Mapping[str, Declared]) -> str:
    """What the address says of `key`, if it is a good value and nobody holds another."""
    text = st.query_params[key]
    if key not in known:
        raise InvalidParameter(key, "is not on this page", text)
    if _held(slug).get(key, text) != text:
        raise InvalidParameter(known[key].name, HELD, text)
    known[key].read(text)
    return text


def note(slug: str, **values: Any) -> None:
    """Write `values` of controls that are no bound widgets into the address; None takes one out."""
    said = query(slug, **values)
    for name in values:
        key = f"{slug}_{name}"
        if locked(name):
            _held(slug).setdefault(key, said.get(key))
        if key not in said:
            st.query_params.pop(key, None)
    refused.instead(slug, said)
    if any(st.query_params.get(key) != value for key, value in said.items()):
        st.query_params.update(said)


def edited() -> None:
    """What was typed over a held control in this tab: the browser put it right and says so here."""
    for text in st.query_params.get_all("refused"):
        key, _, value = text.partition(":")
        page = next((slug for slug in prose.slugs() if key.startswith(f"{slug}_")), None)
        if page:
            wrong = InvalidParameter(key.removeprefix(f"{page}_"), HELD, value)
            refused.refuse(page, key, wrong, written=st.query_params.get(key))
    st.query_params.pop("refused", None)


def held_values() -> dict[str, str | None]:
    """What every held control of this session said when it was first drawn, on all pages."""
    return {
        key: text
        for held in st.session_state.get("_held", {}).values()
        for key, text in held.items()
    }


def _held(slug: str) -> dict[str, str | None]:
    """What the address said of each held control of page `slug` when it was first drawn."""
    return st.session_state.setdefault("_held", {}).setdefault(slug, {})


def query(slug: str, **values: Any) -> dict[str, str]:
    """What an address says that asks page `slug` for `values`; those that are None it leaves."""
    return {f"{slug}_{name}": written(value) for name, value in values.items() if value is not None}


def onward(slug: str, **values: Any) -> None:
    """A link to page `slug` that takes along `values` of its controls: seed, schedule and the like.

    Language, locks and the rest of the frame's parameters go with it. Draws nothing where that
    page is not built, or where the teacher's link hides `next`.
    """
    if slug in prose.slugs() and not hidden("next"):
        st.page_link(
            f"{slug}/page.py",
            label=t("page.next", title=prose.prose(slug).title),
            query_params=kept() | query(slug, **values),
            icon=":material/arrow_forward:",
            icon_position="right",
        )
