r"""Experiment: both losses pull the same way on average, one of them with a steady hand.

Data $N(0,s^2)$ on a line, model $\varepsilon_\theta=wx$, which holds the optimum
$w=\beta_t/(\bar\alpha_t^2s^2+\bar\beta_t^2)$. Each sample gives a gradient by autograd; their
mean and variance are compared, and the ratio of variances with the theory of `losses`.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import default, mix
from engine.diffusion.config_estimate import Estimate
from engine.diffusion.config_gradients import GradientConfig, GradientResult
from engine.diffusion.losses import merged, one_step, per_sample_gradients
from engine.diffusion.schedule import Schedule, schedule
from engine.jobs import Progress


def run(config: GradientConfig) -> Generator[Progress, None, GradientResult]:
    """Mean and variance of the gradients at each time; one `Progress` a time."""
    table, device, rows = schedule("su", 1000), default(), []
    for k, t in enumerate(config.times):
        yield Progress(k, len(config.times))
        rows.append([_moments(g) for g in gradients(config, table, t, device)])
    ones, twos = zip(*rows, strict=True)
    return GradientResult(
        config=config,
        one_step=tuple(mean for mean, _ in ones),
        merged=tuple(mean for mean, _ in twos),
        one_step_variance=tuple(variance for _, variance in ones),
        merged_variance=tuple(variance for _, variance in twos),
        predicted=tuple(predicted_ratio(table, t, config.s) for t in config.times),
        device=str(device),
    )


def gradients(
    config: GradientConfig, table: Schedule, t: int, device: torch.device
) -> tuple[Tensor, Tensor]:
    """Gradients of the one-step and the merged loss, each of `count` samples of its own."""
    generator = torch.Generator().manual_seed(mix(config.seed, t))
    draws = torch.randn(5, config.count, 1, generator=generator, dtype=torch.float64).to(device)
    w = config.away * best_w(table, t, config.s)
    one = per_sample_gradients(
        lambda model: one_step(model, config.s * draws[0], draws[1], draws[2], table, t),
        w,
        draws[0],
    )
    two = per_sample_gradients(
        lambda model: merged(model, config.s * draws[3], draws[4], table, t), w, draws[3]
    )
    return one, two


def best_w(table: Schedule, t: int, s: float) -> float:
    r"""The w of both losses' minimum, $E[\varepsilon_tx_t]/E[x_t^2]$."""
    power = (table.alpha_bar[t] * s) ** 2 + table.beta_bar[t] ** 2
    return (table.beta[t - 1] / power).item()


def predicted_ratio(table: Schedule, t: int, s: float) -> float:
    r"""$1+(\bar\beta_t^2/\beta_t^2-1)/\mathrm{Var}(\varepsilon|x_t)$."""
    signal, noise = (table.alpha_bar[t] * s) ** 2, table.beta_bar[t] ** 2
    unknown = signal / (signal + noise)
    return (1 + (noise / table.beta[t - 1] ** 2 - 1) / unknown).item()


def _moments(gradient: Tensor) -> tuple[Estimate, float]:
    variance = gradient.var().item()
    return Estimate(gradient.mean().item(), (variance / len(gradient)) ** 0.5), variance
