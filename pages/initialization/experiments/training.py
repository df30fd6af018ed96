"""Five stds learn the same sentences: who gets off the plateau, with warm-up and without."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.initialization.config_hero import HeroConfig
from engine.initialization.config_training import (
    EVERY,
    GAINS,
    MASKED,
    NORMS,
    RATES,
    STEPS,
    TIMES,
    WARMUP,
    WIDTH,
    WORK,
    TrainingConfig,
    TrainingResult,
    blocks,
)
from pages.initialization.brief import brief
from pages.initialization.experiments.wanted import as_it_comes, begin
from view import bundle, controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "initialization", TrainingConfig()
INKS = ("data", "prediction", "model", "noise", "warning")
TIMES_OFFERED, AT = tuple(map(str, TIMES)), tuple(range(EVERY, STEPS + 1, EVERY))
FAR = 10.0
"""Losses beyond this are drawn on a logarithmic axis: the run has exploded."""
TOLD = ("post_adam_cold", "post_adam_warm", "pre_adam_cold", "post_sgd_cold")
"""The shipped runs that the prose tells of."""
HALF, BERT, XAVIER = 1, 2, 3
"""Where they stand among the five that are scaled."""


def show(text: Prose, hero: HeroConfig) -> None:
    """The losses as they fall or do not, and how far each floor moves."""
    place = st.container()
    config = configured(SLUG, lambda: _config(hero.seed), DEFAULT, "training")
    name = f"{config.norm}_{config.optimiser}_{'warm' if config.warmup else 'cold'}"
    series = [(_std(config, s), ink) for s, ink in enumerate(INKS)]
    result: TrainingResult = ask(
        SLUG,
        f"training_{name}",
        WORK,
        config,
        begin=begin("train", WORK, config),
        meanwhile=as_it_comes("training", series),
    )
    place.markdown(text.part("x_training", **_said(result)))
    st.markdown(_setting(result.config))
    left, right = st.columns(2)
    with left:
        _losses(result)
    with right:
        _updates(result)
    st.markdown(_table(result))


def _config(seed: int) -> TrainingConfig:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        optimiser = controls.segments(SLUG, "optimiser", tuple(RATES), DEFAULT.optimiser)
        norm = controls.segments(SLUG, "norm", NORMS, DEFAULT.norm)
        times = controls.segments(SLUG, "times", TIMES_OFFERED, str(DEFAULT.times))
        family = controls.segments(SLUG, "family", tuple(GAINS), DEFAULT.family)
        warmup = controls.switch(SLUG, "warmup", DEFAULT.warmup)
    link.note(SLUG, optimiser=optimiser, norm=norm, times=times, family=family, warmup=warmup)
    return TrainingConfig(optimiser, warmup, int(times), norm, family, seed)


def _std(config: TrainingConfig, s: int) -> str:
    """How one of the five is called: its std, and over 1/√d."""
    return f"{brief(config.stds[s])} ({number(config.gains[s], 2)}/√d)"


def _setting(config: TrainingConfig) -> str:
    """What the charts below were trained with."""
    return t(
        f"{SLUG}.training.setting",
        optimiser=t(f"{SLUG}.optimiser.{config.optimiser}"),
        norm=t(f"{SLUG}.norm.{config.norm}"),
        warmup=t(f"{SLUG}.training.{'warm' if config.warmup else 'cold'}", steps=WARMUP),
        rate=f"{config.rate(config.steps):g}",
        seed=str(config.seed),
    )


def _losses(result: TrainingResult) -> None:
    config, y = result.config, blocks(result.loss)
    x = EVERY * np.arange(1, y.shape[1] + 1)
    ends = [0, config.steps]
    known = Series(
        t(f"{SLUG}.training.known"),
        "truth",
        [result.alphabet] * 2 + [np.nan] + [result.best] * 2,
        [*ends, np.nan, *ends],
        marks=False,
    )
    five = [Series(_std(config, s), ink, y[s], x, marks=False) for s, ink in enumerate(INKS)]
    lines(
        [*five, known],
        key="initialization_x_training_loss",
        x=t(f"{SLUG}.training.x"),
        y=t(f"{SLUG}.training.y"),
        alt=t(f"{SLUG}.training.alt", ends=_ends(result)),
        log_y=bool(np.nanmax(y) > FAR),
        height=380,
    )


def _updates(result: TrainingResult) -> None:
    at = controls.stops(SLUG, "at", AT, AT[0])
    link.note(SLUG, at=at)
    seen = result.updates[:, at // EVERY - 1]
    floors = np.arange(1, seen.shape[1] + 1)
    middle = " · ".join(
        f"{_std(result.config, s)}: {brief(float(np.median(seen[s])))}" for s in range(len(INKS))
    )
    lines(
        [
            Series(_std(result.config, s), ink, seen[s], floors, marks=False)
            for s, ink in enumerate(INKS)
        ],
        key="initialization_x_training_updates",
        x=t(f"{SLUG}.floor"),
        y=t(f"{SLUG}.training.moved"),
        alt=t(f"{SLUG}.training.moved.alt", at=at, middle=middle),
        log_y=True,
        height=300,
    )


def _ends(result: TrainingResult) -> str:
    """Where each of the five ended."""
    return " · ".join(
        f"{_std(result.config, s)}: {number(result.last[s], 2)}" for s in range(len(INKS))
    )


def _table(result: TrainingResult) -> str:
    """Markdown: each std's last loss, how much of what can be learnt it has learnt, how it went."""
    heads = [t(f"{SLUG}.training.{name}") for name in ("std", "last", "learnt", "first", "went")]
    rows = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|---|"]
    for s in range(len(INKS)):
        cells = [
            _std(result.config, s),
            number(result.last[s], 2),
            f"{number(100 * result.learnt[s])}%",
            brief(float(np.median(result.updates[s, 0]))),
            t(f"{SLUG}.training.{result.course(s)}", step=str(result.broke[s])),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _said(result: TrainingResult) -> dict[str, str]:
    """What the prose tells: of the result on screen, and of the runs that were shipped."""
    shipped = {name: bundle.load(f"initialization_training_{name}")[0] for name in TOLD}
    ends = {
        f"{name}_{who}": number(one.last[s], 2)
        for name, one in shipped.items()
        for who, s in (("half", HALF), ("bert", BERT), ("xavier", XAVIER))
    }
    cold = shipped["post_adam_cold"]
    low_high = {
        f"{name}_{end}": brief(float(shipped[f"post_{name}_cold"].updates[XAVIER, 0, floor]))
        for name in RATES
        for end, floor in (("first", 0), ("top", -1))
    }
    return {
        **ends,
        **low_high,
        "line": cold.lines[0],
        "best": number(cold.best, 2),
        "alphabet": number(cold.alphabet, 2),
        "floors": str(cold.updates.shape[2]),
        "width": str(WIDTH),
        "hidden": number(100 * MASKED),
        "shipped_seed": str(cold.config.seed),
        "mark": str(EVERY),
        "dead": brief(float(np.median(cold.updates[XAVIER, -1]))),
        "warm_steps": str(WARMUP),
        "small": brief(float(np.median(cold.updates[0, 0]))),
        "large": brief(float(np.median(cold.updates[-1, 0]))),
    }
