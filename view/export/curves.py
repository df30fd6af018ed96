"""A Result's `curves` as a chart that can be taken away."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from view.ink import DASH, LIGHT, MARK
from view.language import known, t

FEW = 24
"""So many points of a curve are marked one by one."""


def chart_of(curves: dict[str, Any], slug: str, log: bool = False) -> go.Figure:
    """`curves` (x, y) of page `slug` as a chart, each with a colour and a dash of its own.

    A curve called as an identity looks like it. Where points are few they are marked.
    """
    figure = go.Figure()
    for k, (name, (x, y)) in enumerate(curves.items()):
        ink, dash = (name, name) if name in LIGHT else _look(k)
        figure.add_scatter(
            x=x,
            y=y,
            name=t(f"{slug}.curves.{name}") if known(f"{slug}.curves.{name}") else name,
            mode="lines+markers" if len(x) <= FEW else "lines",
            line={"color": LIGHT[ink], "dash": DASH[dash]},
            marker={"symbol": MARK[dash]},
        )
    kind = "log" if log else "linear"
    figure.update_xaxes(title=t(f"{slug}.curves.x"), type=kind)
    figure.update_yaxes(title=t(f"{slug}.curves.y"), type=kind)
    return figure


def _look(k: int) -> tuple[str, str]:
    """The identities whose colour and whose dash the `k`th curve has; no two have both."""
    names = list(LIGHT)
    return names[k % len(names)], names[(k + k // len(names)) % len(names)]
