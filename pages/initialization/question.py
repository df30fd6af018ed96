"""The question of this page: how much gradient reaches each floor at 1/√d?"""

from __future__ import annotations

import streamlit as st

from engine.initialization.config import DescentResult
from engine.initialization.config_hero import AT, LAYERS
from pages.initialization.brief import brief
from view.easel import Axes, Line, line, line_words
from view.kept import hidden
from view.language import t
from view.prediction import asked, shown

SLUG = "initialization"
TOP, EVERY = 2 * LAYERS, 2
FLOORS = TOP // EVERY + 1
NAME, LOW, HIGH = f"{SLUG}_line", 1e-4, 10.0
GUESSED = f"_{SLUG}_guessed"


def ask(
    result: DescentResult, brought: tuple[float, ...] | None
) -> tuple[bool, tuple[float, ...] | None]:
    """Draw the card; whether the answer may be shown, and the reader's line, if any.

    Where nothing is asked nothing is hidden.
    """
    if hidden("question"):
        return True, None
    axes = Axes((0, TOP), (LOW, HIGH), t(f"{SLUG}.floor"), t(f"{SLUG}.left"), FLOORS, 4, True)
    guess: list[Line | None] = [None]

    def draw() -> Line | None:
        answer = result.median("total")[AT["xavier"], ::EVERY] if _told() else None
        words = line_words(axes, t(f"{SLUG}.line"))
        guess[0] = line(NAME, NAME, axes, words, brought, answer)
        if guess[0] and not _told():
            st.session_state[GUESSED] = True
            st.rerun()
        return guess[0]

    card = asked(SLUG, draw)
    if card:
        card.markdown(_answer(result, guess[0]))
    return bool(card), guess[0] and guess[0].shares


def _told() -> bool:
    """Whether the reader has asked for the answer, or drawn a guess."""
    return shown(SLUG) or GUESSED in st.session_state


def _answer(result: DescentResult, guess: Line | None) -> str:
    """What arrives at both stds, and what the guess had at the bottom."""
    total, skip = (result.median(name)[:, 0] for name in ("total", "skip"))
    said = t(
        f"{SLUG}.answer",
        xavier=brief(total[AT["xavier"]]),
        bert=brief(total[AT["bert"]]),
        skip=brief(skip[AT["xavier"]]),
    )
    if guess is None:
        return said
    return f"{t(f'{SLUG}.answer.guess', guess=brief(guess.values[0]))} {said}"
