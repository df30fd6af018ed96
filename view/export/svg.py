"""A chart as a picture that stands alone: SVG with its caption, its link, its description.

Text stays text in the reader's own fonts, so that Chinese needs none on the server. Every
curve has its dash and its marks besides its colour.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from view.export.caption import Caption
from view.export.figure import Curve, Drawing, Ground, Panel
from view.export.marks import bars, errors, line, mark, stepped
from view.export.sheet import INK, QUIET, RULE, framed, text
from view.export.ticks import Axis, axis

WIDTH, HEIGHT = 960, 540
LEFT, RIGHT, TOP, BOTTOM = 74, 20, 84, 108
MOST = 8
"""No more names than this in a legend: beyond, single points carry theirs."""


def svg(drawing: Drawing, caption: Caption) -> str:
    """The picture of `drawing`, `WIDTH` × `HEIGHT`."""
    body = [part for panel in drawing.panels for part in _panel(panel, drawing)]
    return framed([*_legend(drawing), *body], caption, WIDTH, HEIGHT)


def _legend(drawing: Drawing) -> Iterator[str]:
    named = {curve.name: curve for curve in drawing.curves if curve.name}
    x = 24.0
    for name, curve in named.items() if 1 < len(named) <= MOST else ():
        yield line([(x, 58), (x + 26, 58)], curve)
        if curve.kind != "line":
            yield mark(x + 13, 58, curve)
        yield text(x + 32, 62, name, 12, INK)
        x += 48 + sum(12.5 if ord(c) > 0x2E80 else 6.8 for c in name)


def _panel(panel: Panel, drawing: Drawing) -> Iterator[str]:
    mine = [curve for curve in drawing.curves if curve.panel == panel.name]
    inner = WIDTH - LEFT - RIGHT
    left, right = (LEFT + share * inner for share in panel.across)
    ends = (right, left) if panel.backwards else (left, right)
    under = drawing.grounds if panel.name == "" else ()
    wide = [np.array([ground.left, ground.right]) for ground in under]
    across = axis([curve.x for curve in mine] + wide, *ends, panel.log_x)
    reach = [curve.reach for curve in mine] + [np.zeros(1)] * any(c.kind == "bars" for c in mine)
    reach += [np.array([ground.bottom, ground.top]) for ground in under]
    upward = axis(reach, HEIGHT - BOTTOM, TOP, panel.log_y)
    yield from (_ground(ground, across, upward) for ground in under)
    yield from _axes(panel, across, upward, left, right)
    for curve in mine:
        yield from _curve(curve, across, upward)
    if len({curve.name for curve in drawing.curves}) > MOST:
        yield from _named(mine, across, upward, right)


def _named(curves: list[Curve], across: Axis, upward: Axis, right: float) -> Iterator[str]:
    """The names of single points, beside them."""
    for curve in curves:
        if len(curve.x) == 1 and curve.kind == "marks":
            x, y = float(across.place(curve.x)[0]), float(upward.place(curve.y)[0])
            way, anchor = (-9, "end") if x > right - 90 else (9, "start")
            yield text(x + way, y + 4, curve.name, 12, INK, anchor)


def _ground(ground: Ground, across: Axis, upward: Axis) -> str:
    left, right = across.place(np.array([ground.left, ground.right])).tolist()
    top, bottom = upward.place(np.array([ground.top, ground.bottom])).tolist()
    size = f'x="{left:.2f}" y="{top:.2f}" width="{right - left:.2f}" height="{bottom - top:.2f}"'
    return f'<image {size} preserveAspectRatio="none" href="{ground.address}"/>'


def _axes(panel: Panel, across: Axis, upward: Axis, left: float, right: float) -> Iterator[str]:
    floor = HEIGHT - BOTTOM
    for value, said in upward.ticks:
        y = upward.place(np.array(value))
        yield f'<path d="M{left:.1f},{y:.1f}H{right:.1f}" stroke="{RULE}"/>'
        yield text(left - 8, y + 4, said, 12, QUIET, "end")
    for value, said in panel.named or across.ticks:
        yield text(float(across.place(np.array(value))), floor + 20, said, 12, QUIET, "middle")
    yield f'<path d="M{left:.1f},{floor}H{right:.1f}" stroke="{QUIET}"/>'
    yield text((left + right) / 2, floor + 40, panel.x, 13, INK, "middle")
    yield text(22, (TOP + floor) / 2, panel.y, 13, INK, "middle", turn=-90)


def _curve(curve: Curve, across: Axis, upward: Axis) -> Iterator[str]:
    x, y = across.place(curve.x), upward.place(curve.y)
    whole = np.isfinite(x) & np.isfinite(y)
    points = list(zip(x[whole].tolist(), y[whole].tolist(), strict=True))
    if curve.kind == "bars":
        foot = HEIGHT - BOTTOM if upward.log else float(upward.place(np.zeros(1))[0])
        yield from bars(points, curve, across, foot)
        return
    if curve.kind != "marks" and points:
        yield line(stepped(points) if curve.steps else points, curve)
    if curve.error is not None:
        yield from errors(curve, across, upward)
    if curve.kind != "line":
        yield from (mark(*point, curve) for point in points)
