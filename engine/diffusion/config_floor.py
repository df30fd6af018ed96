"""The loss of every builder over time: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_columns import BUILDERS
from engine.errors import check_whole


@dataclass(frozen=True)
class FloorConfig:
    """The loss of every builder on `count` of the `known` houses, at `points` times."""

    known: int = 256
    count: int = 48
    points: int = 13
    seed: int = 7

    def __post_init__(self):
        check_whole(self.known, "known", 2, 4096)
        check_whole(self.count, "count", 2, self.known)  # one house has no standard error
        check_whole(self.points, "points", 2, 101)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class FloorResult:
    r"""Mean squared error of $\hat x_0$ per pixel and channel, by builder and time.

    `t` int (points,); `seen`, `fresh` float64 (builders, points): on houses the exact
    builder knows, where it is the Bayes floor, and on houses nobody has seen; `seen_se`,
    `fresh_se` their standard errors over houses.
    """

    config: FloorConfig
    t: np.ndarray
    seen: np.ndarray
    seen_se: np.ndarray
    fresh: np.ndarray
    fresh_se: np.ndarray
    device: str

    @property
    def sets(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Both sets of houses: the errors and their standard errors."""
        return {"seen": (self.seen, self.seen_se), "fresh": (self.fresh, self.fresh_se)}

    def middle(self, kind: str) -> dict[str, str]:
        """The errors on set `kind` at the middle time, by builder, and that time."""
        k = len(self.t) // 2
        errors = zip(BUILDERS, self.sets[kind][0][:, k], strict=True)
        return {name: f"{error:.4f}" for name, error in errors} | {"t": str(self.t[k])}


BUNDLES = {"ddpm_floor": ("engine.diffusion.floor:run", FloorConfig())}
