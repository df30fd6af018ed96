"""Walks between two noises: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_estimate import Estimate, binomial
from engine.diffusion.config_steps import T
from engine.errors import check_whole

WAYS = ("slerp", "lerp")
ENDS = ("houses", "noise")


@dataclass(frozen=True)
class WalkConfig:
    """From one end to the other in `stops` stops; the ends are the pair `first`, `first` + 1.

    Ends are two noises, and the codes of two houses; all take `steps` steps, the houses after
    a `grain` of noise. A `crowd` of pairs on a line meets halfway.
    """

    first: int = 0
    stops: int = 9
    steps: int = 20
    grain: int = 20
    crowd: int = 10_000
    seed: int = 7

    def __post_init__(self):
        check_whole(self.crowd, "crowd", 100, 100_000)
        check_whole(self.first, "first", 0, 1000)
        check_whole(self.stops, "stops", 3, 33)
        check_whole(self.steps, "steps", 1, T)
        check_whole(self.grain, "grain", 0, 500)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class WalkResult:
    r"""Both ways, as in `WAYS`, between both kinds of ends, as in `ENDS`.

    `norms` float64 (ends, ways, stops): $|z|/\sqrt d$ of the noise; `pictures` uint8 (ends,
    ways, stops, 32, 32, 3); `known` (2, 32, 32, 3) the houses that were encoded. `halfway`
    float32 (ways, crowd): where the points on the line end that begin halfway.
    """

    config: WalkConfig
    norms: np.ndarray
    pictures: np.ndarray
    known: np.ndarray
    halfway: np.ndarray
    device: str
    threads: int

    def upper(self, way: str) -> Estimate:
        """The share of the points that end above 0; that of the data is .7."""
        return binomial(float((self.halfway[WAYS.index(way)] > 0).mean()), self.config.crowd)

    def middle(self, ends: str, way: str) -> float:
        """The length halfway."""
        return float(self.norms[ENDS.index(ends), WAYS.index(way), self.config.stops // 2])

    def shrunk(self, ends: str) -> float:
        """The straight way's length halfway, as a share of the arc's."""
        return self.middle(ends, "lerp") / self.middle(ends, "slerp")

    @property
    def parts(self) -> np.ndarray:
        """How far along each stop is."""
        return np.linspace(0, 1, self.config.stops)


BUNDLES = {"ddim_walk": ("engine.diffusion.walk:run", WalkConfig())}
