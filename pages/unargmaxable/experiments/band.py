"""The board in small, several times side by side in one figure: rim, band, pins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from engine.unargmaxable.config_pull import PullResult
from view import chart
from view.board.hull import word
from view.ink import DARK
from view.language import number, t

PALETTE = {
    "light": (
        *("#6A51A3", "#1F8A99", "#D55E00", "#009E73", "#B07600"),
        *("#8B4A2B", "#A63A50", "#6B8420", "#0072B2", "#4F6472"),
    ),
    "dark": (
        *("#B3A1E6", "#6CC9D6", "#FF9E5E", "#3CD3A5", "#E8B04A"),
        *("#D09A7C", "#EE8FA2", "#B5CC6A", "#56B4E9", "#A9BBC8"),
    ),
}
"""As on the board, see `colour`."""
APART, RIM, HALF = 5.0, 2.15, 3.2


@dataclass(frozen=True)
class Still:
    """Words `w` (n, 2) with `weights` (n,) whose mean is `mean` (2,), meant for row `pulled`."""

    words: np.ndarray
    w: np.ndarray
    weights: np.ndarray
    mean: np.ndarray
    pulled: int
    name: str


def colours() -> tuple[str, ...]:
    """The words' colours on the ground the reader sees."""
    return PALETTE["dark" if chart.colours() is DARK else "light"]


def colour(k: int) -> str:
    """Word `k`'s colour, the second ten two further on: what is near in number looks different."""
    return colours()[(k + 2 * (k // 10)) % 10]


def strip(result: PullResult, alt: str) -> None:
    """One picture a step, the pulled word in ink, its sector's degrees below."""
    figure = go.Figure()
    for step in range(len(result.way)):
        _picture(figure, result, step)
    _drawn(figure, len(result.way), "unargmaxable_x_strip", alt)


def stills(shown: Sequence[Still], key: str, alt: str) -> None:
    """Words as large as their weights, and their mean on its way to the word in question."""
    figure = go.Figure()
    for step, one in enumerate(shown):
        x, ink = APART * step, chart.colours()
        own, used = one.w[one.pulled], one.weights > 1e-3
        _dots(figure, x + 1.25 * one.w[:, 0], 1.25 * one.w[:, 1], ink["truth"], 4, 0.4)
        for k in np.flatnonzero(used):
            way = np.stack([one.w[k], one.mean]) * 1.25
            _add(
                figure,
                x + way[:, 0],
                way[:, 1],
                line={"color": colour(int(one.words[k])), "width": 1},
            )
            size = 5 + 22 * float(np.sqrt(one.weights[k]))
            at = 1.25 * one.w[k]
            _dots(figure, [x + at[0]], [at[1]], colour(int(one.words[k])), size, 0.75)
        _dots(figure, [x + 1.25 * own[0]], [1.25 * own[1]], ink["truth"], 13, 1, "circle-x-open")
        _dots(figure, [x + 1.25 * one.mean[0]], [1.25 * one.mean[1]], ink["model"], 8, 1, "diamond")
        _name(figure, x, one.name)
    _drawn(figure, len(shown), key, alt, 230)


def _drawn(figure: go.Figure, count: int, key: str, alt: str, height: int = 170) -> None:
    axis = {"visible": False, "fixedrange": True}
    figure.update_xaxes(range=[-APART / 2, APART * (count - 0.5)], **axis)
    figure.update_yaxes(range=[-HALF, HALF - 0.6], scaleanchor="x", **axis)
    figure.update_layout(showlegend=False, hovermode=False)
    with st.container(key=f"wide_{key}"):
        chart.draw(figure, key, alt, height)


def _name(figure: go.Figure, x: float, text: str) -> None:
    figure.add_annotation(x=x, y=-RIM - 0.55, text=text, showarrow=False, font={"size": 12})


def _picture(figure: go.Figure, result: PullResult, step: int) -> None:
    ink, x = chart.colours(), APART * step
    pulled = result.config.word
    for k, sector, start in zip(result.words, result.sector[step], result.start[step], strict=True):
        if sector:
            of = ink["truth"] if k == pulled else colour(int(k))
            _arc(figure, x, start, sector, of, 6 if k == pulled else 4)
    band = result.corners(step)
    band = np.vstack([band, band[:1]])
    _add(figure, x + band[:, 0], band[:, 1], line={"color": "#E69F00", "width": 2}, fill="toself")
    others = result.words != pulled
    _dots(figure, x + result.w[others, 0], result.w[others, 1], ink["truth"], 4, 0.55)
    own = result.own[step]
    symbol = "circle" if own else "circle-x-open"
    at = result.places[step] / 100
    thread = np.stack([result.places[0] / 100, at])
    _add(
        figure,
        x + thread[:, 0],
        thread[:, 1],
        line={"color": ink["truth"], "width": 1, "dash": "dot"},
    )
    _dots(figure, [x + at[0]], [at[1]], ink["truth"], 9, 1, symbol)
    said = t("unargmaxable.pull.mute") if not own else f"{number(own)}°"
    _name(figure, x, f"{word(pulled)} · {said}")


def _arc(figure: go.Figure, x: float, start: float, sector: float, of: str, wide: int) -> None:
    turn = np.radians(np.linspace(start + 1.5, start + max(sector - 1.5, 1.6), 24))
    line = {"color": of, "width": wide}
    _add(figure, x + RIM * np.cos(turn), RIM * np.sin(turn), line=line)


def _add(figure: go.Figure, x, y, **look) -> None:
    fill = {"fillcolor": "rgba(230,159,0,.12)"} if "fill" in look else {}
    figure.add_scatter(x=x, y=y, mode="lines", hoverinfo="skip", **look, **fill)


def _dots(figure: go.Figure, x, y, of: str, size: int, opacity: float, symbol="circle") -> None:
    marker = {"color": of, "size": size, "symbol": symbol, "opacity": opacity}
    figure.add_scatter(x=x, y=y, mode="markers", hoverinfo="skip", marker=marker)
