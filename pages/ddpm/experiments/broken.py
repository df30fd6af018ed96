"""Make it fail: the wrong noise, too few steps, a single guess."""

import streamlit as st

from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_broken import BrokenConfig
from view import controls
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.pictures import pictures
from view.prose import Prose

IDENTITY = ("data", "model", "noise")


def show(text: Prose, hero: DdpmConfig) -> None:
    """The spread under wrong noise, a button that spoils T, and the mean house."""
    place, buttons = st.container(), st.container(horizontal=True)
    result = ask("ddpm", "broken", "engine.diffusion.broken:run", BrokenConfig(seed=hero.seed))
    scales = [number(scale, 1) for scale in result.config.scales]
    last = [number(spread, 3) for spread in result.measured[:, -1]]
    ends = " · ".join(f"c = {c}: {end}" for c, end in zip(scales, last, strict=True))
    said = {"count": str(result.config.count), "gap": number(result.distance.mean(), 3)}
    place.markdown(text.part("x_broken", ends=ends, **said))
    with buttons:
        for name, value in (("break_T", 100), ("mend_T", DdpmConfig.T)):
            controls.button("ddpm", name, controls.put, ("ddpm", "T", value), moves="T")
    lines(
        [
            Series(t(name, c=c), identity, spread, result.t, marks=marks)
            for c, identity, measured, formula in zip(
                scales, IDENTITY, result.measured, result.predicted, strict=True
            )
            for name, spread, marks in (
                ("ddpm.chart.scale", measured, True),
                ("ddpm.chart.scale.formula", formula, False),
            )
        ],
        key="ddpm_x_broken",
        x=t("ddpm.chart.t"),
        y=t("ddpm.chart.spread"),
        alt=t("ddpm.chart.broken.alt", ends=ends),
    )
    names = [t("ddpm.mean.alt"), *(t("ddpm.guess.alt", k=k + 1) for k in range(len(result.guess)))]
    pictures([result.mean, *result.guess], width=96, alt=names)
