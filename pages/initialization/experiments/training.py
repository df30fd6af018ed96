"""Five stds learn the same sentences: who gets off the plateau, with warm-up and without."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.initialization.config_hero import HeroConfig
from engine.initialization.config_training import (
    EVERY,
    GAINS,
    NORMS,
    RATES,
    STEPS,
    TIMES,
    WORK,
    TrainingConfig,
    TrainingResult,
    blocks,
)
from pages.initialization.brief import brief
from pages.initialization.experiments.course import ends, said, setting, std, table
from pages.initialization.experiments.wanted import as_it_comes
from view import controls, link
from view.begin import begin
from view.chart import Series, lines
from view.experiment import ask
from view.language import t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "initialization", TrainingConfig()
INKS = ("data", "prediction", "model", "noise", "warning")
TIMES_OFFERED, AT = tuple(map(str, TIMES)), tuple(range(EVERY, STEPS + 1, EVERY))
FAR = 10.0
"""Losses beyond this are drawn on a logarithmic axis: the run has exploded."""


def show(text: Prose, hero: HeroConfig) -> None:
    """The losses as they fall or do not, and how far each floor moves."""
    place = st.container()
    config = configured(SLUG, lambda: _config(hero.seed), DEFAULT, "training")
    name = f"{config.norm}_{config.optimiser}_{'warm' if config.warmup else 'cold'}"
    series = [(std(config, s), ink) for s, ink in enumerate(INKS)]
    result: TrainingResult = ask(
        SLUG,
        f"training_{name}",
        WORK,
        config,
        begin=begin(SLUG, "train", WORK, config),
        trained=True,
        meanwhile=as_it_comes("training", series),
    )
    place.markdown(text.part("x_training", **said()))
    st.markdown(setting(result.config))
    left, right = st.columns(2)
    with left:
        _losses(result)
    with right:
        _updates(result)
    st.markdown(table(result))


def _config(seed: int) -> TrainingConfig:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        optimiser = controls.segments(SLUG, "optimiser", tuple(RATES), DEFAULT.optimiser)
        norm = controls.segments(SLUG, "norm", NORMS, DEFAULT.norm)
        times = controls.segments(SLUG, "times", TIMES_OFFERED, str(DEFAULT.times))
        family = controls.segments(SLUG, "family", tuple(GAINS), DEFAULT.family)
        warmup = controls.switch(SLUG, "warmup", DEFAULT.warmup)
    link.note(SLUG, optimiser=optimiser, norm=norm, times=times, family=family, warmup=warmup)
    return TrainingConfig(optimiser, warmup, int(times), norm, family, seed)


def _losses(result: TrainingResult) -> None:
    config, y = result.config, blocks(result.loss)
    x = EVERY * np.arange(1, y.shape[1] + 1)
    wide = [0, config.steps]
    known = Series(
        t(f"{SLUG}.training.known"),
        "truth",
        [result.alphabet] * 2 + [np.nan] + [result.best] * 2,
        [*wide, np.nan, *wide],
        marks=False,
    )
    five = [Series(std(config, s), ink, y[s], x, marks=False) for s, ink in enumerate(INKS)]
    lines(
        [*five, known],
        key="initialization_x_training_loss",
        x=t(f"{SLUG}.training.x"),
        y=t(f"{SLUG}.training.y"),
        alt=t(f"{SLUG}.training.alt", ends=ends(result)),
        log_y=bool(np.nanmax(y, initial=0) > FAR),
        height=380,
    )


def _updates(result: TrainingResult) -> None:
    at = controls.stops(SLUG, "at", AT, AT[0])
    link.note(SLUG, at=at)
    seen = result.updates[:, at // EVERY - 1]
    floors = np.arange(1, seen.shape[1] + 1)
    middle = " · ".join(
        f"{std(result.config, s)}: {brief(float(np.median(seen[s])))}" for s in range(len(INKS))
    )
    lines(
        [
            Series(std(result.config, s), ink, seen[s], floors, marks=False)
            for s, ink in enumerate(INKS)
        ],
        key="initialization_x_training_updates",
        x=t(f"{SLUG}.floor"),
        y=t(f"{SLUG}.training.moved"),
        alt=t(f"{SLUG}.training.moved.alt", at=at, middle=middle),
        log_y=True,
        height=300,
    )
