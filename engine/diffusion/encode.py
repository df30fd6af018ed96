r"""Experiment: encode and rebuild, the round trip of DDIM.

Without noise the way down can be walked up: `inversion.invert` finds the noise that a house
comes from, and DDIM makes the house of it again. The error of the round trip falls with S,
since ε is asked for at s on the way up and at t on the way down. Houses with the trained
network, points of the spiral with the exact guess. A code should look like noise: mean 0 and
standard deviation 1 over its pixels.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.diffusion.builders import opened
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_ddim import EncodeConfig, EncodeResult
from engine.diffusion.houses import houses
from engine.diffusion.inversion import invert
from engine.diffusion.planar import spiral_mixture
from engine.diffusion.points import points
from engine.diffusion.sampler import Denoiser, fold, sample
from engine.diffusion.schedule import schedule
from engine.diffusion.sheet import to_bytes
from engine.diffusion.spacing import grid
from engine.jobs import Progress

T, TURN = 1000, 25


def run(config: EncodeConfig) -> Generator[Progress, None, EncodeResult]:
    """Up and down with every number of steps; a `Progress` a step of the houses."""
    device = default()
    x0 = houses(config.count, mix(config.seed, 9), device)
    crowd = points("spiral", config.points, mix(config.seed, 10), device)
    total = 2 * sum(config.steps) + 2 * sum(config.points_steps)
    done, codes, back, misses = 0, [], [], []
    for steps in config.steps:
        code, again = yield from trip(opened(SHIPPED, device).denoiser, x0, steps, done, total, 1)
        done += 2 * steps
        codes.append(code)
        back.append(to_bytes(again))
    for steps in config.points_steps:
        _, again = yield from trip(spiral_mixture(device), crowd, steps, done, total, TURN)
        done += 2 * steps
        misses.append(rms(again - crowd).square().mean().sqrt().item())
    rebuilt = torch.stack(back)
    gaps = rebuilt.float() / 127.5 - 1 - x0.movedim(1, -1)
    return EncodeResult(
        config=config,
        originals=to_bytes(x0).cpu().numpy(),
        codes=torch.stack([to_bytes(code / 3) for code in codes]).cpu().numpy(),
        rebuilt=rebuilt.cpu().numpy(),
        error=rms(gaps.flatten(0, 1)).view(len(config.steps), -1).double().cpu().numpy(),
        spread=torch.stack([code.flatten(1).std(1) for code in codes]).double().cpu().numpy(),
        points_error=torch.tensor(misses, dtype=torch.float64).numpy(),
        device=describe(device).label,
        threads=describe(device).cores,
    )


def trip(
    denoiser: Denoiser, x0: Tensor, steps: int, done: int, total: int, turn: int
) -> Generator[Progress, None, tuple[Tensor, Tensor]]:
    """The code of `x0` and what comes back of it, by `steps` steps each way."""
    table, times = schedule("su", T), grid(T, steps)
    for k, up in enumerate(invert(denoiser, x0, table, times)):
        if k % turn == 0:
            yield Progress(done + k, total)
    for k, down in enumerate(sample(denoiser, up.x, fold(table, times, "ddim"), torch.empty)):
        if k % turn == 0:
            yield Progress(done + steps + k, total)
    return up.x, down.x


def rms(gaps: Tensor) -> Tensor:
    """The root mean square of each of n differences, (n,)."""
    return gaps.flatten(1).square().mean(1).sqrt()
