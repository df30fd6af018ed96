"""Points of classes in the plane, and straight lines among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from view import chart
from view.ink import DASH, MARK

CLASSES = ("data", "noise", "prediction")
"""The identity of each class: its colour and its mark."""
ROOM = 0.12


@dataclass(frozen=True)
class Line:
    """Where w₁x + w₂y + b = 0; `weights` are (w₁, w₂, b). `dash` as a `Series` has it."""

    name: str
    identity: str
    weights: np.ndarray
    dash: str = ""


def plane(
    x: np.ndarray,
    y: np.ndarray,
    names: Sequence[str],
    lines: Sequence[Line],
    *,
    key: str,
    alt: str,
    height: int = 340,
) -> None:
    """Draw points `x` (n, 2) of classes `y` (n,), called `names`, and the `lines` over them."""
    figure, ink = go.Figure(), chart.colours()
    for k, (name, identity) in enumerate(zip(names, CLASSES, strict=False)):
        figure.add_scatter(
            x=x[y == k, 0],
            y=x[y == k, 1],
            name=name,
            mode="markers",
            marker={"color": ink[identity], "symbol": MARK[identity], "size": 7, "opacity": 0.75},
        )
    low, high = _frame(x)
    for one in lines:
        ends = _cut(one.weights, low, high)
        if len(ends):
            figure.add_scatter(
                x=ends[:, 0],
                y=ends[:, 1],
                name=one.name,
                mode="lines",
                line={
                    "color": ink[one.identity],
                    "dash": one.dash or DASH[one.identity],
                    "width": chart.width(),
                },
            )
    figure.update_xaxes(range=[low[0], high[0]], zeroline=False)
    figure.update_yaxes(range=[low[1], high[1]], zeroline=False)
    chart.draw(figure, key, alt, height)


def _frame(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The corners of the picture: the points, with some room around them."""
    low, high = x.min(0), x.max(0)
    room = ROOM * np.maximum(high - low, 1e-9)
    return low - room, high + room


def _cut(weights: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Where a line enters and leaves the box, (2, 2), or nothing where it passes by."""
    w, b, found = weights[:2], weights[2], []
    for axis in (0, 1):
        other = 1 - axis
        for edge in (low[axis], high[axis]):
            if w[other] != 0:
                at = -(b + w[axis] * edge) / w[other]
                if low[other] <= at <= high[other]:
                    found.append((edge, at) if axis == 0 else (at, edge))
    found.sort()
    return np.array([found[0], found[-1]]) if len(found) >= 2 else np.empty((0, 2))
