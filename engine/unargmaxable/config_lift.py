r"""The dimension lift: which share of n random words is mute in d dimensions (torch-free).

A Gaussian row wins in its own direction where $|w_k|^2>\max_i w_k\cdot w_i\approx
|w_k|\sqrt{2\ln n}$, so about $d>2\ln n$: trouble begins near $n=e^{d/2}$, an onset and no
threshold. Of 100 Gaussian words about 9.0 win in the plane and 98.2 in ten dimensions
(`ASKED`: 8.99 ± .11 and 98.24 ± .09).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_whole

NORMS = {"gaussian": 0.0, "lognormal": 0.5}
"""Standard deviation of the logarithm of a factor on each row."""
DIMENSIONS = (2, 4, 6, 8, 10, 12, 14, 16, 20, 24)
SIZES = (8, 20, 50, 100, 250, 500, 1000, 2000)


@dataclass(frozen=True)
class LiftConfig:
    """`draws` matrices for each d and n (fewer where n is large: `draws_of`), rows by `norms`."""

    norms: str = "gaussian"
    dimensions: tuple[int, ...] = DIMENSIONS
    sizes: tuple[int, ...] = SIZES
    draws: int = 24
    seed: int = 8

    def __post_init__(self):
        check_one_of(self.norms, "norms", NORMS)
        for name, values, high in (("d", self.dimensions, 24), ("n", self.sizes, 2000)):
            check(len(values) > 0, name, "must have at least one value", len(values))
            for value in values:
                check_whole(value, name, 2, high)
        check_whole(self.draws, "draws", 2, 1000)
        check_whole(self.seed, "seed", 0, 2**31 - 1)

    def draws_of(self, n: int) -> int:
        """How many matrices of n words: large ones say as much in fewer."""
        return max(2, min(self.draws, self.draws * 200 // n))


ASKED = LiftConfig(dimensions=(2, 10), sizes=(100,), draws=200)


@dataclass(frozen=True)
class LiftResult:
    """`share` (D, N): the mean share of mute words for each d and n, `se` (D, N) its error."""

    config: LiftConfig
    share: np.ndarray
    se: np.ndarray
    device: str
    threads: int

    @property
    def winners(self) -> np.ndarray:
        """How many words can win, (D, N)."""
        return np.asarray(self.config.sizes) * (1 - self.share)

    @property
    def winners_se(self) -> np.ndarray:
        """Its standard error, (D, N)."""
        return np.asarray(self.config.sizes) * self.se

    def of(self, n: int) -> np.ndarray:
        """The shares of `n` words over the dimensions, (2, D): mean and error."""
        column = self.config.sizes.index(n)
        return np.stack([self.share[:, column], self.se[:, column]])

    def onset(self, n: int) -> float:
        """The d at which n = e^(d/2)."""
        return 2 * math.log(n)

    def at_onset(self, n: int) -> float:
        """The share of mute words there, between the nearest d on either side."""
        return float(np.interp(self.onset(n), self.config.dimensions, self.of(n)[0]))

    @property
    def rule(self) -> np.ndarray:
        """The rule of thumb drawn among the shares: `onset` and `at_onset` of every n, (2, N)."""
        sizes = self.config.sizes
        return np.array([[self.onset(n) for n in sizes], [self.at_onset(n) for n in sizes]])

    def reached(self, share: float) -> np.ndarray:
        """For each d the n from which on so many are mute, (D,): on a straight line in log n
        between two sizes; NaN where no size, or the first already, has that many."""
        return np.array([_crossed(row, self.config.sizes, share) for row in self.share])


def _crossed(row: np.ndarray, sizes: tuple[int, ...], share: float) -> float:
    above = np.flatnonzero(row >= share)
    if not len(above) or above[0] == 0:
        return math.nan
    last = int(above[0])
    pair = slice(last - 1, last + 1)
    return float(np.exp(np.interp(share, row[pair], np.log(sizes[pair]))))


BUNDLES = {
    f"unargmaxable_lift_{norms}": ("engine.unargmaxable.lift:run", LiftConfig(norms))
    for norms in NORMS
}
