"""Points of classes over a field that an engine coloured: who would be called what, where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from view import chart
from view.ink import MARK
from view.language import t
from view.pictures import address

SHAPES = tuple(shape for shape in MARK.values() if shape != "x")
"""The marks of the classes, again from the first after the last; x is for what is wrong."""


@dataclass(frozen=True)
class Crowd:
    """Points `x` (n, 2) of classes `y` (n,), called `names`, coloured `colours` in turn."""

    x: np.ndarray
    y: np.ndarray
    names: Sequence[str]
    colours: Sequence[str]


def field(
    image: np.ndarray,
    box: tuple[float, float, float, float],
    crowd: Crowd,
    wrong: np.ndarray,
    *,
    key: str,
    alt: str,
    height: int = 380,
) -> None:
    """Draw `image` (uint8 RGBA, top row first) over `box`, and the crowd, `wrong` ones crossed."""
    figure, ink = go.Figure(), chart.colours()
    left, right, bottom, top = box
    figure.add_layout_image(
        source=address(image),
        xref="x",
        yref="y",
        x=left,
        y=top,
        sizex=right - left,
        sizey=top - bottom,
        sizing="stretch",
        layer="below",
    )
    for k, name in enumerate(crowd.names):
        colour = crowd.colours[k % len(crowd.colours)]
        mine, shape = crowd.y == k, SHAPES[k % len(SHAPES)]
        marker = {"color": colour, "symbol": shape, "size": 7, "line": {"width": 0.5}}
        _marks(figure, crowd.x[mine], name, marker)
    cross = {"color": ink["truth"], "symbol": "x", "size": 8}
    _marks(figure, crowd.x[wrong], t("field.wrong"), cross)
    figure.update_xaxes(range=[left, right], zeroline=False, showgrid=False)
    figure.update_yaxes(range=[bottom, top], zeroline=False, showgrid=False)
    chart.draw(figure, key, alt, height, below=True)


def _marks(figure: go.Figure, x: np.ndarray, name: str, marker: dict) -> None:
    figure.add_scatter(x=x[:, 0], y=x[:, 1], name=name, mode="markers", marker=marker)
