"""Rules that the questions of this room share (torch-free)."""

from __future__ import annotations

from math import isfinite
from typing import Any

from engine.errors import check

MAX_SEED = 2**31 - 1


def check_real(value: Any, name: str, low: float, high: float) -> None:
    """`value` is a finite number from `low` to `high`."""
    real = isinstance(value, int | float) and type(value) is not bool and isfinite(value)
    rule = "must be a number from {low} to {high}"
    check(real and low <= value <= high, name, rule, value, low=low, high=high)
