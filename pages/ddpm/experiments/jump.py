"""One jump against t single steps."""

import streamlit as st

from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_jump import JumpConfig
from view.chart import Series, histograms
from view.experiment import ask
from view.language import number, t
from view.prose import Prose


def show(text: Prose, hero: DdpmConfig) -> None:
    """Two histograms and the test that looks for a difference."""
    place = st.container()
    result = ask("ddpm", "jump", "engine.diffusion.jump:run", JumpConfig(seed=hero.seed))
    largest = number(max(result.distance), 4)
    numbers = {
        "count": number(result.config.count),
        "t": str(result.config.t),
        "repeats": str(result.config.repeats),
        "largest": largest,
        "critical": number(result.critical, 4),
        "above": str(result.above),
        "least_p": number(min(result.p), 3),
    }
    place.markdown(text.part("x_jump", **numbers))
    histograms(
        [
            Series(t("ddpm.chart.walked"), "data", result.walked),
            Series(t("ddpm.chart.jumped"), "noise", result.jumped),
        ],
        key="ddpm_x_jump",
        x=t("ddpm.chart.x"),
        y=t("ddpm.chart.share"),
        alt=t("ddpm.chart.jump.alt", t=result.config.t, largest=largest),
        low=-3.5,
        high=3.5,
    )
