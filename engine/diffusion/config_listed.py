"""Sampling along the reader's own list of times: question and answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_modes import DATA
from engine.diffusion.config_steps import T
from engine.diffusion.spacing import own
from engine.errors import check_one_of, check_whole


@dataclass(frozen=True)
class OwnConfig:
    """Sampling along a list of the reader's own: whole numbers, falling; what is wrong is said."""

    times: tuple[int | str, ...] = (1000, 800, 600, 400, 250, 150, 80, 40, 20, 10)
    data: str = "two"
    count: int = 20_000
    houses: int = 6
    seed: int = 7

    def __post_init__(self):
        own(self.times, T)
        check_one_of(self.data, "data", DATA)
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.houses, "houses", 1, 16)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    @property
    def path(self) -> list[int]:
        """The list with 0 at its end."""
        return own(self.times, T)


@dataclass(frozen=True)
class OwnResult:
    """`samples` float32 (2, count) and `pictures` uint8 (2, houses, 32, 32, 3) of the own list
    and of the even one with as many steps; `distance` (2,) is W₁ to fresh data, `floor` the
    median of fresh pairs, `truth` float32 (count,) fresh data."""

    config: OwnConfig
    samples: np.ndarray
    pictures: np.ndarray
    truth: np.ndarray
    distance: tuple[float, float]
    floor: float
    even: tuple[int, ...]
    device: str
    threads: int


def read_times(text: str) -> tuple[int | str, ...]:
    """The times of a text, set apart by commas or blanks; what is no whole number stays text."""
    parts = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
    return tuple(int(part) if _whole(part) else part for part in parts)


def _whole(part: str) -> bool:
    return part.removeprefix("-").isdecimal() and part.isascii() and len(part) < 10


BUNDLES = {"ddim_own": ("engine.diffusion.listed:run", OwnConfig())}
