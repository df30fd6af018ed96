"""State is a link: what the address asks for, checked before any widget is made.

    asked = check("ddpm", [Whole("t", 0, 1000), Choice("schedule", SCHEDULES)])

A bound widget drops a bad value without a word; here it gets one sentence, which stays
until the reader moves that control or asks for something else. What belongs to the frame,
`lang`, `lock`, `hide` and `mode`, is in `view.kept`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from engine.errors import InvalidParameter
from view import prose, refused
from view.declared import Choice, Real, Whole
from view.kept import hidden, keep, keep_language, kept, lecture, locked, say_frame
from view.language import t

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
    "onward",
    "query",
    "say_frame",
]


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
            refused.refuse(slug, key, wrong)
    refused.say(slug, {f"{slug}_{name}" for name in good})
    return good


def note(slug: str, **values: Any) -> None:
    """Write `values` of controls that are no bound widgets into the address; None takes one out."""
    for gone in [f"{slug}_{name}" for name, value in values.items() if value is None]:
        st.query_params.pop(gone, None)
    said = query(slug, **values)
    refused.instead(slug, said)
    if any(st.query_params.get(key) != value for key, value in said.items()):
        st.query_params.update(said)


def query(slug: str, **values: Any) -> dict[str, str]:
    """What an address says that asks page `slug` for `values`; those that are None it leaves."""
    return {f"{slug}_{name}": str(value) for name, value in values.items() if value is not None}


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
