r"""Fresh sets of data, and how far samples are from them.

Points are compared by sliced Wasserstein and MMD², houses by the patch distance (`metrics`).
A distance is the mean over the fresh sets (of MMD², which is slow, to the first alone), its
error the mean of their standard errors: they share the samples, so it is not divided by their
number. The *floor* is the distance of two fresh sets: they are never at distance 0 either.
"""

from __future__ import annotations

from statistics import fmean

import torch
from torch import Tensor

from engine.device import mix
from engine.diffusion.config_estimate import Estimate
from engine.diffusion.config_skip import SkipConfig
from engine.diffusion.houses import houses
from engine.diffusion.metrics import mmd, patch_distance, sliced_wasserstein
from engine.diffusion.points import points

DISTANCES = {"sliced": sliced_wasserstein, "mmd": mmd, "patches": patch_distance}
PAIRS = 6


class Fresh:
    """The fresh sets of `config` on `device`."""

    def __init__(self, config: SkipConfig, device: torch.device):
        self.config, self.device = config, device
        self.sets = [self.draw(k) for k in range(config.fresh)]

    def draw(self, k: int) -> Tensor:
        """The k-th fresh set of data."""
        count, seed = self.config.count, mix(self.config.seed, 3, k)
        if self.config.world == "houses":
            return houses(count, seed, self.device)
        return points("spiral", count, seed, self.device)

    def distance(self, name: str, x: Tensor) -> Estimate:
        """How far `x` is from fresh data."""
        sets = self.sets[:1] if name == "mmd" else self.sets
        found = [DISTANCES[name](x, one) for one in sets]
        return Estimate(fmean(one.value for one in found), fmean(one.se for one in found))

    def floor(self, name: str, pair: int) -> float:
        """How far two fresh sets are from each other: the `pair`-th of `PAIRS`."""
        one, other = (self.draw(100 + 2 * pair + j) for j in (0, 1))
        return DISTANCES[name](one, other).value
