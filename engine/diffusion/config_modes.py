"""Data on a line for the hero of page `ddim`, and the bins they are counted in (torch-free)."""

from __future__ import annotations

from math import erfc, sqrt
from typing import NamedTuple

import numpy as np

BINS, REACH = 128, 3.2
"""The histograms' bins and how far they reach from 0; who is farther counts in the last."""


class Modes(NamedTuple):
    """Data on a line: weights, places and standard deviations of Gaussians, from below."""

    weights: tuple[float, ...]
    means: tuple[float, ...]
    sds: tuple[float, ...]

    @property
    def upper(self) -> float:
        """Whoever ends above it is in the topmost mode: halfway to the next one below."""
        return sum(self.means[-2:]) / 2 if len(self.means) > 1 else -np.inf

    @property
    def shares(self) -> np.ndarray:
        """The true share of each bin of the histograms, float64 (BINS,)."""
        edges = np.linspace(-REACH, REACH, BINS + 1)[1:-1]
        below = sum(
            w * np.array([_below(edge, m, s) for edge in edges])
            for w, m, s in zip(self.weights, self.means, self.sds, strict=True)
        )
        return np.diff(below, prepend=0.0, append=1.0)


def _below(x: float, mean: float, sd: float) -> float:
    """The share of a Gaussian, or of a point, below x."""
    return erfc((mean - x) / (sd * sqrt(2))) / 2 if sd else float(mean < x)


DATA = {
    "two": Modes((0.3, 0.7), (-1.0, 1.0), (0.1, 0.1)),
    "three": Modes((0.3, 0.3, 0.4), (-1.5, 0.0, 1.5), (0.1, 0.1, 0.1)),
    "wide": Modes((1.0,), (0.0,), (0.5,)),
    "point": Modes((1.0,), (0.5,), (0.0,)),
}
