"""Experiment `truncation`: which std does "0.02" really mean? (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_whole
from engine.initialization.config import HEAD, MAX_SEED, WIDEST, check_std

MAKERS = ("normal", "torch", "cut", "xavier", "he")
"""Plain normal; torch's `trunc_normal_(std=…)` as it comes; cut off at two σ, as BERT was made;
Xavier and He for a square matrix, whatever σ is asked for."""


@dataclass(frozen=True)
class TruncationConfig:
    """`std` is asked for, a square matrix of `width` is drawn by each of `MAKERS`."""

    std: float = 0.02
    width: int = 768
    seed: int = 1

    def __post_init__(self):
        check_std(self.std)
        check_whole(self.width, "width", HEAD, WIDEST)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class TruncationResult:
    r"""Of each of `MAKERS`, float64: the std `got` in the drawn matrix and the one `expected`, the
    largest entry `most`, their `density` (makers, bins) in the bins between `edges`, whose integral
    is 1, and the skip path of 24 post-norm floors `skip` with that std, from variances alone."""

    config: TruncationConfig
    got: np.ndarray
    expected: np.ndarray
    most: np.ndarray
    edges: np.ndarray
    density: np.ndarray
    skip: np.ndarray
    device: str
    threads: int

    def of(self, name: str, maker: str) -> float:
        """`name` of one maker."""
        return float(getattr(self, name)[MAKERS.index(maker)])


BUNDLES = {
    "initialization_truncation": ("engine.initialization.truncation:run", TruncationConfig())
}
