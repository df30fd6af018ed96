"""What the page asks and what it is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_whole

MAX_SEED = 2**31 - 1
MOST = 100_000


@dataclass(frozen=True)
class CoinsConfig:
    """`tosses` of a fair coin."""

    tosses: int = 1000
    seed: int = 7

    def __post_init__(self):
        check_whole(self.tosses, "tosses", 10, MOST)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class CoinsResult:
    """`share` float64 (tosses,): the share of heads among the first 1, 2, 3, … tosses."""

    config: CoinsConfig
    share: np.ndarray

    @property
    def off(self) -> float:
        """How far from a half the last share is."""
        return abs(float(self.share[-1]) - 0.5)

    @property
    def expected(self) -> float:
        """The standard deviation of that distance."""
        return 0.5 / self.config.tosses**0.5
