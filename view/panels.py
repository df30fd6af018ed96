"""Small multiples: histograms side by side, each under the curve that it should follow.

One figure, one axis for all, so that what moves from panel to panel is seen to move; on a
phone it keeps its width and is pushed to and fro (`wide_` in style.css). Bars are grey: they
are only counted; the curves carry the identities. A panel with too few samples shows them
one by one instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from view import chart, link
from view.chart import Series
from view.ink import DASH, MARK

BARS = {"fill": "rgba(140,134,124,.45)", "line": "rgba(140,134,124,.9)"}
SLANT = 0.05
"""How far single samples are strewn above the axis, as a share of the panel's height."""


@dataclass(frozen=True)
class Panel:
    """One histogram: `heights` (b,) between `edges` (b+1,), `curves` over it.

    `middle` and `band` (b,) are what each bar should be and its standard error; `few` the
    samples one by one, drawn in place of bars where there are any or `thin` says so.
    """

    title: str
    note: str
    edges: np.ndarray
    heights: np.ndarray
    curves: Sequence[Series]
    middle: np.ndarray
    band: np.ndarray
    few: Sequence[float] = ()
    thin: bool = False


def panels(
    shown: Sequence[Panel],
    *,
    key: str,
    x: str,
    bars: str,
    band: str,
    few: str,
    alt: str,
    low: float,
    high: float,
    height: int = 250,
) -> None:
    """Draw `shown` side by side over one axis from `low` to `high`.

    `bars`, `band` and `few` name the bars, their standard error and single samples in the
    legend; `alt` says the figure in a sentence. The first curve of a panel is drawn solid.
    """
    figure = make_subplots(1, len(shown), shared_yaxes=True, horizontal_spacing=0.012)
    ink, top = chart.colours(), max(curve.y.max() for one in shown for curve in one.curves)
    said: set[str] = set()
    for column, one in enumerate(shown, start=1):
        place = {"row": 1, "col": column}
        if one.thin:
            _strew(figure, one, few, ink, top, place, said)
        else:
            _bars(figure, one, bars, band, ink, place, said)
        for k, curve in enumerate(one.curves):
            line = {"color": ink[curve.identity], "dash": DASH[curve.identity] if k else "solid"}
            figure.add_scatter(
                x=curve.x,
                y=curve.y,
                mode="lines",
                line=line | {"width": chart.width()},
                opacity=0.55 if one.thin else 1,
                **_named(curve.name, said),
                **place,
            )
        _head(figure, one, column, ink)
    figure.update_xaxes(range=[low, high], showgrid=False, zeroline=False, nticks=5)
    figure.update_xaxes(title={"text": x, "standoff": 4})
    figure.update_layout(bargap=0)
    figure.update_yaxes(range=[0, 1.12 * top], showticklabels=False, showgrid=False, zeroline=True)
    with st.container(key=f"wide_{key}"):
        chart.draw(figure, key, alt, height, top=46, below=True)


def _bars(figure: go.Figure, one: Panel, bars: str, band: str, ink, place, said) -> None:
    middles, widths = (one.edges[1:] + one.edges[:-1]) / 2, np.diff(one.edges)
    figure.add_bar(
        x=middles,
        y=one.heights,
        width=widths,
        marker={"color": BARS["fill"], "line": {"color": BARS["line"], "width": 0.5}},
        **_named(bars, said),
        **place,
    )
    outline = {"mode": "lines", "line": {"width": 0, "shape": "hvh"}, "hoverinfo": "skip"}
    figure.add_scatter(x=middles, y=one.middle - one.band, showlegend=False, **outline, **place)
    figure.add_scatter(
        x=middles,
        y=one.middle + one.band,
        fill="tonexty",
        fillcolor=_faint(ink["model"]),
        **outline,
        **_named(band, said),
        **place,
    )


def _strew(figure: go.Figure, one: Panel, few: str, ink, top: float, place, said) -> None:
    """Single samples above the axis, in three rows so that they hide each other less."""
    points = np.sort(np.asarray(one.few, float))
    figure.add_scatter(
        x=points,
        y=top * SLANT * (1 + np.arange(len(points)) % 3),
        mode="markers",
        marker={"color": ink["warning"], "symbol": MARK["data"], "size": 7},
        **_named(few, said),
        **place,
    )


def _head(figure: go.Figure, one: Panel, column: int, ink) -> None:
    """The panel's title over its left, the note below it."""
    axis = "x domain" if column == 1 else f"x{column} domain"
    colour = {"color": ink["warning"]} if one.thin else {}
    title, note = (20, 16) if link.lecture() else (15, 12)
    for text, shift, font in (
        (one.title, 1.6 * note, {"size": title, "color": ink["noise"]}),
        (one.note, 2, {"size": note, **colour}),
    ):
        figure.add_annotation(
            text=text,
            x=0.02,
            y=1,
            xref=axis,
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            yshift=shift,
            showarrow=False,
            font=font,
        )


def _named(name: str, said: set[str]) -> dict:
    """The legend names each thing once, whatever the number of panels."""
    first = name not in said
    said.add(name)
    return {"name": name, "legendgroup": name, "showlegend": first}


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},.3)"
