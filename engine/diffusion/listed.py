r"""Experiment: a list of times of the reader's own, beside the even one with as many steps.

Every falling list is already trained for, but not every one is good: what is lost is lost in
the longest steps. DDIM, η = 0; points on a line with the exact guess, houses with the network.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.diffusion.builders import opened
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_listed import OwnConfig, OwnResult
from engine.diffusion.config_steps import T
from engine.diffusion.fan import w1
from engine.diffusion.noise import Noise
from engine.diffusion.roads import mixture
from engine.diffusion.sampler import Denoiser, fold, sample
from engine.diffusion.schedule import schedule
from engine.diffusion.sheet import to_bytes
from engine.diffusion.spacing import grid
from engine.jobs import Progress

PAIRS, TURN = 6, 50


def run(config: OwnConfig) -> Generator[Progress, None, OwnResult]:
    """Both lists on the line and with houses; a `Progress` a step of the houses."""
    device, said = default(), describe()
    lists = (config.path, grid(T, len(config.path) - 1))
    crowd = Noise(mix(config.seed, 13), config.count, (1,), block=1000, device=device)().double()
    ruins = Noise(mix(config.seed, 14), config.houses, (3, 32, 32), device=device)()
    data, builder = mixture(config.data, device), opened(SHIPPED, device).denoiser
    ends, built, total = [], [], 2 * len(lists[0])
    for k, times in enumerate(lists):
        *_, end = _walk(data, crowd, times)
        ends.append(end[:, 0].sort().values)
        for step, x in enumerate(_walk(builder, ruins, times)):  # noqa: B007 (the last counts)
            yield Progress(k * len(times) + step, total)
        built.append(to_bytes(x))
    fresh = [_fresh(data, config, k) for k in range(2 * PAIRS)]
    floors = [w1(*pair) for pair in zip(fresh[::2], fresh[1::2], strict=True)]
    distances = [sum(w1(end, one) for one in fresh) / len(fresh) for end in ends]
    return OwnResult(
        config=config,
        samples=torch.stack(ends).float().cpu().numpy(),
        pictures=torch.stack(built).cpu().numpy(),
        truth=fresh[0].float().cpu().numpy(),
        distance=tuple(distances),
        floor=float(torch.tensor(floors).median()),
        even=tuple(lists[1]),
        device=said.label,
        threads=said.cores,
    )


def _walk(denoiser: Denoiser, x: Tensor, times: list[int]) -> Iterator[Tensor]:
    """`x` on its way along `times`, without noise."""
    for state in sample(denoiser, x, fold(schedule("su", T), times, "ddim"), torch.empty):
        yield state.x


def _fresh(data, config: OwnConfig, k: int) -> Tensor:
    return data.draw(config.count, mix(config.seed, 15, k))[:, 0].sort().values
