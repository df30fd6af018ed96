"""Experiment `branches`: squared weights by formula; by variances, the σ that a std gives."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.initialization.config_branches import STDS, BranchesConfig, BranchesResult
from engine.initialization.recursion import attention, feed_forward
from engine.jobs import Progress

WIDTH, TOKENS = 768, 16


def run(config: BranchesConfig) -> Generator[Progress, None, BranchesResult]:
    """Quick, so nothing is yielded."""
    yield from ()
    sigmas = [
        [branch(std, WIDTH, TOKENS, 0.0)[0] ** 0.5 for branch in (attention, feed_forward)]
        for std in STDS
    ]
    return BranchesResult(
        config=config,
        shares=shares(config.floors, config.sigma),
        sigmas=np.array(sigmas),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def shares(floors: int, sigma: float) -> np.ndarray:
    r"""$(1+\sigma^2)^{-l}$ for $x_0$, then $\sigma^2(1+\sigma^2)^{-(l-k+1)}$ for branch k of l."""
    down = (1 + sigma**2) ** -np.arange(floors, 0, -1, dtype=np.float64)
    return np.concatenate([down[:1], sigma**2 * down])
