"""The tokens at the ground floor, and two numbers that tell of them on every floor."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.device import mix
from engine.initialization.config import Building

INPUT = 0
"""Part of a seed beside the floors' numbers."""


def tokens(building: Building, seed: int, device: torch.device) -> Tensor:
    r"""n tokens $\sqrt\rho\,z+\sqrt{1-\rho}\,\varepsilon_i$, each normed: (1, n, width)."""
    rng = torch.Generator().manual_seed(mix(seed, INPUT))
    noise = torch.randn(1, building.n + 1, building.width, generator=rng)
    x = building.rho**0.5 * noise[:, :1] + (1 - building.rho) ** 0.5 * noise[:, 1:]
    return torch.nn.functional.layer_norm(x, x.shape[-1:]).to(device)


def alike(x: Tensor) -> float:
    """The mean cosine between two different tokens of (1, n, width); 1 for a single one."""
    n = x.shape[1]
    ways = torch.nn.functional.normalize(x[0].double(), dim=-1)
    return float((ways.sum(dim=0).square().sum() - n) / (n * (n - 1))) if n > 1 else 1.0


def square(x: Tensor) -> float:
    """The mean square."""
    return x.double().square().mean().item()
