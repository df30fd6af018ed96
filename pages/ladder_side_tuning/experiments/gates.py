"""Rungs and gates: which are used, which can go, and what a side cut from the tower is worth."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.ladder_side_tuning.config_gates import GATED, VARIANTS, GatesConfig, GatesResult
from engine.ladder_side_tuning.config_hero import HeroConfig
from engine.ladder_side_tuning.config_tasks import MARKS, REDUCTIONS, TASKS
from pages.ladder_side_tuning.experiments.training import SLUG, going, spread
from view import controls, link
from view.begin import begin
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

DEFAULT, WORK = GatesConfig(), "engine.ladder_side_tuning.gates:run"
NARROW = tuple(map(str, REDUCTIONS))
LOOK = {
    "random": "model",
    "pruned": "data",
    "half": "noise",
    "one": "warning",
    "alone": "truth",
}


def show(text: Prose, hero: HeroConfig) -> None:
    """Gates and what each rung is worth above, the five ladders' accuracy below."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder_x_gates"):
        task = controls.segments(SLUG, "task", TASKS, DEFAULT.task)
        narrow = controls.choice(SLUG, "thin", NARROW, str(DEFAULT.reduction))
    link.note(SLUG, task=task, thin=narrow)

    def make() -> GatesConfig:
        return GatesConfig(task, int(narrow), DEFAULT.seeds, DEFAULT.seed)

    config = configured(SLUG, make, DEFAULT, "gates")
    result: GatesResult = ask(
        SLUG,
        "gates",
        WORK,
        config,
        begin=begin(SLUG, "train_gates", WORK, config),
        trained=True,
        words=going,
    )
    said = _said(result)
    place.markdown(text.part("x_gates", **said))
    left, right = st.columns(2)
    with left:
        _gates(result, said)
    with right:
        _worth(result, said)
    _ladders(result, said)
    st.markdown(_table(result))


def _gates(result: GatesResult, said: dict[str, str]) -> None:
    """What share comes up the ladder at each rung."""
    rungs = np.arange(1, result.gates.shape[-1] + 1)
    lines(
        [_series(variant, result.gate(variant), rungs) for variant in GATED],
        key="ladder_x_doors",
        x=t(f"{SLUG}.gates.rung"),
        y=t(f"{SLUG}.gates.gate"),
        alt=t(f"{SLUG}.gates.gate.alt", **said),
        low=0,
    )


def _worth(result: GatesResult, said: dict[str, str]) -> None:
    """What accuracy falls by where one rung hands on its mean."""
    rungs = np.arange(result.cut.shape[-1])
    lines(
        [_series(variant, result.without(variant), rungs, 100) for variant in GATED],
        key="ladder_x_worth",
        x=t(f"{SLUG}.gates.cut"),
        y=t(f"{SLUG}.gates.lost"),
        alt=t(f"{SLUG}.gates.lost.alt", **said),
    )


def _ladders(result: GatesResult, said: dict[str, str]) -> None:
    """Accuracy as it grows, of all five."""
    lines(
        [_series(variant, result.curve(variant), MARKS, 100) for variant in VARIANTS],
        key="ladder_x_ladders",
        x=t(f"{SLUG}.tasks.steps"),
        y=t(f"{SLUG}.tasks.accuracy"),
        alt=t(f"{SLUG}.gates.alt", **said),
    )


def _table(result: GatesResult) -> str:
    """Markdown: the five ladders with trained numbers, bytes and accuracy."""
    heads = [t(f"{SLUG}.gates.col.{head}") for head in ("ladder", "trained", "bytes", "accuracy")]
    rows = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|"]
    for variant, many in zip(VARIANTS, result.trainable, strict=True):
        size = number(result.size(variant) / 1e6, 2)
        cells = [_name(variant), number(many), size, spread(result.end(variant))]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _series(
    variant: str, curve: tuple[np.ndarray, np.ndarray], x: np.ndarray, times: float = 1
) -> Series:
    """Means with their deviations over seeds, `times` as large."""
    mean, deviation = curve
    return Series(_name(variant), LOOK[variant], times * mean, x, times * deviation)


def _name(variant: str) -> str:
    return t(f"{SLUG}.trained.{variant}")


def _said(result: GatesResult) -> dict[str, str]:
    said = {variant: spread(result.end(variant)) for variant in VARIANTS}
    for variant in GATED:
        gate, lost = result.gate(variant)[0], result.without(variant)[0]
        said |= {
            f"{variant}_low": number(gate[0], 2),
            f"{variant}_top": number(gate[-1], 2),
            f"{variant}_first": number(100 * lost[0], 1),
            f"{variant}_inner": number(100 * lost[1:-1].max(), 1),
            f"{variant}_last": number(100 * lost[-1], 1),
        }
    return said | {
        "task": t(f"{SLUG}.kind.{result.config.task}"),
        "r": str(result.config.reduction),
        "seeds": str(result.config.seeds),
        "kept_random": number(result.size("random") / 1e6, 2),
        "kept_one": number(result.size("one") / 1e6, 2),
    }
