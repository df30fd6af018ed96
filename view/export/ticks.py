"""Where an axis has its ticks, and what they say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from view.language import power

STEPS = (1, 2, 2.5, 5, 10)
DIGITS = ((2.2, (1,)), (0.6, (1, 2, 5)), (-math.inf, (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)))
"""First digits of the ticks on a logarithmic axis of more than so many decades."""


@dataclass(frozen=True)
class Axis:
    """From numbers to pixels: `low` lands on `first`, `high` on `last`; logarithms inside."""

    low: float
    high: float
    first: float
    last: float
    log: bool

    def place(self, values: np.ndarray) -> np.ndarray:
        """The pixels of `values`; NaN for what a logarithm does not know."""
        with np.errstate(divide="ignore", invalid="ignore"):
            inside = np.log10(values) if self.log else np.asarray(values, float)
        inside = np.where(np.isfinite(inside), inside, np.nan)
        return self.first + (inside - self.low) / (self.high - self.low) * (self.last - self.first)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """(value, words) of each."""
        if self.log:
            return _logarithmic(self.low, self.high)
        step = _step((self.high - self.low) / 5)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [(k * step, _plain(k * step, step)) for k in range(first, last + 1)]


def axis(
    values: Sequence[np.ndarray], first: float, last: float, log: bool, room: float = 0.04
) -> Axis:
    """An axis on which all `values` find room."""
    flat = np.concatenate([np.ravel(v) for v in values]) if values else np.zeros(1)
    flat = flat[np.isfinite(flat) & (flat > 0)] if log else flat[np.isfinite(flat)]
    inside = np.log10(flat) if log else flat
    low, high = (inside.min(), inside.max()) if inside.size else (0.0, 1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    edge = room * (high - low)
    return Axis(float(low - edge), float(high + edge), first, last, log)


def _logarithmic(low: float, high: float) -> list[tuple[float, str]]:
    """Powers of ten from 10^low to 10^high; other round numbers too where those are few."""
    whole = range(math.floor(low), math.floor(high + 1e-9) + 1)
    every = max(1, len(whole) // 7)
    digits = next(digits for decades, digits in DIGITS if high - low > decades)
    marks = [(digit * 10.0**k, digit, k) for k in whole if k % every == 0 for digit in digits]
    inside = [mark for mark in marks if low - 1e-9 <= math.log10(mark[0]) <= high + 1e-9]
    return [(value, _power(k) if digit == 1 else f"{value:.6g}") for value, digit, k in inside]


def _step(rough: float) -> float:
    scale = 10.0 ** math.floor(math.log10(rough))
    return scale * next(step for step in STEPS if step * scale >= rough * 0.999)


def _power(k: int) -> str:
    return {0: "1", 1: "10", 2: "100", 3: "1000", -1: "0.1", -2: "0.01"}.get(k, power(k))


def _plain(value: float, step: float) -> str:
    """`value` with as many decimals as `step` needs."""
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    uneven = abs(round(step, digits) - step) > 1e-9 * step
    return f"{value:.{digits + uneven}f}".replace("-", "−")
