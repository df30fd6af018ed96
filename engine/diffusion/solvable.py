r"""Experiment: the two data sets where one step back is exactly one Gaussian.

All data in one point: $x_0$ is always known and $p(x_s|x_t)$ has the lower variance
$\bar\beta_s^2\beta^2/\bar\beta_t^2$. Data $N(0,1)$: $p(x_s|x_t)=N(\alpha x_t,\beta^2)$, the
upper one. They are DDPM's two choices (article 9164); for any other data neither is right.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import default, mix
from engine.diffusion import pairs, reverse
from engine.diffusion.config_solvable import SETS, SolvableConfig, SolvableResult
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.houses import houses
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import Schedule, schedule
from engine.diffusion.slices import judged
from engine.jobs import Progress

COUNT = 4


def run(config: SolvableConfig) -> Generator[Progress, None, SolvableResult]:
    """A million pairs of each set; one `Progress` a chunk, then one for each rebuild."""
    device, table = default(), schedule("su", 1000)
    log_t, log_s = (table.log_alpha_bar[k].item() for k in (config.t, config.s))
    sets, found = _sets(config, log_t, log_s, device), []
    chunks = -(-config.count // pairs.CHUNK)
    total = len(SETS) * chunks + len(config.steps)
    for k, (start, _) in enumerate(sets):
        pieces, seed = [], mix(config.seed, k)
        crowd = pairs.pairs(start, log_t, log_s, config.count, seed, device)
        for j, (x_s, x_t) in enumerate(crowd):
            yield Progress(k * chunks + j, total)
            gap = (x_t - config.centre).abs_()
            pieces.append(pairs.near(x_s, x_t, gap, config.width / 2))
        found.append(torch.cat(pieces, dim=1))
    errors = []
    for k, steps in enumerate(config.steps):
        yield Progress(len(SETS) * chunks + k, total)
        errors.append(_rebuilt(config, table, steps, device))
    centres = [config.centre] * len(SETS)
    return SolvableResult(
        config=config,
        width=np.full(len(SETS), config.width),
        error=tuple(errors),
        device=str(device),
        **judged(found, centres, [laws for _, laws in sets]),
    )


def _sets(config: SolvableConfig, log_t: float, log_s: float, device: torch.device) -> list:
    """How each of `SETS` starts its pairs, and the laws it is held against."""

    widths = reverse.ddpm(log_t, log_s)

    def some(*data: float) -> tuple:
        points = torch.tensor(data, dtype=torch.float64)
        start = pairs.among(points.float().to(device))
        return start, reverse.among(points, log_t, log_s, widths)

    bell = pairs.normal, reverse.normal(log_t, log_s, widths)
    return [some(config.x0), bell, some(*config.data)]


def _rebuilt(config: SolvableConfig, table: Schedule, steps: int, device) -> float:
    """The largest error of one house rebuilt from several noises by one who knows no other."""
    house: Tensor = houses(1, config.seed, device).double()
    draw = Noise(mix(config.seed, 9), COUNT, tuple(house.shape[1:]), device=device)

    def noise() -> Tensor:
        return draw().double()

    folded = fold(table, grid(table.T, steps), "ddpm_lower")
    *_, last = sample(FiniteDenoiser(house), noise(), folded, noise)
    return (last.x - house).abs().max().item()
