"""Why the merged loss is quieter."""

import streamlit as st

from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_gradients import TIMES, GradientConfig
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.prose import Prose


def show(text: Prose, hero: DdpmConfig) -> None:
    """The ratio of the gradients' variances, measured and predicted."""
    place = st.container()
    result = ask(
        "ddpm",
        "losses",
        "engine.diffusion.gradients:run",
        GradientConfig(times=TIMES, seed=hero.seed),
    )
    last = {
        "t_last": str(result.config.times[-1]),
        "ratio_last": number(result.ratio[-1]),
        "predicted_last": number(result.predicted[-1]),
    }
    place.markdown(text.part("x_losses", z=number(result.furthest, 1), **last))
    lines(
        [
            Series(t("ddpm.chart.measured"), "data", result.ratio, result.config.times),
            Series(t("ddpm.chart.predicted"), "truth", result.predicted, result.config.times),
        ],
        key="ddpm_x_losses",
        x=t("ddpm.chart.t"),
        y=t("ddpm.chart.ratio"),
        alt=t("ddpm.chart.losses.alt", t=last["t_last"], ratio=last["ratio_last"]),
        log_x=True,
        log_y=True,
    )
