"""The question of this page: where does the green peak land once x_0 is taken away?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.diffusion.config_bells import BayesConfig, BayesResult
from view.language import number, t
from view.prediction import asked


def ask(config: BayesConfig, result: BayesResult, place: Mapping[str, Any]) -> bool:
    """Draw the card; True once the answer may be shown, as it is with x_0 taken away.

    The answer in words waits until `result` is of this `config`.
    """
    flag = place.get("flag")
    away = True if place.get("start") == "away" else None
    card = asked("bayes", away if flag is None else flag)
    if card and result.config == config:
        card.markdown(_answer(result, flag))
    return bool(card)


def _answer(result: BayesResult, flag: float | None) -> str:
    """Where it lands and why, and the gap to the flag."""
    said = t(
        "bayes.answer",
        mean=number(result.approx.mean, 2),
        guess=number(result.guess.mean, 2),
        known=number(result.product.mean, 2),
    )
    if flag is None:
        return said
    gap = t("bayes.answer.gap", flag=number(flag, 2), gap=number(result.gap(flag), 2))
    return f"{said} {gap}"
