r"""Who rebuilds: the contestants, all of them denoisers `(x, alpha_bar) -> x0_hat`.

`exact` is the best guess there is for one who knows a list of houses and believes in no
others; `trained` has seen each house once and must generalise; `half` is the same network
early in its training; `zero` always says grey.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engine.diffusion.checkpoint import HALF, SHIPPED
from engine.diffusion.ddpm import builder
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.sampler import Denoiser


def zero(x: Tensor, alpha_bar: float | Tensor) -> Tensor:
    """Always the grey picture."""
    return torch.zeros_like(x)


def contestants(known: Tensor) -> dict[str, Denoiser]:
    """Every builder by name; the exact one knows the houses `known` (m, 3, 32, 32)."""
    return {
        "exact": FiniteDenoiser(known),
        "trained": builder(SHIPPED, known.device),
        "half": builder(HALF, known.device),
        "zero": zero,
    }
