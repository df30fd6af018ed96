"""The page's question: how many of so many Gaussian words can ever win? (torch-free)"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_whole

MOST_DRAWS = 100_000


@dataclass(frozen=True)
class GuessConfig:
    """`count` words with standard normal coordinates, in each of `dims` dimensions, drawn anew
    as often as `draws` says for each."""

    count: int = 100
    dims: tuple[int, ...] = (2, 10)
    draws: tuple[int, ...] = (4000, 1000)
    seed: int = 0

    def __post_init__(self):
        check_whole(self.count, "count", 3, 1000)
        both = len(self.dims) == len(self.draws) > 0
        check(both, "draws", "must have {count} points", len(self.draws), count=len(self.dims))
        for d, draws in zip(self.dims, self.draws, strict=True):
            check_whole(d, "dims", 2, 64)
            check_whole(draws, "draws", 2, MOST_DRAWS)
        check_whole(self.seed, "seed", 0, 2**31 - 1)


@dataclass(frozen=True)
class GuessResult:
    """`winners` (dims,) how many can win on average, `se` (dims,) its standard error, float64."""

    config: GuessConfig
    winners: np.ndarray
    se: np.ndarray
    device: str
    threads: int

    @staticmethod
    def onset(d: int) -> float:
        r"""$e^{d/2}$: from about so many Gaussian words on, some are mute in d dimensions."""
        return float(np.exp(d / 2))


BUNDLES = {"unargmaxable_guess": ("engine.unargmaxable.guess:run", GuessConfig())}
