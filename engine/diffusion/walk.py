r"""Experiment: walk from one house to another, through noise.

DDIM makes one house of one noise, so a way between two noises is a way between two houses.
Noise of d pixels lies on a sphere of radius $\sqrt d$. The straight way (`lerp`) cuts
through the inside: halfway its variance is ½, its length $\sqrt{1/2}$ of what the network
ever met. Along the arc, `slerp`, the length stays.

The two ends are noises drawn, or the codes of two houses that exist (`encode`).
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.diffusion.builders import opened
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_ddim import WAYS, WalkConfig, WalkResult
from engine.diffusion.encode import grained, trip, walk
from engine.diffusion.houses import houses
from engine.diffusion.inversion import lerp, slerp
from engine.diffusion.noise import Noise
from engine.diffusion.sheet import to_bytes
from engine.jobs import Progress

MIXES = {"slerp": slerp, "lerp": lerp}


def run(config: WalkConfig) -> Generator[Progress, None, WalkResult]:
    """Both ways between the same two ends; one `Progress` a step."""
    device, said = default(), describe()
    builder = opened(SHIPPED, device).denoiser
    known = houses(config.first + 2, mix(config.seed, 11), device)[config.first :]
    up, down = trip(config.steps, config.grain if config.ends == "houses" else 0)
    if config.ends == "houses":
        total = len(up) + len(down)
        start = grained(known, config.grain, config.seed)
        (ends,) = yield from walk(builder, start, (up,), Progress(0, total), 1)
    else:
        up, total = [], len(down)
        ends = Noise(mix(config.seed, 12), 2, (3, 32, 32), first=config.first, device=device)()
    codes = between(ends, config.stops)
    stops = codes.flatten(0, 1)
    (built,) = yield from walk(builder, stops, (down,), Progress(len(up), total), 1)
    shape = codes.shape[:2]
    return WalkResult(
        config=config,
        norms=codes.double().flatten(2).square().mean(2).sqrt().cpu().numpy(),
        contrast=built.double().flatten(1).std(1).unflatten(0, shape).cpu().numpy(),
        pictures=to_bytes(built).unflatten(0, shape).cpu().numpy(),
        known=to_bytes(known).cpu().numpy(),
        device=said.label,
        threads=said.cores,
    )


def between(ends: Tensor, stops: int) -> Tensor:
    """From `ends[0]` to `ends[1]` each way, shape (ways, stops, …)."""
    parts = [k / (stops - 1) for k in range(stops)]
    ways = [[MIXES[way](ends[:1], ends[1:], part) for part in parts] for way in WAYS]
    return torch.stack([torch.cat(way) for way in ways])
