"""The question of this page: where does the closed form's line go once one point is far away?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.logistic_regression.config import HeroConfig
from engine.logistic_regression.config_hero_result import HeroResult
from view.language import number, t
from view.prediction import asked


def ask(config: HeroConfig, result: HeroResult, place: Mapping[str, Any]) -> bool:
    """Draw the card; True once the answer may be shown.

    The guess is a line on the picture, drawn by its two ends. The answer in words waits until
    `result` is of this `config`.
    """
    ends = place.get("left"), place.get("right")
    drawn = None if None in ends else ends
    card = asked("logistic_regression", drawn)
    if card and result.config == config:
        card.markdown(_answer(result, drawn))
    return bool(card)


def _answer(result: HeroResult, drawn: tuple[float, float] | None) -> str:
    """How far both lines are turned, and the gap to the guess."""
    closed, mle = result.strip
    said = t(
        "logistic_regression.answer",
        closed=number(closed[-1], 1),
        mle=number(mle[-1], 2),
    )
    if drawn is None:
        return said
    return f"{said} {t('logistic_regression.answer.gap', gap=number(result.gap(*drawn), 1))}"
