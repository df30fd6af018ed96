r"""Who rebuilds: the contestants, all of them denoisers `(x, alpha_bar) -> x0_hat`.

`exact` is the best guess there is for one who knows a list of houses and believes in no
others; `trained` has seen each house once and must generalise; `half` is the same network
early in its training; `zero` always says grey.

`LAB_BUILDER` names the folder of another builder for the hero. What is no folder, cannot be
read, or makes no pictures of 32×32 is replaced by the shipped one, and said so.
"""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from engine.diffusion.checkpoint import HALF, SHIPPED, load_denoiser, origin_of
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.network import NetworkDenoiser
from engine.diffusion.sampler import Denoiser

MISSING, BROKEN, FOREIGN = "builder.missing", "builder.broken", "builder.foreign"
log = logging.getLogger(__name__)


class Opened(NamedTuple):
    """A builder, the steps it was trained for, and the message id of what was wrong, or ""."""

    denoiser: NetworkDenoiser
    steps: int
    trouble: str = ""


def chosen() -> Path:
    """The folder of the hero's builder: `LAB_BUILDER`, else the shipped one."""
    return Path(os.environ.get("LAB_BUILDER") or SHIPPED)


@lru_cache(maxsize=4)
def opened(folder: Path, device: torch.device) -> Opened:
    """The pipeline in `folder`, kept on `device` between jobs; the shipped one in its stead."""
    if not (folder / "model_index.json").is_file():
        return _shipped(folder, device, MISSING)
    try:
        denoiser = load_denoiser(folder, device)
    except Exception as error:  # diffusers and safetensors raise whatever they like
        log.warning("%s: %s", folder, error)
        return _shipped(folder, device, BROKEN)
    if not draws_houses(denoiser):
        return _shipped(folder, device, FOREIGN)
    return Opened(denoiser, origin_of(folder).get("steps", 0))


def _shipped(folder: Path, device: torch.device, trouble: str) -> Opened:
    if folder == SHIPPED:
        raise FileNotFoundError(f"the shipped builder is not in {SHIPPED}: {trouble}")
    return opened(SHIPPED, device)._replace(trouble=trouble)


def draws_houses(denoiser: NetworkDenoiser) -> bool:
    """Whether the network makes of a grey 3×32×32 picture another one, all numbers finite."""
    grey = torch.zeros(1, 3, 32, 32, device=denoiser.unet.device)
    try:
        with torch.inference_mode():
            guess = denoiser(grey, 0.5)
    except (RuntimeError, ValueError):
        return False
    return guess.shape == grey.shape and bool(guess.isfinite().all())


def builder(folder: Path, device: torch.device) -> NetworkDenoiser:
    """The denoiser of `opened`."""
    return opened(folder, device).denoiser


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
