r"""Experiment: the three reverse variances against the truth, on a line, exact denoiser.

All three have the same mean; they differ in what they think is unknown. Each takes the way
down in few and in many steps: what it costs to write the data down (`bits`), and how far its
samples are from fresh data. The last step, into $x_0$, has the optimal variance in all: the
lower one is 0 there and has no density. For $N(0,s^2)$ with the optimal variance every step
is exact, so nothing is lost whatever the number of steps.
"""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise
from math import exp, isfinite, log, nan, sqrt

import numpy as np
import torch
from torch import Tensor

from engine.device import default, mix
from engine.diffusion.bits import bound
from engine.diffusion.config_estimate import Estimate
from engine.diffusion.config_variances import NAMES, T, VariancesConfig, VariancesResult, Widths
from engine.diffusion.greedy import doubled
from engine.diffusion.line import entropy, gap, line, power, spread
from engine.diffusion.metrics import floor, mmd, sliced_wasserstein
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.noise import Noise
from engine.diffusion.posterior import posterior
from engine.diffusion.sampler import Denoiser, Step, grid, sample
from engine.diffusion.schedule import schedule
from engine.jobs import Progress

DISTANCES = {"distance": sliced_wasserstein, "mmd": mmd}


def run(config: VariancesConfig) -> Generator[Progress, None, VariancesResult]:
    """Bits, then samples; one `Progress` for each variance and number of steps."""
    device, table, mixture = default(), schedule("su", T), line(config)
    total = len(NAMES) * len(config.steps) + 1
    yield Progress(0, total)
    unknown = [spread(mixture, a) for a in table.alpha_bar.tolist()]
    widths = Widths(table.log_alpha_bar.numpy(), np.array(unknown))
    on_device, rows = mixture.to(torch.float64, device), []

    def fresh(k: int) -> Tensor:
        return on_device.draw(config.count, mix(config.seed, 1, k))

    for k, (name, steps) in enumerate((n, s) for n in NAMES for s in config.steps):
        yield Progress(k + 1, total)
        built = _built(on_device, steps_of(widths, grid(T, steps), name), config, device)
        rows.append([distance(built, fresh(-1)) for distance in DISTANCES.values()])
    bits = [[_bits(widths, mixture, steps, name) for steps in config.steps] for name in NAMES]
    return VariancesResult(
        config=config,
        log_alpha_bar=widths.log_alpha_bar,
        spread=widths.spread,
        bits=np.array(bits),
        least=(entropy(mixture) + gap(mixture, table.alpha_bar[-1].item())) / log(2),
        device=str(device),
        **_measured(rows),
        **{f"{name}_floor": floor(of, fresh) for name, of in DISTANCES.items()},
    )


def _measured(rows: list[list[Estimate]]) -> dict[str, np.ndarray]:
    """Each of `DISTANCES` with its error, (variances, steps); `rows` go by variance and steps."""
    values = np.array([[(e.value, e.se) for e in row] for row in rows])
    values = values.reshape(len(NAMES), -1, len(DISTANCES), 2)
    return {
        f"{name}{kind}": values[:, :, k, j].copy()
        for k, name in enumerate(DISTANCES)
        for j, kind in enumerate(("", "_se"))
    }


def _bits(widths: Widths, mixture: GaussianMixture, steps: int, name: str) -> float:
    """The exact bound; nan where the last step knows all and has no density."""
    times = grid(T, steps)
    unknown = [float(widths.spread[t]) for t in times[:-1]]
    total = bound(schedule("su", T), times, unknown, power(mixture), variance=name).total
    return total if isfinite(total) else nan


def steps_of(widths: Widths, times: list[int], name: str) -> list[Step]:
    """The way down along `times` with the variance `name`, and the optimal one into 0."""
    steps = []
    for t, s in pairwise(times):
        log_t, log_s = (float(widths.log_alpha_bar[k]) for k in (t, s))
        variance = widths.variance(name if s else "optimal", t, s)
        kappa, lam, _ = posterior(log_t, log_s)
        steps.append(Step(t, s, exp(log_t), kappa, lam, sqrt(variance)))
    return steps


def _built(denoiser: Denoiser, steps: list[Step], config: VariancesConfig, device) -> Tensor:
    """Samples (count, 1), from the same noises whatever the variance."""
    noise = doubled(Noise(mix(config.seed, 2), config.count, (1,), block=100, device=device))
    *_, last = sample(denoiser, noise(), steps, noise)
    return last.x
