"""The board in small, several times side by side in one figure: rim, band, pins."""

from __future__ import annotations

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
    axis = {"visible": False, "fixedrange": True}
    figure.update_xaxes(range=[-APART / 2, APART * (len(result.way) - 0.5)], **axis)
    figure.update_yaxes(range=[-HALF, HALF - 0.6], scaleanchor="x", **axis)
    figure.update_layout(showlegend=False, hovermode=False)
    with st.container(key="wide_unargmaxable_x_strip"):
        chart.draw(figure, "unargmaxable_x_strip", alt, 170)


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
    figure.add_annotation(
        x=x, y=-RIM - 0.55, text=f"{word(pulled)} · {said}", showarrow=False, font={"size": 12}
    )


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
