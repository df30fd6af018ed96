"""Data on a line that one can count: twelve dots, and what any must be (torch-free)."""

from __future__ import annotations

from engine.errors import check, check_real

DOTS = (-1.7, -1.45, -1.2, -0.95, -0.7, -0.4, 0.1, 0.45, 0.75, 1.15, 1.55, 1.9)


def check_dots(dots: tuple[float, ...]) -> None:
    """Data on a line: a tuple of 1 to 64 numbers from −10 to 10."""
    some = isinstance(dots, tuple) and 0 < len(dots) <= 64
    check(some, "data", "must be a tuple of 1 to {most} numbers", dots, most=64)
    for dot in dots:
        check_real(dot, "data", -10, 10)
