r"""Experiment: the coefficients of a step by hand, and what becomes of the crowd.

Training fixed $p(x_t|x_0)$ and $p(x_s|x_0)$. A step $x_s=\kappa x_t+\lambda x_0+\sigma z$
carries the one into $N((\kappa\bar\alpha_t+\lambda)x_0,\ (\kappa^2\bar\beta_t^2+\sigma^2)I)$,
which is the other on the constraints of `family` only. Data are Gaussians on a line,
$w_kN(\mu_k,s_k^2)$, so the marginal after the step is a mixture as well, with means
$a\mu_k$ and variances $a^2s_k^2+b^2$, where $a=\kappa\bar\alpha_t+\lambda$ and
$b^2=\kappa^2\bar\beta_t^2+\sigma^2$; needed are $a=\bar\alpha_s$, $b=\bar\beta_s$.

That is the formula; beside it samples are drawn, demolished to t and pushed through the step.
"""

from __future__ import annotations

from collections.abc import Generator
from math import exp, expm1, sqrt

import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.diffusion.config_coefficients import (
    BINS,
    REACH,
    ROADS,
    CoefficientsConfig,
    CoefficientsResult,
    T,
)
from engine.diffusion.family import residuals, with_eta
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.noise import Noise
from engine.diffusion.posterior import Move
from engine.diffusion.roads import mixture
from engine.diffusion.schedule import demolish, schedule
from engine.jobs import Progress

GRID = 241


def run(config: CoefficientsConfig) -> Generator[Progress, None, CoefficientsResult]:
    """The step by its formula and by samples; one `Progress` before they are drawn."""
    yield Progress(0, 1)
    device, table = default(), schedule(config.schedule, T)
    log_t, log_s = table.log_alpha_bar[[config.t, config.s]].tolist()
    move, data = by_hand(config, log_t, log_s), mixture(config.data, device)
    needed = exp(log_s), sqrt(-expm1(2 * log_s))
    made = carried(move, log_t)
    draws = drawn(config, data)
    x = pushed(move, *draws, exp(log_t))
    grid = torch.linspace(-REACH, REACH, GRID, dtype=torch.float64, device=device)
    both = [density(data, *widths, grid) for widths in (needed, made)]
    counts = torch.histc(x, BINS, -REACH, REACH)
    said = describe(device)
    return CoefficientsResult(
        config,
        *move,
        misses=residuals(log_t, log_s, *move),
        needed=moments(data, *needed).cpu().numpy(),
        made=moments(data, *made).cpu().numpy(),
        **{name: part.cpu().numpy() for name, part in measured(x).items()},
        grid=grid.cpu().numpy(),
        density=torch.stack(both).cpu().numpy(),
        draws=torch.stack([draw[:ROADS] for draw in draws]).cpu().numpy(),
        histogram=(counts * BINS / (2 * REACH * len(x))).cpu().numpy(),
        log_alpha_bar=table.log_alpha_bar.numpy(),
        device=said.label,
        threads=said.cores,
    )


def by_hand(config: CoefficientsConfig, log_t: float, log_s: float) -> Move:
    """The reader's coefficients, DDIM's where there are none."""
    ddim = with_eta(0.0)(log_t, log_s)
    hand = Move(config.kappa, config.lam, config.sigma)
    return Move(*(b if a is None else float(a) for a, b in zip(hand, ddim, strict=True)))


def carried(move: Move, log_t: float) -> tuple[float, float]:
    r"""$\kappa\bar\alpha_t+\lambda$ and $\sqrt{\kappa^2\bar\beta_t^2+\sigma^2}$."""
    spread = sqrt(move.kappa**2 * -expm1(2 * log_t) + move.sigma**2)
    return move.kappa * exp(log_t) + move.lam, spread


def drawn(config: CoefficientsConfig, data: GaussianMixture) -> tuple[Tensor, Tensor, Tensor]:
    """Data and both noises of the samples, float64 (count,) each."""
    noise = Noise(mix(config.seed, 16), config.count, (2,), block=1000, device=data.means.device)
    epsilon, z = noise().double().unbind(1)
    return data.draw(config.count, mix(config.seed, 17))[:, 0], epsilon, z


def pushed(move: Move, x0: Tensor, epsilon: Tensor, z: Tensor, alpha_bar: float) -> Tensor:
    """The samples, demolished to t, and one step on: float64 (count,)."""
    return move.kappa * demolish(x0, epsilon, alpha_bar) + move.lam * x0 + move.sigma * z


def moments(data: GaussianMixture, a: float, b: float) -> Tensor:
    r"""Mean and variance of $ax_0+bz$, (2,)."""
    mean = (data.weights * data.means[:, 0]).sum()
    square = (data.weights * (data.sds.square() + data.means[:, 0].square())).sum()
    return torch.stack([a * mean, a * a * (square - mean.square()) + b * b])


def measured(x: Tensor) -> dict[str, Tensor]:
    """Mean and variance of `x` (n,) and their standard errors, each (2,)."""
    gaps = (x - x.mean()).square()
    values = torch.stack([x.mean(), gaps.mean()])
    errors = torch.stack([x.std(), gaps.std()]) / len(x) ** 0.5
    return {"measured": values, "se": errors}


def density(data: GaussianMixture, a: float, b: float, grid: Tensor) -> Tensor:
    """The density of $ax_0+bz$ over `grid` (g,); zero where it has no width."""
    spread = (a * a * data.sds.square() + b * b).sqrt()
    gap = (grid[:, None] - a * data.means[:, 0]) / spread
    bells = torch.exp(-gap.square() / 2) / (spread * sqrt(2 * torch.pi))
    return (data.weights * bells).nan_to_num(0.0).sum(1)
