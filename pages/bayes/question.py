"""The question of this page: where does the green peak land once x_0 is taken away?"""

from __future__ import annotations

from engine.diffusion.config_bells import BayesResult
from view.language import number, t
from view.prediction import asked


def ask(result: BayesResult, flag: float | None, away: bool) -> bool:
    """Draw the card; True once the answer may be shown, as it is with x_0 taken `away`."""
    place = asked("bayes", flag if flag is not None else away or None)
    if not place:
        return False
    place.markdown(_answer(result, flag))
    return True


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
