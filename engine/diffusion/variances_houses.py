r"""Experiment: the three reverse variances with the trained builder, where nothing is known.

What is not known of $x_0$ is not known either; the builder's squared error on fresh houses
stands in for it (for the best guess they are the same), measured once for each time and all
numbers of steps. The last step has the optimal variance in all, as in `variances`. What was
built is compared with fresh houses as the screen shows it: beyond −1 and 1 it saturates.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import default, mix
from engine.diffusion.bits import Bound, bound, squared_errors
from engine.diffusion.builders import chosen, opened
from engine.diffusion.config_houses import HousesConfig, HousesResult
from engine.diffusion.config_variances import NAMES, T, Widths
from engine.diffusion.houses import houses
from engine.diffusion.metrics import floor, patch_distance
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import Denoiser, grid, sample
from engine.diffusion.schedule import schedule
from engine.diffusion.sheet import to_bytes
from engine.diffusion.variances import steps_of
from engine.jobs import Progress

SHAPE = (3, 32, 32)


def run(config: HousesConfig) -> Generator[Progress, None, HousesResult]:
    """Measure the error, then build with each variance; one `Progress` a forward pass."""
    device, table = default(), schedule("su", T)
    builder, times = opened(chosen(), device), grid(T, config.fine)
    total = config.fine + len(NAMES) * config.few
    x0 = houses(config.probes, mix(config.seed, 3), device)
    draw = Noise(mix(config.seed, 4), config.probes, SHAPE, device=device)
    alpha_bars, errors = [table.alpha_bar[t].item() for t in times[:-1]], []
    for k, error in enumerate(squared_errors(builder.denoiser, x0, alpha_bars, draw)):
        errors.append(error.cpu())
        yield Progress(k, total)
    spread = np.full(T + 1, np.nan)
    spread[times[:-1]] = [error.mean().item() for error in errors]
    widths = Widths(table.log_alpha_bar.numpy(), spread)
    built = yield from _built(builder.denoiser, widths, config, total, device)

    def fresh(k: int) -> Tensor:
        return houses(config.count, mix(config.seed, 2, k), device)

    power = x0.square().flatten(1).mean(1).cpu()
    bounds = [[_bound(errors, times, power, s, name) for s in config.steps] for name in NAMES]
    distances = [patch_distance(images, fresh(-1)) for images in built]
    return HousesResult(
        config=config,
        t=np.array(times[:-1]),
        error=spread[times[:-1]],
        bits=np.array([[one.total for one in row] for row in bounds]),
        bits_se=np.array([[one.se for one in row] for row in bounds]),
        built=to_bytes(torch.stack(built)[:, : config.shown]).cpu().numpy(),
        distance=np.array([distance.value for distance in distances]),
        distance_se=np.array([distance.se for distance in distances]),
        floor=floor(patch_distance, fresh),
        trouble=builder.trouble,
        device=str(device),
    )


def _built(
    denoiser: Denoiser, widths: Widths, config: HousesConfig, total: int, device: torch.device
) -> Generator[Progress, None, list[Tensor]]:
    """Houses (count, 3, 32, 32) by each variance in `few` steps, from the same noises."""
    built = []
    for k, name in enumerate(NAMES):
        noise = Noise(mix(config.seed, 5), config.count, SHAPE, device=device)
        steps = steps_of(widths, grid(T, config.few), name)
        for j, state in enumerate(sample(denoiser, noise(), steps, noise)):
            x = state.x
            yield Progress(min(config.fine + k * config.few + j, total), total)
        built.append(x.clamp(-1, 1))
    return built


def _bound(errors: list[Tensor], times: list[int], power: Tensor, steps: int, name: str) -> Bound:
    """The bound of the way in `steps` steps, whose times are among `times`."""
    some = grid(T, steps)
    unknown = [errors[times.index(t)] for t in some[:-1]]
    return bound(schedule("su", T), some, unknown, power, variance=name)
