"""How one curve is drawn in SVG: its line with a dash, its marks, its error bars, its bars."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from view.export.figure import Curve
from view.export.ticks import Axis

DASHES = {
    "dash": "9 5",
    "dot": "2 4",
    "dashdot": "9 4 2 4",
    "longdash": "15 5",
    "longdashdot": "15 4 2 4",
}
SHAPES = {
    "circle": "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0",
    "square": "M-4,-4h8v8h-8z",
    "triangle-up": "M0,-5L5,4H-5z",
    "diamond": "M0,-5L5,0L0,5L-5,0z",
    "x": "M-5,-3L-3,-5L0,-2L3,-5L5,-3L2,0L5,3L3,5L0,2L-3,5L-5,3L-2,0z",
    "star": "M0,-6L1.5,-2L6,-2L2.4,1L4,5.5L0,2.6L-4,5.5L-2.4,1L-6,-2L-1.5,-2z",
}


def line(points: list[tuple[float, float]], curve: Curve) -> str:
    path = "L".join(f"{x:.2f},{y:.2f}" for x, y in points)
    dash = f' stroke-dasharray="{DASHES[curve.dash]}"' if curve.dash in DASHES else ""
    return f'<path d="M{path}" fill="none" stroke="{curve.colour}" stroke-width="2"{dash}/>'


def stepped(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of a staircase whose treads are centred on the points."""
    corners = []
    for (x, y), (ahead, _) in zip(points, [*points[1:], points[-1]], strict=True):
        corners += [(corners[-1][0] if corners else x, y), ((x + ahead) / 2, y)]
    return corners


def mark(x: float, y: float, curve: Curve) -> str:
    shape = SHAPES.get(curve.symbol, SHAPES["circle"])
    return f'<path d="{shape}" transform="translate({x:.2f} {y:.2f})" fill="{curve.colour}"/>'


def errors(curve: Curve, across: Axis, upward: Axis) -> Iterator[str]:
    x = across.place(curve.x)
    down, up = curve.error
    ends = [upward.place(curve.y - down), upward.place(curve.y + up)]
    for at, low, high in zip(x, *ends, strict=True):
        if np.isfinite([at, low, high]).all():
            yield f'<path d="M{at:.2f},{low:.2f}V{high:.2f}" stroke="{curve.colour}"/>'


def bars(
    points: list[tuple[float, float]], curve: Curve, across: Axis, floor: float
) -> Iterator[str]:
    if not points:
        return
    gaps = np.diff([x for x, _ in points])
    wide = 0.9 * abs(float(np.median(gaps))) if len(gaps) else 20.0
    if curve.wide is not None:
        wide = abs(float(np.diff(across.place(np.array([0.0, curve.wide])))[0]))
    for x, y in points:
        yield (
            f'<rect x="{x - wide / 2:.2f}" y="{min(y, floor):.2f}" width="{wide:.2f}" '
            f'height="{abs(floor - y):.2f}" fill="{curve.colour}" fill-opacity="0.55"/>'
        )
