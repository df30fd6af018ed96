"""How wide the trained builder's steps should be: asked and answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_estimate import Estimate, Floor
from engine.diffusion.config_variances import NAMES, check_steps
from engine.errors import check, check_whole


@dataclass(frozen=True)
class HousesConfig:
    """The trained builder: bits at each of `steps`, and `count` houses built in `few` steps.

    Its squared error is measured on `probes` houses at every time of `fine` even steps.
    """

    steps: tuple[int, ...] = (5, 10, 25, 50)
    few: int = 10
    fine: int = 50
    probes: int = 8
    count: int = 24
    shown: int = 8
    seed: int = 7

    def __post_init__(self):
        check_steps(self.steps)
        check_whole(self.fine, "fine", 2, 200)
        for steps in (*self.steps, self.few):
            check(self.fine % steps == 0, "steps", "must divide {whole}", steps, whole=self.fine)
        check_whole(self.probes, "probes", 2, 256)
        check_whole(self.count, "count", 4, 256)
        check_whole(self.shown, "shown", 1, self.count)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class HousesResult:
    """Of the trained builder, with variances v in the order of `NAMES`.

    `t` (fine,), `error` (fine,): the squared error per pixel and channel that stands in for
    the unknown of $x_0$. `bits`, `bits_se` (v, k) as in `VariancesResult`, estimated.
    `built` uint8 (v, shown, 32, 32, 3), the houses of `few` steps; `distance`, `distance_se`
    (v,) their patch distance to fresh ones, `floor` between fresh sets. `trouble` is the
    message id of why the builder was not the one asked for.
    """

    config: HousesConfig
    t: np.ndarray
    error: np.ndarray
    bits: np.ndarray
    bits_se: np.ndarray
    built: np.ndarray
    distance: np.ndarray
    distance_se: np.ndarray
    floor: Floor
    trouble: str
    device: str

    def bits_of(self, name: str) -> list[Estimate]:
        """Bits per dimension of one variance at each of `config.steps`."""
        v = NAMES.index(name)
        pairs = zip(self.bits[v].tolist(), self.bits_se[v].tolist(), strict=True)
        return [Estimate(bits, se) for bits, se in pairs]

    def times_floor(self, name: str) -> Estimate:
        """The patch distance of one variance in multiples of the floor's median."""
        v, floor = NAMES.index(name), self.floor.median
        return Estimate(float(self.distance[v]) / floor, float(self.distance_se[v]) / floor)


BUNDLES = {"bayes_houses": ("engine.diffusion.variances_houses:run", HousesConfig())}
