r"""Rank and entropy of the two maps: what the sheet can say that the block cannot.

The map of linear attention is $\mathrm{diag}(\cdot)^{-1}\phi(Q)\phi(K)^\top$, so its rank is at
most the number m of features, however long the text; softmax is no product of m features, and
its map is of full rank. Entropy of row i, $-\sum_j a_{ij}\ln a_{ij}$, over $\ln n$: 1 is looking
everywhere alike, 0 at a single word.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.attention.config_maps import SHARPNESS, MapsConfig, MapsResult
from engine.device import describe, mix
from engine.jobs import Progress
from engine.transformer.attention import linear_map, softmax_map


def run(config: MapsConfig) -> Generator[Progress, None, MapsResult]:
    """The three maps of each head at each sharpness, float64 on the CPU; a `Progress` each."""
    ranks, entropies = np.empty((2, 3, len(SHARPNESS)))
    shown = np.empty((3, config.n))
    for j, sharp in enumerate(SHARPNESS):
        for i in range(3):
            yield Progress(3 * j + i, 3 * len(SHARPNESS))
            made = map_of(config, i, sharp)
            values = torch.linalg.svdvals(made)
            ranks[i, j] = rank(values).double().median()
            entropies[i, j] = entropy(made).mean()
            if sharp == config.sharp:
                shown[i] = (values / values[:, :1]).median(dim=0).values
    said = describe(torch.device("cpu"))
    return MapsResult(config, shown, ranks, entropies, said.label, said.cores)


def map_of(config: MapsConfig, kind: int, sharp: float) -> Tensor:
    """Softmax (0), linear (1) or widened linear (2) maps, (heads, n, n)."""
    width = config.head * (config.wider if kind == 2 else 1)
    generator = torch.Generator().manual_seed(mix(config.seed, width))
    shape = (2, config.heads, config.n, width)
    q, k = sharp * torch.randn(shape, dtype=torch.float64, generator=generator)
    return softmax_map(q, k) if kind == 0 else linear_map(q, k)


def rank(values: Tensor) -> Tensor:
    """How many singular values stand out of rounding: above n · eps · the largest."""
    n = values.shape[-1]
    return (values > n * torch.finfo(values.dtype).eps * values[..., :1]).sum(dim=-1)


def entropy(made: Tensor) -> Tensor:
    """Mean entropy of each map's rows as a share of ln n; 0 ln 0 is 0."""
    return torch.special.entr(made).sum(dim=-1).mean(dim=-1) / np.log(made.shape[-1])
