"""What a reader draws: strokes of a pen, checked where they come in (torch-free)."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import Any

from engine.errors import check

Strokes = tuple[tuple[tuple[float, float], ...], ...]
MAX_POINTS = 4096


def check_strokes(strokes: Any, name: str = "drawing") -> None:
    """`strokes` are lines of (x, y) pairs, finite, of some length, not more than 4,096 pairs."""
    lines = isinstance(strokes, tuple) and all(isinstance(line, tuple) for line in strokes)
    check(lines, name, "must be a tuple of strokes, each a tuple of (x, y)", strokes)
    pairs = [pair for line in strokes for pair in line]
    check(
        len(pairs) <= MAX_POINTS,
        name,
        "must have at most {most} points",
        len(pairs),
        most=MAX_POINTS,
    )
    for pair in pairs:
        check(_is_place(pair), name, "must hold pairs of numbers from -10 to 10", pair)
    length = sum(hypot(b[0] - a[0], b[1] - a[1]) for line in strokes for a, b in pairwise(line))
    check(length >= 1e-3, name, "must have a line of some length", length)


def _is_place(pair: Any) -> bool:
    numbers = isinstance(pair, tuple) and len(pair) == 2
    return numbers and all(type(v) in (int, float) and abs(v) <= 10 for v in pair)
