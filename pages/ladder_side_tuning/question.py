"""The question of this page: LoRA trains about 1 % of the weights; what does it keep in memory?"""

from __future__ import annotations

import streamlit as st

from engine.ladder_side_tuning.config_hero import HeroResult
from view.kept import hidden
from view.language import number, t
from view.prediction import asked, shown

SLUG = "ladder_side_tuning"


def ask(result: HeroResult, flag: int | None) -> bool:
    """Draw the card; True once the answer may be shown, as it may where nothing is asked."""

    def draw() -> int | None:
        if flag is None and not shown(SLUG):
            st.caption(t(f"{SLUG}.how"))
        return flag

    card = asked(SLUG, draw)
    if card:
        card.markdown(_answer(result, flag))
    return bool(card) or hidden("question")


def _answer(result: HeroResult, flag: int | None) -> str:
    """What is kept in the setting on screen, and the gap to the flag."""
    kept = 100 * result.of("left", "lora")
    said = t(
        f"{SLUG}.answer",
        kept=number(kept, 1),
        trained=number(100 * result.of("share", "lora"), 2),
        setting=setting(result),
    )
    if flag is None:
        return said
    gap = t(f"{SLUG}.answer.gap", flag=str(flag), gap=number(abs(flag - kept), 1))
    return f"{gap} {said}"


def setting(result: HeroResult) -> str:
    """The setting that the number belongs to, in words."""
    config = result.config
    kernel = t(f"{SLUG}.kernel.{config.attention}_{config.heads}")
    return t(f"{SLUG}.setting", n=str(config.n), kernel=kernel)
