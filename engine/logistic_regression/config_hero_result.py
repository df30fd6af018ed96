"""What the hero of page `logistic_regression` gets (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.logistic_regression.clouds import BOX
from engine.logistic_regression.config import STRIP, HeroConfig


@dataclass(frozen=True)
class HeroResult:
    r"""Both classifiers on the points of `config`, float64.

    `closed` (K, 3) are $w_k$ and $b_k$ by the closed form, shrunk by `rho` where the covariance
    within classes is singular; `path` (steps + 1, K, 3) those of Newton's iteration from zero,
    `losses` its losses; `separated` says that one of its steps ranks every point rightly, so
    that no maximum exists. `without_closed` and `without_mle` are the ends without the chosen
    point, `strip_closed` and `strip_mle` (16, K, 3) those with it 0…15 σ away, `distance` is
    how many σ it is away now. `closed_loss` is the mean of −log p(y|x).
    """

    config: HeroConfig
    closed: np.ndarray
    path: np.ndarray
    losses: np.ndarray
    separated: bool
    rho: float
    closed_loss: float
    distance: float
    without_closed: np.ndarray
    without_mle: np.ndarray
    strip_closed: np.ndarray
    strip_mle: np.ndarray
    device: str
    threads: int

    @property
    def mle(self) -> np.ndarray:
        """Where the iteration ended, (K, 3)."""
        return self.path[-1]

    @property
    def angle(self) -> float:
        """Between both lines, in degrees; of three classes the largest of the three."""
        return between(self.closed, self.mle)

    @property
    def first(self) -> float:
        """Between the closed form and the first Newton step from zero."""
        return between(self.closed, self.path[1])

    @property
    def turned(self) -> tuple[float, float]:
        """How far the chosen point turns either line: against the lines without it."""
        one, other = self.without_closed, self.without_mle
        return between(self.closed, one), between(self.mle, other)

    @property
    def strip(self) -> tuple[np.ndarray, np.ndarray]:
        """How far both lines are turned at 0…15 σ, against those at 0 σ, in degrees."""
        both = self.strip_closed, self.strip_mle
        return tuple(np.array([between(at, row[0]) for at in row]) for row in both)

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Degrees over σ."""
        closed, mle = self.strip
        away = np.array(STRIP, np.float64)
        return {"model": (away, closed), "truth": (away, mle)}

    def gap(self, left: float, right: float) -> float:
        """Degrees between a guess and the closed form's line with the point 15 σ away.

        The guess is a line through the heights `left` and `right`, shares of the picture's, at
        its edges.
        """
        low, high, bottom, top = BOX
        across = np.array([high - low, (right - left) * (top - bottom)])
        normal = np.array([-across[1], across[0]])
        w = self.strip_closed[-1, 1, :2] - self.strip_closed[-1, 0, :2]
        return _degrees(normal, w)


def between(one: np.ndarray, other: np.ndarray) -> float:
    """The largest angle, in degrees, between two boundaries of the same two classes, (K, 3)."""
    pairs = [(a, b) for a in range(len(one)) for b in range(a)]
    return max(_degrees(one[a, :2] - one[b, :2], other[a, :2] - other[b, :2]) for a, b in pairs)


def _degrees(one: np.ndarray, other: np.ndarray) -> float:
    cross = one[0] * other[1] - one[1] * other[0]
    return float(np.degrees(np.arctan2(abs(cross), abs(one @ other))))
