"""Two modes sampled by every rule: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED, MAX_T
from engine.diffusion.config_estimate import Estimate, binomial
from engine.errors import check, check_whole


@dataclass(frozen=True)
class GreedyConfig:
    """Two modes, `left` of the mass at −1 and the rest at +1, sampled by every rule."""

    left: float = 0.3
    T: int = 1000
    steps: int = 1000
    count: int = 10_000
    seed: int = 7

    def __post_init__(self):
        inside = type(self.left) is float and 0 < self.left < 1
        check(inside, "left", "must be a number between 0 and 1", self.left)
        check_whole(self.T, "T", 1, MAX_T)
        check_whole(self.steps, "steps", 1, self.T)
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class GreedyResult:
    """Where the samples ended: `samples` float32 (rules, count), rules as in `rules`.

    `paths` float32 (rules, frames, at most 64) are the first samples on their way, at
    `path_t` (frames,).
    """

    config: GreedyConfig
    rules: tuple[str, ...]
    samples: np.ndarray
    paths: np.ndarray
    path_t: np.ndarray
    device: str

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The ways of the first six samples by each rule."""
        ways = zip(self.rules, self.paths, strict=True)
        return {f"{rule} {k}": (self.path_t, x[:, k]) for rule, x in ways for k in range(6)}

    @property
    def right(self) -> dict[str, Estimate]:
        """P(x > 0) of each rule, with its binomial standard error; the truth is 1 − left."""
        return {
            rule: binomial(float((x > 0).mean()), x.size)
            for rule, x in zip(self.rules, self.samples, strict=True)
        }

    @property
    def width(self) -> dict[str, float]:
        """Standard deviation of each rule's samples around +1 (those above 0); true is .1."""
        pairs = zip(self.rules, self.samples.astype(np.float64), strict=True)
        return {rule: float(x[x > 0].std()) for rule, x in pairs}


BUNDLES = {"ddpm_greedy": ("engine.diffusion.greedy:run", GreedyConfig())}
