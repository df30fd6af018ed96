"""A chart as plain curves: what plotly was told to draw, and nothing else.

Whatever a page draws with `view.chart` is a plotly figure of scatters and bars on one or
several panels; here it becomes numbers, for a table and for a picture that stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go


@dataclass(frozen=True)
class Curve:
    """One trace: points (x, y) as it is drawn; `error` (2, points), how far bars reach down, up."""

    name: str
    panel: str
    x: np.ndarray
    y: np.ndarray
    error: np.ndarray | None
    kind: str  # "line", "marks", "both" or "bars"
    colour: str
    dash: str
    symbol: str
    steps: bool
    wide: float | None = None  # of a bar, along x; None where bars fill their places

    @property
    def reach(self) -> np.ndarray:
        """All that its axis has to hold upward: the points and the ends of their error bars."""
        if self.error is None:
            return self.y
        down, up = self.error
        return np.concatenate([self.y, self.y - down, self.y + up])


@dataclass(frozen=True)
class Panel:
    """A pair of axes: titles, scale, and its share of the width; `named` are places along x that
    have a name and no number."""

    name: str
    x: str
    y: str
    log_x: bool
    log_y: bool
    backwards: bool
    across: tuple[float, float]
    named: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Ground:
    """A picture under the points, over a rectangle of the first axes."""

    address: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True)
class Drawing:
    """All panels, curves and grounds of a figure; curves with a name stand in its legend."""

    panels: tuple[Panel, ...]
    curves: tuple[Curve, ...]
    grounds: tuple[Ground, ...] = ()


MODES = {"lines": "line", "markers": "marks", "lines+markers": "both"}
PLAIN = "#5B5A60"


def read(figure: go.Figure) -> Drawing:
    """The drawing of `figure`."""
    curves = tuple(curve for trace in figure.data if (curve := _curve(trace)))
    names = dict.fromkeys(curve.panel for curve in curves)
    panels = tuple(_panel(figure.layout, name) for name in names)
    return Drawing(panels, curves, tuple(map(_ground, figure.layout.images)))


def _ground(image) -> Ground:
    """An image of the layout that is placed by its upper left corner on the first axes."""
    return Ground(image.source, image.x, image.x + image.sizex, image.y - image.sizey, image.y)


def _curve(trace) -> Curve | None:
    if trace.type not in ("scatter", "scattergl", "bar") or trace.y is None:
        return None
    y = np.asarray(trace.y, float)
    x = np.arange(len(y), dtype=float) if trace.x is None else np.asarray(trace.x)
    if x.dtype.kind not in "fiu":
        x = np.arange(len(y), dtype=float)
    line = getattr(trace, "line", None)
    marker = trace.marker
    colour = (line and line.color) or (marker and marker.color) or PLAIN
    return Curve(
        name=trace.name or "",
        panel=(trace.xaxis or "x").removeprefix("x"),
        x=x.astype(float),
        y=y,
        error=_error(trace),
        kind="bars" if trace.type == "bar" else MODES.get(trace.mode, "line"),
        colour=colour if isinstance(colour, str) else PLAIN,
        dash=(line and line.dash) or "solid" if trace.type != "bar" else "solid",
        symbol=(marker and marker.symbol) or "circle" if trace.type != "bar" else "circle",
        steps=bool(trace.type != "bar" and line and line.shape in ("hv", "hvh", "vh")),
        wide=trace.width if trace.type == "bar" and isinstance(trace.width, float) else None,
    )


def _error(trace) -> np.ndarray | None:
    up = trace.error_y.array if trace.error_y is not None else None
    if up is None:
        return None
    down = trace.error_y.arrayminus
    return np.asarray([up if down is None else down, up], float)


def _panel(layout: go.Layout, name: str) -> Panel:
    across, upward = layout[f"xaxis{name}"], layout[f"yaxis{name}"]
    return Panel(
        name=name,
        x=across.title.text or "",
        y=upward.title.text or "",
        log_x=across.type == "log",
        log_y=upward.type == "log",
        backwards=across.autorange == "reversed",
        across=tuple(across.domain or (0.0, 1.0)),
        named=tuple(zip(across.tickvals, across.ticktext, strict=True)) if _names(across) else (),
    )


def _names(axis) -> bool:
    """Whether the places of `axis` have names of their own: what stands there is no number."""
    return axis.ticktext is not None and axis.type != "log"
