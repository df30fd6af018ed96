r"""Experiment: encode and rebuild, the round trip of DDIM.

Without noise the way down can be walked up: `inversion.climb` leads to the noise that a house
comes from, and DDIM makes the house of it again. The error of the round trip falls with S,
since ε is asked for at s on the way up and at t on the way down.

A house of flat colours has nothing in it that could unfold into noise: its $\hat\varepsilon$ is
next to 0 from the start, and the code stays a picture of the house. So it first gets a *grain*
of noise, $x_g=\bar\alpha_gx_0+\bar\beta_g\varepsilon$ with a small g, which the eye hardly
sees, and climbs from there; without it as well, to be compared. A good code looks like noise:
standard deviation 1 over its pixels. Houses with the trained network; points of the spiral,
which have their noise already, with the exact guess.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.diffusion.builders import opened
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_encode import GRAINS, EncodeConfig, EncodeResult
from engine.diffusion.config_steps import T
from engine.diffusion.houses import houses
from engine.diffusion.inversion import climb
from engine.diffusion.noise import Noise
from engine.diffusion.planar import spiral_mixture
from engine.diffusion.points import points
from engine.diffusion.sampler import Denoiser, Step, fold, sample
from engine.diffusion.schedule import demolish, schedule
from engine.diffusion.sheet import from_bytes, to_bytes
from engine.diffusion.spacing import grid
from engine.jobs import Progress

TURN = 25


def run(config: EncodeConfig) -> Generator[Progress, None, EncodeResult]:
    """Up and down with every number of steps; a `Progress` a step of the houses."""
    device, said = default(), describe()
    x0 = houses(config.count, mix(config.seed, 9), device)
    crowd = points("spiral", config.points, mix(config.seed, 10), device).double()
    builder, exact = opened(SHIPPED, device).denoiser, spiral_mixture(device).to(torch.float64)
    grains = [config.grain if grain else 0 for grain in GRAINS]
    trips = [trip(steps, grain) for grain in grains for steps in config.steps]
    longer = [trip(steps, 0) for steps in config.points_steps]
    starts = [grained(x0, grain, config.seed) for grain in grains for _ in config.steps]
    so_far = Progress(0, sum(len(leg) for legs in trips + longer for leg in legs))
    codes, rebuilt, misses = [], [], []
    for start, legs in zip(starts, trips, strict=True):
        code, again = yield from walk(builder, start, legs, so_far, 1)
        so_far = Progress(so_far.done + sum(map(len, legs)), so_far.total)
        codes.append(code)
        rebuilt.append(to_bytes(again))
    for legs in longer:
        _, again = yield from walk(exact, crowd, legs, so_far, TURN)
        so_far = Progress(so_far.done + sum(map(len, legs)), so_far.total)
        misses.append((again - crowd).norm(dim=1))
    shape, gaps = (len(GRAINS), len(config.steps)), from_bytes(torch.stack(rebuilt)) - x0
    spread = torch.stack(codes).double().flatten(2).std(2)
    error = gaps.double().flatten(2).square().mean(2).sqrt()
    return EncodeResult(
        config=config,
        originals=to_bytes(x0).cpu().numpy(),
        codes=to_bytes(torch.stack(codes) / 3).unflatten(0, shape).cpu().numpy(),
        rebuilt=torch.stack(rebuilt).unflatten(0, shape).cpu().numpy(),
        error=error.unflatten(0, shape).cpu().numpy(),
        spread=spread.unflatten(0, shape).cpu().numpy(),
        points_error=torch.stack(misses).cpu().numpy(),
        device=said.label,
        threads=said.cores,
    )


def grained(x0: Tensor, grain: int, seed: int) -> Tensor:
    """`x0` with the noise of `grain` steps."""
    epsilon = Noise(mix(seed, 18), len(x0), tuple(x0.shape[1:]), device=x0.device)()
    return demolish(x0, epsilon, schedule("su", T).alpha_bar[grain]) if grain else x0


def trip(steps: int, grain: int) -> tuple[list[Step], list[Step]]:
    """The way up from `grain` in `steps` even steps of all, and the way down to 0."""
    table = schedule("su", T)
    times = [t for t in grid(T, steps) if t > grain] + [grain] * bool(grain) + [0]
    up = climb(table, times)
    return up[1:] if grain else up, fold(table, times, "ddim")


def walk(
    denoiser: Denoiser, x: Tensor, legs: tuple[list[Step], list[Step]], so_far: Progress, turn: int
) -> Generator[Progress, None, list[Tensor]]:
    """Where each leg ends, one after the other."""
    ends, most = [], so_far.total
    for leg in legs:
        for k, state in enumerate(sample(denoiser, x, leg, torch.empty)):  # noqa: B007
            if k % turn == 0:
                yield Progress(min(so_far.done + k, most), most)
        x = state.x
        so_far = Progress(so_far.done + len(leg), most)
        ends.append(x)
    return ends
