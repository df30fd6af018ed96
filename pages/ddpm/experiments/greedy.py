"""Greedy collapses, noise does not."""

import streamlit as st

from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_greedy import GreedyConfig
from view import controls, link
from view.chart import Series, histograms, lines
from view.experiment import ask
from view.language import number, t
from view.prose import Prose

IDENTITY = {"ddpm": "data", "ddpm_lower": "model", "ddim": "warning", "greedy": "noise"}


def show(text: Prose, hero: DdpmConfig) -> None:
    """Where four rules end, and how the first points got there."""
    place = st.container()
    result = ask("ddpm", "greedy", "engine.diffusion.greedy:run", GreedyConfig(seed=hero.seed))
    shares = {rule: f"{number(e.value, 3)} ± {number(e.se, 3)}" for rule, e in result.right.items()}
    widths = {f"{rule}_width": number(width, 4) for rule, width in result.width.items()}
    truth = number(1 - result.config.left, 2)
    place.markdown(text.part("x_greedy", truth=truth, **shares, **widths))
    rules = dict(zip(result.rules, result.samples, strict=True))
    left, right = st.columns(2)
    with left:
        histograms(
            [Series(t(f"ddpm.rule.{rule}"), IDENTITY[rule], x) for rule, x in rules.items()],
            key="ddpm_x_greedy_ends",
            x=t("ddpm.chart.x"),
            y=t("ddpm.chart.share"),
            alt=t("ddpm.chart.greedy.alt", greedy=shares["greedy"], ddpm=shares["ddpm_lower"]),
            low=-1.6,
            high=1.6,
        )
    with right:
        chosen = controls.segments("ddpm", "rule", result.rules, "greedy")
        link.note("ddpm", rule=chosen)
        paths = result.paths[result.rules.index(chosen)]
        lines(
            [
                Series(str(k + 1), IDENTITY[chosen], x, result.path_t, marks=False)
                for k, x in enumerate(paths.T[:24])
            ],
            key="ddpm_x_greedy_paths",
            x=t("ddpm.chart.t"),
            y=t("ddpm.chart.x"),
            alt=t("ddpm.chart.paths.alt", rule=t(f"ddpm.rule.{chosen}")),
            legend=False,
            backwards=True,
            height=250,
        )
