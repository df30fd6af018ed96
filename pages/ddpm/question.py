"""The question of this page: from which t can half of the houses no longer be told apart?"""

import streamlit as st

from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_recogniser import RecogniserConfig, RecogniserResult
from view.language import number, t
from view.live import later, live
from view.polling import poll
from view.prediction import asked


def ask(config: DdpmConfig, flag: float | None) -> float | None:
    """Draw the card; the answer comes back once it may be shown, None before."""
    place = asked("ddpm", flag)
    if not place:
        return None
    with place:
        sought = RecogniserConfig(schedule=config.schedule, T=config.T, seed=config.seed)
        shown = live("recogniser", "engine.diffusion.recogniser:run", sought, "ddpm_recogniser")
        poll(shown.job, "ddpm", "recogniser")
        later(shown, key="recogniser")
        if shown.job:
            return None
        st.markdown(_answer(shown.result, flag))
    return shown.result.half["scaled"]


def _answer(result: RecogniserResult, flag: float | None) -> str:
    """The answer, its rule, and the gap to the flag."""
    count, half = str(result.config.count), result.half
    if half["scaled"] is None:
        return t("ddpm.answer.never", count=count, T=str(result.config.T))
    said = t("ddpm.answer", count=count, t=number(half["scaled"]), plain=_number(half["plain"]))
    if flag is None:
        return said
    return f"{said} {t('ddpm.answer.gap', flag=number(flag), gap=number(result.gap(flag)))}"


def _number(value: float | None) -> str:
    return "—" if value is None else number(value)
