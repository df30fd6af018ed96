"""The question of this page: after how many steps can samples and data no longer be told apart?"""

from __future__ import annotations

from engine.diffusion.config_fan import FanResult
from view.language import number, t
from view.prediction import asked


def ask(result: FanResult, flag: float | None) -> bool:
    """Draw the card; True once the answer may be shown."""
    place = asked("ddim", flag)
    if not place:
        return False
    place.markdown(_answer(result, flag))
    return True


def _answer(result: FanResult, flag: float | None) -> str:
    """The least S at either end of η, by which rule, and the gap to the flag."""
    least, shaken = result.enough(0.0), result.enough(1.0)
    rule = {"bar": number(result.bar, 3), "most": number(result.config.steps[-1])}
    if least is None:
        return t("ddim.answer.never", **rule)
    said = t("ddim.answer", S=number(least), **rule)
    if shaken is not None:
        said = f"{said} {t('ddim.answer.shaken', S=number(shaken))}"
    if flag is None:
        return said
    return f"{said} {t('ddim.answer.gap', flag=number(flag), gap=number(abs(flag - least)))}"
