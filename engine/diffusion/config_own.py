"""The reader's own house: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED, RULES, HouseFilm
from engine.errors import check, check_one_of, check_whole

PIXELS = 32 * 32 * 3


@dataclass(frozen=True)
class OwnConfig:
    """The reader's house, 32×32 RGB as 3,072 bytes, demolished to `t` and rebuilt `count` times."""

    pixels: bytes
    t: int = 500
    count: int = 4
    steps: int = 50
    seed: int = 7
    frames: int = 24
    rule: str = "ddpm_lower"

    def __post_init__(self):
        right = isinstance(self.pixels, bytes) and len(self.pixels) == PIXELS
        check(right, "pixels", "must be {count} bytes", len(self.pixels), count=PIXELS)
        check_whole(self.t, "t", 1, 1000)
        check_whole(self.count, "count", 1, 12)
        check_whole(self.steps, "steps", 1, 1000)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_whole(self.frames, "frames", 2, 64)
        check_one_of(self.rule, "rule", RULES)

    @property
    def moves(self) -> int:
        """How many steps the rebuild takes."""
        return min(self.steps, self.t)


@dataclass(frozen=True)
class OwnResult(HouseFilm):
    """The film of the reader's house; its axis ends where the demolition stopped.

    `distance` float64 (n,): the root mean square difference of each rebuilt house from it.
    """

    config: OwnConfig
    distance: np.ndarray
