r"""Many rows, a chunk at a time: classes with one covariance, Gaussian or skewed.

$x=\mu_y+\sqrt{\tfrac12}\,(z+Fu)$ with $z$ of independent coordinates of variance 1, $u$ of
`FACTORS` and every row of $F$ of length 1: each column shares half of its variance with the others,
as real columns do, and the largest variance of a direction is about d/8 times the smallest.
Means lie `RADIUS` from the origin in directions of their own. "skewed" makes z and u log-normal,
with the same mean and covariance.
"""

from __future__ import annotations

import math
from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import mix
from engine.logistic_regression.config_race import FRESH, RaceConfig

FACTORS, RADIUS, SKEW = 4, 1.25, 1.0
NUMBERS = 1 << 21
"""So many at once."""
Rows = tuple[Tensor, Tensor]


def crowd(config: RaceConfig, device: torch.device) -> Generator[None, None, tuple[Rows, Rows]]:
    """Rows (n, d) float32 and classes (n,) int64 on `device`, and the same of fresh ones."""
    law = mixing(config)
    learned = yield from _rows(config, config.n, 0, law, device)
    fresh = yield from _rows(config, FRESH, 1, law, device)
    return learned, fresh


def mixing(config: RaceConfig) -> tuple[Tensor, Tensor]:
    """Means (k, d) and factors F (d, FACTORS), float32."""
    generator = torch.Generator().manual_seed(mix(config.seed))
    means = torch.randn(config.k, config.d, generator=generator)
    factors = torch.randn(config.d, FACTORS, generator=generator)
    return RADIUS * means / means.norm(dim=1, keepdim=True), factors / factors.norm(
        dim=1, keepdim=True
    )


def _rows(
    config: RaceConfig, n: int, which: int, law: tuple[Tensor, Tensor], device: torch.device
) -> Generator[None, None, Rows]:
    (means, factors), chunk = law, max(1, NUMBERS // config.d)
    x, y = torch.empty(n, config.d, device=device), torch.empty(n, dtype=torch.int64, device=device)
    for k, start in enumerate(range(0, n, chunk)):
        generator = torch.Generator().manual_seed(mix(config.seed, which, k))
        count = min(chunk, n - start)
        kinds = torch.randint(config.k, (count,), generator=generator)
        z = _drawn(config.law, count, config.d, generator)
        z.addmm_(_drawn(config.law, count, FACTORS, generator), factors.T)
        x[start : start + count] = z.mul_(math.sqrt(0.5)).add_(means[kinds])
        y[start : start + count] = kinds
        yield
    return x, y


def _drawn(law: str, n: int, d: int, generator: torch.Generator) -> Tensor:
    """Numbers (n, d) of mean 0 and variance 1."""
    z = torch.randn(n, d, generator=generator)
    if law == "gaussian":
        return z
    middle = math.exp(SKEW**2 / 2)
    return z.mul_(SKEW).exp_().sub_(middle).div_(middle * math.sqrt(math.expm1(SKEW**2)))
