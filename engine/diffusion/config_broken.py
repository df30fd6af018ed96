"""The way back with the wrong noise, and in one step: question and answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.errors import check, check_real, check_whole


@dataclass(frozen=True)
class BrokenConfig:
    """A crowd of `crowd` points walking with `scales` times the noise; `count` one-shot guesses."""

    scales: tuple[float, ...] = (0.5, 1.0, 1.5)
    crowd: int = 5000
    points: int = 41
    count: int = 6
    seed: int = 7

    def __post_init__(self):
        some = isinstance(self.scales, tuple) and 0 < len(self.scales) <= 6
        check(some, "scales", "must be a tuple of 1 to 6 numbers", self.scales)
        for scale in self.scales:
            check_real(scale, "scales", 0, 4)
        check_whole(self.crowd, "crowd", 100, 100_000)
        check_whole(self.points, "points", 2, 201)
        check_whole(self.count, "count", 1, 64)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class BrokenResult:
    """The crowd's standard deviation at `t`, `measured` and `predicted`, (scales, points).

    `guess` uint8 (count, 32, 32, 3) are the builder's first guesses, `mean` (32, 32, 3) the
    average of 4,096 houses, `distance` (count,) their root mean square difference.
    """

    config: BrokenConfig
    t: np.ndarray
    measured: np.ndarray
    predicted: np.ndarray
    guess: np.ndarray
    mean: np.ndarray
    distance: np.ndarray
    device: str


BUNDLES = {"ddpm_broken": ("engine.diffusion.broken:run", BrokenConfig())}
