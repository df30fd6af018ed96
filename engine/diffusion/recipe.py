r"""What the builder's training is made of: its numbers, its rate, its batches and its loss.

The loss is $E\,w_t\lVert x_0-\hat x_0(\bar\alpha_tx_0+\bar\beta_t\varepsilon,t)\rVert^2$ with
$w_t=\sqrt{\min(\mathrm{SNR}_t,25)}$: a weight that neither drops the first decisions
(day or night, made at the lowest ratios) nor the last (crisp windows). Times are drawn
stratified. Step k draws from `mix(seed, k, rank)`, so a resumed run repeats the losses
of one that was never stopped. The rate warms up, stays, and falls over the last fifth.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.device import mix
from engine.diffusion.houses import houses
from engine.diffusion.schedule import Schedule, demolish


@dataclass(frozen=True)
class Training:
    """What decides a run. `stages` are steps after which a pipeline of its own is written.

    `sheet` is how many houses (a multiple of 8) the picture beside a pipeline shows, 0 for none.
    """

    steps: int = 14_000
    batch: int = 16
    rate: float = 1e-3
    warmup: int = 300
    ema: float = 0.9995
    seed: int = 7
    every: int = 500
    stages: tuple[int, ...] = (300, 2000)
    sheet: int = 64


def rate_at(step: int, training: Training) -> float:
    """Learning rate of `step`: linear warm-up, plateau, linear fall over the last fifth."""
    fall = (training.steps - step) / max(1, training.steps // 5)
    return training.rate * min(1.0, (step + 1) / training.warmup, fall)


def batch_of(step: int, rank: int, training: Training, table: Schedule) -> tuple[Tensor, ...]:
    r"""Houses, noise and $\bar\alpha$ of `step` on process `rank`, all on the CPU."""
    seed = mix(training.seed, step, rank)
    x0 = houses(training.batch, seed)
    generator = torch.Generator().manual_seed(mix(seed, 1))
    epsilon = torch.randn(x0.shape, generator=generator)
    strata = torch.arange(training.batch, dtype=torch.float64) / training.batch
    u = (torch.rand(1, generator=generator, dtype=torch.float64) + strata) % 1
    time = 1 + u * (table.T - 1)
    left = table.log_alpha_bar[time.floor().long()]
    right = table.log_alpha_bar[time.ceil().long()]
    return x0, epsilon, torch.lerp(left, right, time.frac()).exp()


def loss_of(denoiser, x0: Tensor, epsilon: Tensor, alpha_bar: Tensor) -> Tensor:
    r"""$w_t\lVert x_0-\hat x_0\rVert^2$, mean over pixels and samples."""
    guess = denoiser(demolish(x0, epsilon, alpha_bar), alpha_bar)
    weight = (alpha_bar**2 / (1 - alpha_bar**2)).clamp(max=25).sqrt().to(x0)
    return (weight[:, None, None, None] * (guess - x0).square()).mean()
