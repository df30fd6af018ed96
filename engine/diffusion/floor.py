r"""Experiment: how far is each builder from the best there can be?

$E|x_0-\hat x_0(x_t)|^2$ cannot be less than the Bayes floor $E\,\mathrm{Var}(x_0|x_t)$,
which the exact denoiser attains on the houses it knows. On fresh houses nobody's floor is
known: there the exact one, who believes in its list alone, loses to the trained one.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from torch import Tensor

from engine.device import default, mix
from engine.diffusion.builders import contestants
from engine.diffusion.config_floor import FloorConfig, FloorResult
from engine.diffusion.film import starting_noise
from engine.diffusion.houses import houses
from engine.diffusion.schedule import demolish, schedule
from engine.jobs import Progress


def run(config: FloorConfig) -> Generator[Progress, None, FloorResult]:
    """The loss of every builder at every time, on seen and fresh houses."""
    device, table = default(), schedule("su", 1000)
    known = houses(config.known, config.seed, device)
    sets = (known[: config.count], houses(config.count, mix(config.seed, 3), device))
    times = np.linspace(0, 1000, config.points + 1)[1:].round().astype(np.int64)
    builders, rows = contestants(known), []
    for k, t in enumerate(times):
        a = table.alpha_bar[int(t)].item()
        rows.append([])
        for j, (x0, denoiser) in enumerate((x, b) for b in builders.values() for x in sets):
            yield Progress(k * 2 * len(builders) + j, len(times) * 2 * len(builders))
            rows[-1].append(_loss(denoiser, x0, a, mix(config.seed, int(t))))
    # (times, builders, sets, value and error) -> (sets, value and error, builders, times)
    table = np.array(rows).reshape(len(times), len(builders), 2, 2).transpose(2, 3, 1, 0)
    (seen, seen_se), (fresh, fresh_se) = table
    return FloorResult(config, times, seen, seen_se, fresh, fresh_se, str(device))


def _loss(denoiser, x0: Tensor, alpha_bar: float, seed: int) -> tuple[float, float]:
    """Mean squared error per pixel and channel over the houses, with its standard error."""
    x = demolish(x0, starting_noise(seed, x0), alpha_bar)
    errors = (denoiser(x, alpha_bar) - x0).square().flatten(1).mean(1).double()
    return errors.mean().item(), (errors.std() / len(errors) ** 0.5).item()
