"""The question of this page: at n = 512, how much faster were the layer with attention for free?"""

from __future__ import annotations

import streamlit as st

from engine.attention.config_budget import BudgetResult
from view import bundle
from view.kept import hidden
from view.language import number, t
from view.prediction import asked, shown

SLUG = "attention"


def ask(flag: float | None) -> bool:
    """Draw the card; True once the answer may be shown, as it may where nothing is asked."""

    def draw() -> float | None:
        if flag is None and not shown(SLUG):
            st.caption(t("attention.how"))
        return flag

    card = asked(SLUG, draw)
    if card:
        card.markdown(_answer(flag))
    return bool(card) or hidden("question")


def _answer(flag: float | None) -> str:
    """What the count says of both ways to do without attention, and the gap to the flag."""
    base: BudgetResult = bundle.load("attention_budget")[0]
    free, gone = base.at(base.free), base.at(base.gone)
    said = t("attention.answer", free=number(free, 2), gone=number(gone, 2))
    if flag is None:
        return said
    gap = t("attention.answer.gap", flag=number(flag, 2), gap=number(abs(flag - free), 2))
    return f"{gap} {said}"
