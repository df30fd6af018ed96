"""Two classic mistakes: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_real, check_whole
from engine.logistic_regression.config import MAX_SEED

POINTS = ("squares", "clouds")
COVARIANCES = ("within", "total")
DIVISORS = ("same", "mixed")
SQUARES = ((0, 0), (1, 0), (0, 1), (1, 1), (2, 2), (3, 2), (2, 3), (3, 3))
SIZES = (8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16384)


@dataclass(frozen=True)
class MistakesConfig:
    """The closed form with both switches, beside the right one.

    `points` are the article's eight ("squares") or two clouds of `count` rows, `share` of them
    of class 1, `distance` apart (Mahalanobis). `covariance` is "within" (right) or "total";
    `divisor` "same" (right) or "mixed", the article's code as printed.
    """

    points: str = "squares"
    covariance: str = "within"
    divisor: str = "mixed"
    share: float = 0.2
    distance: float = 3.0
    count: int = 400
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.points, "points", POINTS)
        check_one_of(self.covariance, "covariance", COVARIANCES)
        check_one_of(self.divisor, "divisor", DIVISORS)
        check_real(self.share, "share", 0.05, 0.95)
        check_real(self.distance, "distance", 0.1, 10)
        check_whole(self.count, "count", 40, 100_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        least = self.count * min(self.share, 1 - self.share)
        check(self.points == "squares" or least >= 2, "share", "must leave two rows", self.share)


@dataclass(frozen=True)
class MistakesResult:
    """Both lines over the same points, float64.

    `x` (n, 2) and `y` (n,) int64; `right` and `made` (3,) are (w₁, w₂, b) of either; `ratio` is
    |w| right over made, `predicted` 1 + p₀p₁D² (total covariance, one divisor); `moved` how far
    the made boundary lies from the right one along the line of the means, in units of their
    distance, from class 0 towards class 1; `turned` the angle between both, in degrees.
    `logits` (2, n) of the points, right and made; `shrunk` (s,) is |w| made over right for the
    mixed divisors at each of `SIZES`.
    """

    config: MistakesConfig
    x: np.ndarray
    y: np.ndarray
    right: np.ndarray
    made: np.ndarray
    logits: np.ndarray
    ratio: float
    predicted: float
    moved: float
    turned: float
    shrunk: np.ndarray
    device: str

    @property
    def lost(self) -> np.ndarray:
        """The share of |w| that the mixed divisors lose at each of `SIZES`."""
        return 1 - self.shrunk

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """What the mixed divisors lose against the number of rows."""
        return {"lost": (np.array(SIZES), self.lost)}


BUNDLES = {
    "logistic_regression_mistakes": ("engine.logistic_regression.mistakes:run", MistakesConfig())
}
