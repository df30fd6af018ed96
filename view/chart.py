"""Charts: lines with error bars and histograms, coloured by identity, said in words.

Colour never stands alone: each series has a dash and a marker of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from view import axes, link
from view.export.menu import take_chart
from view.ink import DARK, DASH, LIGHT, MARK


@dataclass(frozen=True)
class Series:
    """One line or one crowd: `y` over `x`, with standard errors `se`, or quartiles (2, points).

    Its dash is its identity's, or the `dash` that an instrument beside it draws it with.
    """

    name: str
    identity: str
    y: np.ndarray | Sequence[float]
    x: np.ndarray | Sequence[float] = ()
    se: np.ndarray | Sequence[float] | None = None
    marks: bool = True
    dash: str = ""
    quartiles: np.ndarray | None = None

    @property
    def error(self) -> dict | None:
        """Its error bars, as plotly has them: how far up, and how far down if that differs."""
        if self.quartiles is not None:
            y = np.asarray(self.y, float)
            reach = {"array": self.quartiles[1] - y, "arrayminus": y - self.quartiles[0]}
        elif self.se is not None:
            reach = {"array": np.asarray(self.se, float)}
        else:
            return None
        return reach | {"thickness": 1.2}


def colours() -> dict[str, str]:
    """The identities' colours on the ground the reader sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def lines(
    series: Sequence[Series],
    *,
    key: str,
    x: str,
    y: str,
    alt: str,
    log_x: bool = False,
    log_y: bool = False,
    legend: bool = True,
    backwards: bool = False,
    low: float | None = None,
    height: int = 300,
) -> None:
    """Draw `series` over a common axis; `alt` says the figure in a sentence.

    `backwards` lets x fall from left to right, as time does on the way back. `low` is where
    the upright axis begins, whatever the error bars.
    """
    figure, ink = go.Figure(), colours()
    for one in series:
        figure.add_scatter(
            x=np.asarray(one.x, float),
            y=np.asarray(one.y, float),
            name=one.name,
            error_y=one.error,
            mode="lines+markers" if one.marks else "lines",
            line=stroke(one, ink),
            marker={"symbol": MARK[one.identity], "size": 8},
        )
    order = "reversed" if backwards else None
    figure.update_xaxes(title=x, type="log" if log_x else "linear", autorange=order)
    if log_x:
        figure.update_xaxes(axes.each(sorted({place for one in series for place in one.x})))
    figure.update_layout(showlegend=legend)
    figure.update_yaxes(title=y, type="log" if log_y else "linear")
    if low is not None:
        figure.update_yaxes(range=[low, low + 1.06 * (_top(series) - low)])
    draw(figure, key, alt, height)


def _top(series: Sequence[Series]) -> float:
    """The upper end of all points and error bars."""
    ends = [np.asarray(one.y, float) + (one.error or {"array": 0})["array"] for one in series]
    return float(np.nanmax(np.concatenate(ends)))


def histograms(
    series: Sequence[Series],
    *,
    key: str,
    x: str,
    y: str,
    alt: str,
    low: float,
    high: float,
    bins: int = 81,
    height: int = 300,
) -> None:
    """Draw how each crowd `y` is spread from `low` to `high`, as outlines over one another.

    What lies outside is counted in the first and the last bin.
    """
    figure, ink = go.Figure(), colours()
    edges = np.linspace(low, high, bins + 1)
    for one in series:
        inside = np.clip(np.asarray(one.y, float), low, high)
        counts, _ = np.histogram(inside, edges)
        figure.add_scatter(
            x=(edges[1:] + edges[:-1]) / 2,
            y=counts / inside.size,
            name=one.name,
            mode="lines",
            line=stroke(one, ink) | {"shape": "hvh"},
        )
    figure.update_xaxes(title=x)
    figure.update_yaxes(title=y, rangemode="tozero")
    draw(figure, key, alt, height)


def stroke(one: Series, ink: dict[str, str]) -> dict:
    """The line of a series: colour, dash and width."""
    return {"color": ink[one.identity], "dash": one.dash or DASH[one.identity], "width": width()}


def width() -> float:
    """How thick a line is."""
    return 4.0 if link.lecture() else 2.2


def draw(
    figure: go.Figure, key: str, alt: str, height: int, top: int = 10, below: bool = False
) -> None:
    """Put `figure` on the page, `height` high, `top` of it over the plot, its legend `below`."""
    over, under = {"y": 1.02}, {"yref": "container", "y": 0}
    grown = 1.3 if link.lecture() else 1
    figure.update_layout(
        **({"font": {"size": 21}} if link.lecture() else {}),
        height=height * grown,
        margin={"l": 10, "r": 10, "t": top * grown, "b": 74 * grown if below else 10},
        legend={"orientation": "h", "yanchor": "bottom", "x": 0, **(under if below else over)},
        hovermode="x unified",
    )
    axes.legible(figure, "dark" if colours() is DARK else "light")
    st.plotly_chart(figure, key=key, alt=alt, config={"displayModeBar": False})
    take_chart(figure, key, alt)
