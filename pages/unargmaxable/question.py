"""The question of this page: of 100 Gaussian words, how many can ever win, in 2-D and in 10-D?"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine.unargmaxable.config_guess import GuessResult
from view import bundle
from view.easel import flags, flags_words
from view.language import number, t
from view.prediction import asked, shown

SLUG = "unargmaxable"
BEGIN = (20, 55)
NAME, GUESSED = f"{SLUG}_flags", f"_{SLUG}_guessed"


def ask(named: Sequence[int | None]) -> tuple[int, int] | None:
    """Draw the card; where the flags stand, `named` those that the link names: another that it
    leaves out stands where it begins. The answer is the shipped one, with its error."""
    brought = tuple(b if a is None else a for a, b in zip(named, BEGIN, strict=True))
    brought = brought if any(one is not None for one in named) else None
    result, date = bundle.load(f"{SLUG}_guess")
    guess: list[tuple[int, int] | None] = [None]

    def draw() -> tuple[int, int] | None:
        guess[0] = _flags(result, brought)
        return guess[0]

    card = asked(SLUG, draw)
    if card:
        card.markdown(_answer(result, date))
    return guess[0]


def told() -> bool:
    """Whether the answer may stand on the page."""
    return shown(SLUG) or GUESSED in st.session_state


def _flags(result: GuessResult, brought: tuple[int, int] | None) -> tuple[int, int] | None:
    """The line with a flag for either dimension; once they stand, the page runs again with the
    answers beside them."""
    names = [t("unargmaxable.dimensions", d=d) for d in result.config.dims]
    answers = result.winners.tolist() if told() else None
    words = flags_words(t("unargmaxable.flags"))
    guess = flags(NAME, NAME, (0, result.config.count), names, words, brought, answers)
    if guess and not told():
        st.session_state[GUESSED] = True
        st.rerun()
    return guess


def _answer(result: GuessResult, date: str) -> str:
    """Both means with their standard errors, and where they come from."""
    said = {}
    for name, mean, se in zip(("flat", "deep"), result.winners, result.se, strict=True):
        said |= {name: number(mean, 1), f"{name}_se": number(se, 2)}
    return t("unargmaxable.answer", date=date, **said)
