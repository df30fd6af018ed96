r"""Experiment `branches`: what each branch weighs in the output of a post-norm stack (torch-free).

$x_l=x_0/(1+\sigma^2)^{l/2}+\sum_k\sigma F_k/(1+\sigma^2)^{(l-k+1)/2}$ with $\mathrm{Var}F_k=1$:
the squared weights add up to 1. The article's case is σ = 1, $2^{-l},2^{-l},2^{-(l-1)},…,1/2$.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_one_of, check_real

FLOORS = (2, 6, 12, 24, 48, 96)
LEAST, MOST = 0.05, 1.5
STDS = (0.01, 0.0176, 0.02, 0.0361)
"""Stds of weights for which σ is told."""


@dataclass(frozen=True)
class BranchesConfig:
    """`floors` sublayers whose branches have the standard deviation `sigma`."""

    floors: int = 24
    sigma: float = 1.0

    def __post_init__(self):
        check_one_of(self.floors, "floors", FLOORS)
        check_real(self.sigma, "sigma", LEAST, MOST)


@dataclass(frozen=True)
class BranchesResult:
    """`shares` (floors + 1,) float64: squared weights of x_0, F_1, … F_floors; `sigmas`
    (stds, 2): σ of the first attention and feed-forward branch at each of `STDS`, 16 tokens."""

    config: BranchesConfig
    shares: np.ndarray
    sigmas: np.ndarray
    device: str
    threads: int

    @property
    def path(self) -> float:
        """The weight of x_0 itself, not squared."""
        return float(np.sqrt(self.shares[0]))


BUNDLES = {"initialization_branches": ("engine.initialization.branches:run", BranchesConfig())}
