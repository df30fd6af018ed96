r"""The roads of the fan: a few samples walked step by step, as the browser walks them.

A road has one noise $n_k\sim N(0,1)$ for each single step from time k + 1 to k; a step from
t to s takes $z=\sum_{s\le k<t}n_k/\sqrt{t-s}$, again standard normal. So a road keeps its
noise when S changes: with fewer steps it cuts the corners of the same road. The noise is
kept as int16, off by at most $\max|n|/65534$; browser and engine both start from those.

The starts are spread over N(0, 1), one in each of its `ROADS` equal parts.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from engine.device import mix
from engine.diffusion.config_modes import DATA
from engine.diffusion.config_roads import HAND, ROADS, RoadsConfig, RoadsResult
from engine.diffusion.config_steps import T
from engine.diffusion.family import with_eta
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import Step, fold, sample
from engine.diffusion.schedule import schedule
from engine.diffusion.spacing import times
from engine.jobs import Progress


class Streams(NamedTuple):
    """`starts` float64 (ROADS,), `noise` int16 (ROADS, T) in units of `scale`."""

    starts: Tensor
    noise: Tensor
    scale: float


def mixture(name: str, device: torch.device | str = "cpu") -> GaussianMixture:
    """The data `name` as a mixture in float64, its own exact denoiser."""
    weights, means, sds = (torch.tensor(part, dtype=torch.float64) for part in DATA[name])
    return GaussianMixture(weights, means[:, None], sds).to(torch.float64, device)


def streams(seed: int) -> Streams:
    """The roads' starts and noise for `seed`."""
    draw = torch.Generator().manual_seed(mix(seed, 1))
    places = torch.rand(ROADS, generator=draw, dtype=torch.float64)
    starts = torch.special.ndtri((torch.arange(ROADS) + places) / ROADS)
    noise = Noise(mix(seed, 2), ROADS, (T,))().double()
    scale = noise.abs().max().item() / 32767
    return Streams(starts, (noise / scale).round().short(), scale)


def gathered(noise: Tensor, steps: list[Step]) -> Iterator[Tensor]:
    r"""$z$ of each of `steps` that has noise, (rows, 1), from `noise` (rows, T)."""
    sums = torch.nn.functional.pad(noise.cumsum(1), (1, 0))
    for step in steps:
        if step.sigma:
            yield (sums[:, step.t] - sums[:, step.s])[:, None] / (step.t - step.s) ** 0.5


def run(config: RoadsConfig) -> Generator[Progress, None, RoadsResult]:
    """The ends of the fan's roads and of those from the reader's start: quick, nothing is told."""
    yield from ()
    starts, noise, scale = streams(config.seed)
    steps = fold(
        schedule(config.schedule, T),
        times(config.spacing, T, config.steps),
        with_eta(config.eta),
    )
    x = torch.cat([starts, torch.full_like(starts[:HAND], config.start)])[:, None]
    z = gathered(torch.cat([noise, noise[:HAND]]).double() * scale, steps)
    *_, last = sample(mixture(config.data), x, steps, lambda: next(z))
    fan, hand = last.x[:, 0].split([ROADS, HAND])
    return RoadsResult(config, fan.numpy(), hand.numpy())
