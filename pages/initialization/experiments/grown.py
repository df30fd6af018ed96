"""The MLM head, second half: where γ has grown in training, with the head and without it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.initialization.config_head import WORK, HeadConfig, HeadResult
from pages.initialization.experiments.wanted import as_it_comes
from view.begin import begin
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.prose import Prose

SLUG = "initialization"
NAMES, INKS = ("without", "with"), ("noise", "model")


def trained(text: Prose, seed: int) -> None:
    """γ of every LayerNorm after the last step, and a table of all that was seen."""
    place = st.container()
    config = HeadConfig(seed)
    series = [(t(f"{SLUG}.head.{name}"), ink) for name, ink in zip(NAMES, INKS, strict=True)]
    result: HeadResult = ask(
        SLUG,
        "head",
        WORK,
        config,
        begin=begin(SLUG, "train_head", WORK, config),
        trained=True,
        meanwhile=as_it_comes("head", series),
    )
    said = _said(result)
    place.markdown(text.part("x_head_trained", **said))
    _gammas(result, series, said)
    st.markdown(_table(result))


def _gammas(result: HeadResult, series: list[tuple[str, str]], said: dict[str, str]) -> None:
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
    """Markdown: where each model stands after the last step, a column each."""
    measures = {
        "loss": [number(one, 2) for one in result.loss[:, -2:].mean(axis=1)],
        **{
            name: [number(one, 2) for one in getattr(result, name)[:, -1]]
            for name in ("certain", "spread", "letter")
        },
        "last": [number(one, 3) for one in result.gamma[:, -1, -2]],
        "own": [number(one, 3) for one in result.gamma[:, -1, -1]],
    }
    heads = [t(f"{SLUG}.head.col.model"), *(t(f"{SLUG}.head.{name}") for name in NAMES)]
    rows = [[t(f"{SLUG}.head.col.{name}"), *cells] for name, cells in measures.items()]
    drawn = [f"| {' | '.join(row)} |" for row in [heads, *rows]]
    return "\n".join([drawn[0], "|---|--:|--:|", *drawn[1:]])
