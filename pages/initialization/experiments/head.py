"""The MLM head, first half: how sure a fresh model is, at every γ; the second is `grown`."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from engine.initialization.config_hero import HeroConfig
from engine.initialization.config_softmax import (
    GAMMAS,
    RANKS,
    STDS,
    WORDS,
    SoftmaxConfig,
    SoftmaxResult,
)
from pages.initialization.brief import brief
from pages.initialization.experiments.grown import trained
from view import chart, controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "initialization", SoftmaxConfig()
SOFT = "engine.initialization.softmax:run"
TIED = {f"{std:g}": std for std in STDS}


def show(text: Prose, hero: HeroConfig) -> None:
    """First the softmax of a fresh model, then the two that were trained."""
    _fresh(text)
    trained(text, hero.seed)


def _fresh(text: Prose) -> None:
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tied = controls.segments(SLUG, "tied", tuple(TIED), f"{DEFAULT.std:g}")
        gamma = controls.stops(SLUG, "gamma", GAMMAS, GAMMAS[0])
    link.note(SLUG, tied=tied, gamma=gamma)
    config = configured(SLUG, lambda: SoftmaxConfig(TIED[tied]), DEFAULT, "softmax")
    result: SoftmaxResult = ask(SLUG, "softmax", SOFT, config)
    at = GAMMAS.index(gamma)
    said = _said(result, at)
    place.markdown(text.part("x_head", **said))
    left, right = st.columns(2)
    with left:
        _entropy(result, said)
    with right:
        _shares(result.top[at], said)


def _said(result: SoftmaxResult, at: int) -> dict[str, str]:
    """The numbers of the prose, those of the chosen γ, `GAMMAS[at]`, among them."""
    return {
        "std": f"{result.config.std:g}",
        "words": number(WORDS),
        "spread": number(result.spread, 2),
        "even": number(result.even, 2),
        "fresh": number(result.entropy[0], 2),
        "gamma": str(GAMMAS[at]),
        "entropy": number(result.entropy[at], 2),
        "likely": number(float(np.exp(result.entropy[at]))),
        "top": brief(result.top[at, 0]),
        "freezing": number(result.freezing, 1),
    }


def _entropy(result: SoftmaxResult, said: dict[str, str]) -> None:
    lines(
        [
            Series(t(f"{SLUG}.head.measured"), "model", result.entropy, GAMMAS),
            Series(t(f"{SLUG}.head.formula"), "truth", result.formula, GAMMAS, marks=False),
        ],
        key="initialization_x_head_entropy",
        x=t(f"{SLUG}.head.gamma"),
        y=t(f"{SLUG}.head.entropy"),
        alt=t(f"{SLUG}.head.entropy.alt", **said),
        log_x=True,
        low=0,
    )


def _shares(top: np.ndarray, said: dict[str, str]) -> None:
    figure, ink = go.Figure(), chart.colours()
    figure.add_bar(x=list(range(1, RANKS + 1)), y=top, marker={"color": ink["model"]})
    figure.update_xaxes(title=t(f"{SLUG}.head.rank"), dtick=1)
    figure.update_yaxes(title=t(f"{SLUG}.head.share"), rangemode="tozero")
    chart.draw(figure, "initialization_x_head_shares", t(f"{SLUG}.head.shares.alt", **said), 300)
