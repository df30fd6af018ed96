"""The MLM head: how sure a fresh model is, at every γ; and where γ grows, with and without it."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from engine.initialization.config_head import WORK, HeadConfig, HeadResult
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
from pages.initialization.experiments.wanted import as_it_comes
from view import chart, controls, link
from view.begin import begin
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "initialization", SoftmaxConfig()
SOFT = "engine.initialization.softmax:run"
TIED = {f"{std:g}": std for std in STDS}
NAMES, INKS = ("without", "with"), ("noise", "model")


def show(text: Prose, hero: HeroConfig) -> None:
    """First the softmax of a fresh model, then the two that were trained."""
    _fresh(text)
    _trained(text, hero.seed)


def _fresh(text: Prose) -> None:
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tied = controls.segments(SLUG, "tied", tuple(TIED), f"{DEFAULT.std:g}")
        gamma = controls.stops(SLUG, "gamma", GAMMAS, GAMMAS[0])
    link.note(SLUG, tied=tied, gamma=gamma)
    config = configured(SLUG, lambda: SoftmaxConfig(TIED[tied]), DEFAULT, "softmax")
    result: SoftmaxResult = ask(SLUG, "softmax", SOFT, config)
    at = GAMMAS.index(gamma)
    said = {
        "std": f"{result.config.std:g}",
        "words": number(WORDS),
        "spread": number(result.spread, 2),
        "even": number(result.even, 2),
        "fresh": number(result.entropy[0], 2),
        "gamma": str(gamma),
        "entropy": number(result.entropy[at], 2),
        "likely": number(float(np.exp(result.entropy[at]))),
        "top": brief(result.top[at, 0]),
        "freezing": number(result.freezing, 1),
    }
    place.markdown(text.part("x_head", **said))
    left, right = st.columns(2)
    with left:
        _entropy(result, said)
    with right:
        _shares(result.top[at], said)


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


def _trained(text: Prose, seed: int) -> None:
    place = st.container()
    config = HeadConfig(seed)
    series = [(t(f"{SLUG}.head.{name}"), ink) for name, ink in zip(NAMES, INKS, strict=True)]
    result: HeadResult = ask(
        SLUG,
        "head",
        WORK,
        config,
        begin=begin(SLUG, "train_head", WORK, config),
        meanwhile=as_it_comes("head", series),
    )
    said = _said(result)
    place.markdown(text.part("x_head_trained", **said))
    floors = np.arange(result.gamma.shape[2])
    lines(
        [
            Series(name, ink, gamma, floors)
            for (name, ink), gamma in zip(series, result.gamma[:, -1], strict=True)
        ],
        key="initialization_x_head_gamma",
        x=t(f"{SLUG}.head.norm"),
        y=t(f"{SLUG}.head.rms"),
        alt=t(f"{SLUG}.head.gamma.alt", **said),
    )
    st.markdown(_table(result))


def _said(result: HeadResult) -> dict[str, str]:
    """The numbers of both models at the end."""
    last, grown = result.gamma[:, -1], float(result.spread[0, -1] / result.spread[0, 0])
    return {
        "seed": str(result.config.seed),
        "steps": str(result.config.steps),
        "top_without": number(last[0, -2], 3),
        "top_with": number(last[1, -2], 3),
        "head_with": number(last[1, -1], 3),
        "most_at_without": str(int(np.nanargmax(last[0]))),
        "most_at_with": str(int(np.nanargmax(last[1]))),
        "head": str(last.shape[1] - 1),
        "letter_without": number(result.letter[0, -1], 2),
        "spread_first": number(result.spread[0, 0], 2),
        "spread_without": number(result.spread[0, -1], 2),
        "grown": number(grown, 2),
        "rest": number(grown / (last[0, -2] * result.letter[0, -1]), 2),
        "reach": number(sum(map(result.config.training.rate, range(result.config.steps))), 2),
    }


def _table(result: HeadResult) -> str:
    """Markdown: where each model stands after the last step."""
    names = ("model", "loss", "certain", "spread", "letter", "last", "own")
    rows = [f"| {' | '.join(t(f'{SLUG}.head.col.{name}') for name in names)} |"]
    rows.append(f"|---|{'--:|' * (len(names) - 1)}")
    for k, name in enumerate(NAMES):
        cells = [t(f"{SLUG}.head.{name}"), number(result.loss[k, -2:].mean(), 2)]
        cells += [number(getattr(result, one)[k, -1], 2) for one in ("certain", "spread", "letter")]
        cells += [number(one, 3) for one in result.gamma[k, -1, -2:]]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
