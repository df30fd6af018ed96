"""The axes of a chart: their ink, and a logarithmic one whose ticks read as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import plotly.graph_objects as go

QUIET = {"light": "#5B5A60", "dark": "#B2B0AA"}
"""`--lab-quiet` of the style sheet: 4.5 to 1 and more on either ground."""
PLAIN = (1e-4, 9e5)
"""Numbers between are written out, others as powers of ten."""
WIDE, NARROW = 2.2, 0.6  # decades
TICKS = 6
FEW = 12
"""So many places on a logarithmic axis are all named."""
CLOSE = 10
"""Ticks stand at least this part of the axis apart."""


def legible(figure: go.Figure, ground: str) -> None:
    """Let the axes of `figure` be read on the `ground` "light" or "dark"."""
    plain = {
        "exponentformat": "power",
        "tickfont": {"color": QUIET[ground]},
        "title": {"font": {"color": QUIET[ground]}},
    }
    for note in figure.select_annotations(lambda one: one.font.color is None):
        note.font.color = QUIET[ground]
    for letter, axes in (("x", figure.select_xaxes()), ("y", figure.select_yaxes())):
        for axis in axes:
            axis.update(plain)
            if axis.type == "log" and axis.tickvals is None:
                axis.update(ticks(*_ends(figure, letter)))


def ticks(low: float, high: float) -> dict:
    """How a logarithmic axis from `low` to `high` (both over 0) is named.

    Powers of ten over two decades and more; 1, 2, 5 below that; what there is room for in less
    than one. Numbers stand written out where that is short.
    """
    decades = np.log10(high / low)
    style = {"tickformat": ",~g"} if PLAIN[0] <= low and high <= PLAIN[1] else {}
    if decades > WIDE:
        return style | {"dtick": int(np.ceil(decades / TICKS))}
    return style | ({"dtick": "D2"} if decades > NARROW else {})


def each(x: Sequence[float]) -> dict:
    """A tick for each of `x`, rising, where they are a few whole numbers, else nothing.

    One that stands too close to the tick before it on the logarithmic axis goes without.
    """
    if not 0 < len(x) <= FEW or any(value != int(value) or value <= 0 for value in x):
        return {}
    named, apart = [x[0]], np.log10(x[-1] / x[0]) / CLOSE
    for value in x[1:]:
        if np.log10(value / named[-1]) >= apart:
            named.append(value)
    return {"tickvals": named, "ticktext": [f"{value:,g}" for value in named]}


def _ends(figure: go.Figure, letter: str) -> tuple[float, float]:
    """The least and the greatest place over 0 of all that is drawn along an axis."""
    places = np.concatenate([np.ones(0), *_places(figure, letter)])
    places = places[np.isfinite(places) & (places > 0)]
    return (float(places.min()), float(places.max())) if len(places) else (1.0, 1.0)


def _places(figure: go.Figure, letter: str) -> Iterator[np.ndarray]:
    for trace in figure.data:
        if trace[letter] is not None:
            yield np.asarray(trace[letter], float)
