"""What it costs: seconds against steps and against houses at once, with their lines."""

import streamlit as st

from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_cost import CostConfig, CostResult
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.prose import Prose

AXES = {"steps": "ddpm.chart.rebuild_steps", "batch": "ddpm.chart.batch"}


def show(text: Prose, hero: DdpmConfig) -> None:
    """Both sweeps side by side, and what a step and a house cost."""
    place = st.container()
    result = ask("ddpm", "cost", "engine.diffusion.measure:run", CostConfig(seed=hero.seed))
    place.markdown(text.part("x_cost", **_numbers(result, hero)))
    for side, name in zip(st.columns(2), AXES, strict=True):
        with side:
            _sweep(result, name)


def _sweep(result: CostResult, name: str) -> None:
    where, line = result.lines[name]
    told = {key: number(value, 2) for key, value in line.milliseconds.items()}
    seconds, ends = result.medians[name], result.quartiles[name]
    lines(
        [
            Series(t("ddpm.chart.measured"), "data", seconds, where, quartiles=ends),
            Series(t("ddpm.chart.line"), "truth", [line.at(x) for x in where], where, marks=False),
        ],
        key=f"ddpm_x_cost_{name}",
        x=t(AXES[name]),
        y=t("ddpm.chart.seconds"),
        alt=t(f"ddpm.chart.cost.{name}.alt", batch=str(result.config.batch), **told),
    )


def _numbers(result: CostResult, hero: DdpmConfig) -> dict[str, str]:
    steps, batch = result.steps_line.milliseconds, result.batch_line.milliseconds
    return {
        "step_ms": number(steps["slope"], 1),
        "start_ms": number(steps["start"], 1),
        "steps_r2": number(steps["r2"], 2),
        "question_ms": number(batch["start"], 1),
        "house_ms": number(batch["slope"], 2),
        "batch": str(result.config.batch),
        "readings": str(result.config.readings),
        "T": str(hero.T),
        "whole": number(result.seconds_of(hero.T), 1),
    }
