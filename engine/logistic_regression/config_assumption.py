"""Who needs fewer samples, and when: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_real, check_whole
from engine.logistic_regression.config import MAX_SEED

HOW = ("gaussian", "skewed", "unequal")
FITS = ("closed", "rival")
BINS = 10


@dataclass(frozen=True)
class AssumptionConfig:
    """Two classes of `how` and `away`, fitted at each of `sizes`, `repeats` times.

    "gaussian": one covariance; "skewed": each coordinate log-normal, the more the larger
    `away` (0…1); "unequal": the classes' covariances differ by it. Means are `distance` apart
    in `width` dimensions. Calibration is that of size `calibrated`; `held` rows judge.
    """

    how: str = "gaussian"
    away: float = 1.0
    sizes: tuple[int, ...] = (40, 80, 160, 320, 640, 1280, 5120)
    repeats: int = 60
    width: int = 4
    distance: float = 2.5
    calibrated: int = 160
    held: int = 10_000
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.how, "how", HOW)
        check_real(self.away, "away", 0, 1)
        some = isinstance(self.sizes, tuple) and 0 < len(self.sizes) <= 12
        check(some, "sizes", "must be a tuple of 1 to {most} numbers", self.sizes, most=12)
        for size in self.sizes:
            check_whole(size, "sizes", 20, 100_000)
        check_whole(self.repeats, "repeats", 2, 1000)
        check_whole(self.width, "width", 1, 20)
        check_real(self.distance, "distance", 0, 6)
        check_one_of(self.calibrated, "calibrated", self.sizes)
        check_whole(self.held, "held", 100, 100_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class AssumptionResult:
    """Accuracy and log loss on fresh rows, fits as in `FITS` by size: (2, s), with errors.

    Means over the `repeats` where the rival exists, and their standard errors; `missing` (s,) is
    the share of repeats where it does not. `best` has the accuracy and the log loss of the true
    posterior on the same rows. `said` and `true` (2, BINS): probabilities and shares.
    """

    config: AssumptionConfig
    accuracy: np.ndarray
    accuracy_se: np.ndarray
    loss: np.ndarray
    loss_se: np.ndarray
    missing: np.ndarray
    best: tuple[float, float]
    said: np.ndarray
    true: np.ndarray
    device: str

    @property
    def levels(self) -> tuple[list[float], list[float]]:
        """The true posterior's accuracy and log loss, once for each size."""
        count = len(self.config.sizes)
        return [self.best[0]] * count, [self.best[1]] * count

    @property
    def excess(self) -> np.ndarray:
        """Log loss above that of the truth, (2, s)."""
        return self.loss - self.best[1]

    @property
    def winner(self) -> str:
        """Which of `FITS` has the smaller log loss at the largest size."""
        return FITS[int(self.loss[1, -1] < self.loss[0, -1])]

    @property
    def clear(self) -> bool:
        """Whether they differ there by more than two standard errors."""
        return abs(self.gap) > 2 * float(np.hypot(*self.loss_se[:, -1]))

    @property
    def gap(self) -> float:
        """Rival minus closed form, log loss at the largest size."""
        return float(self.loss[1, -1] - self.loss[0, -1])

    def needed(self, k: int) -> float:
        """How many rows the rival needs for the closed form's log loss at size k.

        Between sizes along a straight line of logarithms; NaN beyond the last one.
        """
        mine, theirs = self.excess[0, k], self.excess[1]
        if not (theirs > 0).all() or mine <= 0 or mine < theirs.min():
            return float("nan")
        sizes = np.log(np.array(self.config.sizes, float))
        return float(np.exp(np.interp(-np.log(mine), -np.log(theirs), sizes)))

    @property
    def off(self) -> tuple[float, float]:
        """The mean distance of either calibration curve from the diagonal."""
        gaps = np.abs(self.said - self.true)
        return float(np.nanmean(gaps[0])), float(np.nanmean(gaps[1]))

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Log loss of both against the number of rows."""
        sizes = np.array(self.config.sizes)
        return {name: (sizes, self.loss[k]) for k, name in enumerate(FITS)}


BUNDLES = {
    "logistic_regression_assumption": (
        "engine.logistic_regression.assumption:run",
        AssumptionConfig(),
    )
}
