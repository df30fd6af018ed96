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
Trip = tuple[list[Step], list[Step]]


def run(config: EncodeConfig) -> Generator[Progress, None, EncodeResult]:
    """Up and down with every number of steps; a `Progress` a step of the houses."""
    device, said = default(), describe()
    x0 = houses(config.count, mix(config.seed, 9), device)
    grains = [config.grain if grain else 0 for grain in GRAINS]
    trips = [trip(steps, grain) for grain in grains for steps in config.steps]
    longer = [trip(steps, 0) for steps in config.points_steps]
    starts = [grained(x0, grain, config.seed) for grain in grains for _ in config.steps]
    total, builder = length(trips + longer), opened(SHIPPED, device).denoiser
    ends = yield from walked(builder, starts, trips, Progress(0, total), 1)
    codes, again = (torch.stack(part) for part in zip(*ends, strict=True))
    misses = yield from _points(config, device, longer, Progress(length(trips), total))
    shape, rebuilt = (len(GRAINS), len(config.steps)), to_bytes(again)
    error = (from_bytes(rebuilt) - x0).double().flatten(2).square().mean(2).sqrt()
    spread = codes.double().flatten(2).std(2)
    return EncodeResult(
        config=config,
        originals=to_bytes(x0).cpu().numpy(),
        codes=to_bytes(codes / 3).unflatten(0, shape).cpu().numpy(),
        rebuilt=rebuilt.unflatten(0, shape).cpu().numpy(),
        error=error.unflatten(0, shape).cpu().numpy(),
        spread=spread.unflatten(0, shape).cpu().numpy(),
        points_error=misses.cpu().numpy(),
        device=said.label,
        threads=said.cores,
    )


def _points(
    config: EncodeConfig, device: torch.device, trips: list[Trip], so_far: Progress
) -> Generator[Progress, None, Tensor]:
    """How far each point of the spiral comes back from where it was, (trips, points)."""
    crowd = points("spiral", config.points, mix(config.seed, 10), device).double()
    exact = spiral_mixture(device).to(torch.float64)
    ends = yield from walked(exact, [crowd] * len(trips), trips, so_far, TURN)
    return torch.stack([(again - crowd).norm(dim=1) for _, again in ends])


def grained(x0: Tensor, grain: int, seed: int) -> Tensor:
    """`x0` with the noise of `grain` steps."""
    epsilon = Noise(mix(seed, 18), len(x0), tuple(x0.shape[1:]), device=x0.device)()
    return demolish(x0, epsilon, schedule("su", T).alpha_bar[grain]) if grain else x0


def trip(steps: int, grain: int) -> Trip:
    """The way up from `grain` in `steps` even steps of all, and the way down to 0."""
    table = schedule("su", T)
    times = [t for t in grid(T, steps) if t > grain] + [grain] * bool(grain) + [0]
    up = climb(table, times)
    return up[1:] if grain else up, fold(table, times, "ddim")


def length(trips: list[Trip]) -> int:
    """How many steps these trips take in all."""
    return sum(len(leg) for legs in trips for leg in legs)


def walked(
    denoiser: Denoiser, starts: list[Tensor], trips: list[Trip], so_far: Progress, turn: int
) -> Generator[Progress, None, list[list[Tensor]]]:
    """Where each leg of each trip ends, one trip after the other."""
    ends = []
    for x, legs in zip(starts, trips, strict=True):
        ends.append((yield from walk(denoiser, x, legs, so_far, turn)))
        so_far = Progress(so_far.done + length([legs]), so_far.total)
    return ends


def walk(
    denoiser: Denoiser, x: Tensor, legs: Trip, so_far: Progress, turn: int
) -> Generator[Progress, None, list[Tensor]]:
    """Where each leg ends, one after the other; a `Progress` every `turn` steps."""
    ends, most = [], so_far.total
    for leg in legs:
        for k, state in enumerate(sample(denoiser, x, leg, torch.empty)):  # noqa: B007
            if k % turn == 0:
                yield Progress(min(so_far.done + k, most), most)
        x = state.x
        so_far = Progress(so_far.done + len(leg), most)
        ends.append(x)
    return ends
