r"""Experiment: walk from one house to another, through noise.

DDIM makes one house of one noise, so a way between two noises is a way between two houses.
Noise of d pixels lies on a sphere of radius $\sqrt d$. The straight way (`lerp`) cuts
through the inside: halfway its variance is ½, its length $\sqrt{1/2}$ of what the network
ever met. Along the arc, `slerp`, the length stays.

The two ends are noises drawn, or the codes of two houses that exist (`inversion.invert`).
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.diffusion.builders import opened
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_ddim import WAYS, WalkConfig, WalkResult
from engine.diffusion.houses import houses
from engine.diffusion.inversion import invert, lerp, slerp
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import fold, sample
from engine.diffusion.schedule import schedule
from engine.diffusion.sheet import to_bytes
from engine.diffusion.spacing import grid
from engine.jobs import Progress

T = 1000
MIXES = {"slerp": slerp, "lerp": lerp}


def run(config: WalkConfig) -> Generator[Progress, None, WalkResult]:
    """Both ways between the same two ends; one `Progress` a step."""
    device = default()
    denoiser, table = opened(SHIPPED, device).denoiser, schedule("su", T)
    climbed = config.encode_steps if config.ends == "houses" else 0
    total = climbed + config.steps
    known = houses(config.first + 2, mix(config.seed, 11), device)[config.first :]
    ends = Noise(mix(config.seed, 12), 2, (3, 32, 32), first=config.first, device=device)()
    if climbed:
        for k, state in enumerate(invert(denoiser, known, table, grid(T, climbed))):
            yield Progress(k, total)
        ends = state.x
    codes = between(ends, config.stops)
    down = sample(denoiser, codes.flatten(0, 1), fold(table, grid(T, config.steps), "ddim"), torch.empty)
    for k, state in enumerate(down):
        yield Progress(climbed + k, total)
    pictures = to_bytes(state.x).unflatten(0, codes.shape[:2])
    return WalkResult(
        config=config,
        norms=norms(codes).cpu().numpy(),
        contrast=state.x.flatten(1).std(1).double().view(codes.shape[:2]).cpu().numpy(),
        pictures=pictures.cpu().numpy(),
        known=to_bytes(known).cpu().numpy(),
        device=describe(device).label,
        threads=describe(device).cores,
    )


def between(ends: Tensor, stops: int) -> Tensor:
    """From `ends[0]` to `ends[1]` each way, shape (ways, stops, …)."""
    parts = [k / (stops - 1) for k in range(stops)]
    ways = [[MIXES[way](ends[:1], ends[1:], part) for part in parts] for way in WAYS]
    return torch.stack([torch.cat(way) for way in ways])


def norms(codes: Tensor) -> Tensor:
    r"""$|z|/\sqrt d$ of each code, float64 (ways, stops)."""
    return codes.double().flatten(2).square().mean(2).sqrt()
