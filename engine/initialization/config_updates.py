"""Experiment `updates`: how far a step goes for a gradient of each size (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_one_of, check_whole
from engine.initialization.config import MAX_SEED

EPSILONS = (1e-12, 1e-8, 1e-6)
SIZES = tuple(10.0**-k for k in range(13))


@dataclass(frozen=True)
class UpdatesConfig:
    """Adam with `eps`; noise from `seed`."""

    eps: float = 1e-8
    seed: int = 1

    def __post_init__(self):
        check_one_of(self.eps, "eps", EPSILONS)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class UpdatesResult:
    r"""Steps over η, float64, for a gradient of each of `SIZES`: `adam` and `sgd` of a constant
    one by torch's optimisers, `formula` by $|g|/(|g|+\epsilon)$, `noise` the rms of Adam's on
    noise of that size with mean 0, `expected` what it is without ε."""

    config: UpdatesConfig
    adam: np.ndarray
    sgd: np.ndarray
    formula: np.ndarray
    noise: np.ndarray
    expected: float
    device: str
    threads: int

    def at(self, name: str, size: float) -> float:
        """`name` for a gradient of `size`."""
        return float(getattr(self, name)[SIZES.index(size)])


BUNDLES = {"initialization_updates": ("engine.initialization.updates:run", UpdatesConfig())}
