"""The dimension lift: which share of random words is mute, over d and n, and the rule of thumb."""

import numpy as np
import streamlit as st

from engine.unargmaxable.config_lift import NORMS, LiftConfig, LiftResult
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.prose import Prose

SLUG, DEFAULT = "unargmaxable", "gaussian"
DRAWN = {20: "data", 100: "noise", 500: "model", 2000: "prediction"}
"""The sizes that are drawn over the dimension, each in a colour of its own."""
SOME = 0.05
"""The share of mute words that is called trouble."""


def show(text: Prose, hero: object) -> None:
    """The shares over the dimension with the rule among them; where trouble begins, and the rule's
    word for it."""
    place = st.container()
    norms = controls.segments(SLUG, "norms", tuple(NORMS), DEFAULT)
    link.note(SLUG, norms=norms)
    work = "engine.unargmaxable.lift:run"
    result: LiftResult = ask(SLUG, f"lift_{norms}", work, LiftConfig(norms))
    said = _said(result)
    place.markdown(f"{text.part('x_lift', **said)} {t(f'unargmaxable.lift.{norms}', **said)}")
    left, right = st.columns(2)
    with left:
        _shares(result, said)
    with right:
        _onset(result, said)


def _said(result: LiftResult) -> dict[str, str]:
    config, (_, at_rule) = result.config, 100 * result.rule
    reached, deepest = result.reached(SOME), np.argmax(config.dimensions)
    last = np.flatnonzero(np.isfinite(reached))[-1]
    return {
        "draws": number(config.draws),
        "least": number(min(map(config.draws_of, config.sizes))),
        "biggest": number(config.sizes[-1]),
        "low": number(at_rule.min(), 1),
        "high": number(at_rule.max(), 1),
        "some": number(100 * SOME),
        "d": str(config.dimensions[last]),
        "n": number(reached[last]),
        "rule": number(np.exp(config.dimensions[last] / 2)),
        "flat": number(100 * result.share[0, -1], 1),
        "deep": number(100 * result.share[deepest, -1], 1),
        "few": str(config.dimensions[0]),
        "many": str(config.dimensions[deepest]),
    }


def _shares(result: LiftResult, said: dict[str, str]) -> None:
    drawn = []
    for n, identity in DRAWN.items():
        share, se = 100 * result.of(n)
        drawn.append(Series(f"n = {number(n)}", identity, share, result.config.dimensions, se))
    onset, at_rule = result.rule
    lines(
        [*drawn, Series("n = e^(d/2)", "warning", 100 * at_rule, onset)],
        key="unargmaxable_x_lift",
        x=t("unargmaxable.lift.d"),
        y=t("unargmaxable.lift.share"),
        alt=t("unargmaxable.lift.alt", **said),
        low=0,
        height=340,
    )


def _onset(result: LiftResult, said: dict[str, str]) -> None:
    dimensions, reached = np.asarray(result.config.dimensions), result.reached(SOME)
    there = np.isfinite(reached)
    measured = t("unargmaxable.lift.reached", **said)
    lines(
        [
            Series(measured, "data", reached[there], dimensions[there]),
            Series("n = e^(d/2)", "warning", np.exp(dimensions / 2), dimensions),
        ],
        key="unargmaxable_x_lift_onset",
        x=t("unargmaxable.lift.d"),
        y=t("unargmaxable.lift.n"),
        alt=t("unargmaxable.lift.onset.alt", **said),
        log_y=True,
        height=340,
    )
