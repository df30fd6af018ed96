"""Walking and jumping to time t: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES
from engine.errors import check_one_of, check_whole


@dataclass(frozen=True)
class JumpConfig:
    """`count` points walk `t` single steps, as many jump; tested with `repeats` seeds."""

    schedule: str = "su"
    T: int = 1000
    t: int = 500
    count: int = 20_000
    repeats: int = 8
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.schedule, "schedule", SCHEDULES)
        check_whole(self.T, "T", 1, MAX_T)
        check_whole(self.t, "t", 1, self.T)
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.repeats, "repeats", 1, 64)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class JumpResult:
    """`walked` and `jumped`, float32 (count,), of the first seed; the test of every seed.

    `distance` is the Kolmogorov–Smirnov statistic, `p` how often chance alone gives more.
    """

    config: JumpConfig
    walked: np.ndarray
    jumped: np.ndarray
    distance: tuple[float, ...]
    p: tuple[float, ...]
    device: str

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Both distribution functions: the sorted samples against the share below."""
        share = (np.arange(self.config.count) + 0.5) / self.config.count
        crowds = {"walked": self.walked, "jumped": self.jumped}
        return {name: (np.sort(x), share) for name, x in crowds.items()}

    @property
    def critical(self) -> float:
        """The distance that equal distributions pass in one case of twenty."""
        return 1.3581 * (2 / self.config.count) ** 0.5

    @property
    def above(self) -> int:
        """How many seeds passed the critical distance."""
        return sum(distance > self.critical for distance in self.distance)


BUNDLES = {"ddpm_jump": ("engine.diffusion.jump:run", JumpConfig())}
