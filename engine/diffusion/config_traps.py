"""Four mistakes beside what is right: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.errors import check_whole

TRAPS = ("alpha", "noise", "stride", "last")
SIDES = ("right", "wrong")


@dataclass(frozen=True)
class TrapsConfig:
    """Four mistakes beside what is right: `count` points on a line, `houses` houses."""

    count: int = 5000
    houses: int = 6
    seed: int = 7

    def __post_init__(self):
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.houses, "houses", 1, 16)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class TrapsResult:
    r"""`samples` float32 (traps, sides, count), `pictures` uint8 (traps, sides, houses, 32, 32, 3).

    Of the traps' formulas: $\prod\alpha_\tau$ of single steps and $\bar\alpha_\tau$; the
    coefficients of ε at t = 500 in DDPM's mean and in DDIM; the `pairs` int (steps, 3) of t,
    the next time of the grid and diffusers'; the noise that σ̂ leaves in its last step.
    """

    config: TrapsConfig
    samples: np.ndarray
    pictures: np.ndarray
    product: float
    alpha_bar: float
    ddpm: float
    ddim: float
    pairs: np.ndarray
    leftover: float
    device: str
    threads: int

    @property
    def differing(self) -> int:
        """How many steps lead elsewhere by diffusers' rule."""
        return int((self.pairs[:, 1] != self.pairs[:, 2]).sum())

    def crowd(self, trap: str, side: str) -> np.ndarray:
        """Where the points ended."""
        return self.samples[TRAPS.index(trap), SIDES.index(side)]

    def width(self, trap: str, side: str) -> float:
        """The standard deviation of the points above 0, around +1; true is .1."""
        x = self.crowd(trap, side).astype(np.float64)
        return float(x[x > 0].std()) if (x > 0).any() else 0.0

    def place(self, trap: str, side: str) -> float:
        """The mean of the points above 0; true is 1."""
        x = self.crowd(trap, side).astype(np.float64)
        return float(x[x > 0].mean()) if (x > 0).any() else 0.0

    def share(self, trap: str, side: str) -> float:
        """The share above 0; true is .7."""
        return float((self.crowd(trap, side) > 0).mean())


BUNDLES = {"ddim_traps": ("engine.diffusion.traps:run", TrapsConfig())}
