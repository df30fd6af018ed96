"""Predict, then reveal: the question's card, "show me", and whether the answer may be shown.

    if place := prediction.asked("ddpm", flag_of("ddpm_player")):
        with place:
            st.markdown(...)

A guess is a flag on a film's axis (`view.player.flag_of`), a handle of a board, or drawn with
`bar` and `line` of `view.easel`: they show the answer beside the guess once they are given it.
Nothing is blocked: the button is there until a guess has been placed, and what was shown once
stays shown for this session.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from view import kept
from view.language import t
from view.page import card


def asked(slug: str, guess: Callable[[], Any] | Any | None) -> DeltaGenerator | None:
    """Draw the question of page `slug`; its card once the answer may be shown, None before.

    `guess` is what the reader has placed, None as long as there is nothing; or a function that
    draws in the card what it is placed with, and gives it back. The catalogue says the question
    as `<slug>.question`. Where the teacher's link hides `question` nothing is
    drawn, and there is no answer either.
    """
    if kept.hidden("question"):
        return None
    place = card("question")
    with place:
        st.markdown(t(f"{slug}.question"))
        guess = guess() if callable(guess) else guess
        st.session_state[f"_told_{slug}"] = guess is not None or shown(slug)
        if guess is None and not shown(slug):
            if not kept.hidden("show_me"):
                _button(slug)
            return None
    return place


def told(slug: str) -> bool:
    """Whether what answers the question of page `slug` may be seen further down, its card drawn:
    a guess stands, or the answer was asked for, or nothing is asked at all."""
    return kept.hidden("question") or st.session_state.get(f"_told_{slug}", False)


def shown(slug: str) -> bool:
    """Whether the reader has asked page `slug` for its answer in this session."""
    return f"_shown_{slug}" in st.session_state


def _button(slug: str) -> None:
    ways = {"on_click": _show, "args": (slug,), **kept.held("show_me")}
    st.button(t("page.show_me"), key=f"{slug}_show_me", **ways)


def _show(slug: str) -> None:
    st.session_state[f"_shown_{slug}"] = True
