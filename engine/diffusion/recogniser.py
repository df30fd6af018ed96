r"""Experiment: until when can a ruin still be told apart from the others?

Of $N$ houses one is demolished to $x_t$, and a recogniser names the nearest: by the rule
$|x_t-\bar\alpha_tx_0|$, which knows how far the demolition is and is the best there is for
equally likely houses, or by $|x_t-x_0|$, which does not and is drawn to houses of small
norm. The more houses, the sooner they are lost.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import default, mix
from engine.diffusion.config_recogniser import RecogniserConfig, RecogniserResult
from engine.diffusion.houses import houses
from engine.diffusion.schedule import demolish, schedule
from engine.jobs import Progress

BATCH = 256


def nearest(x: Tensor, known: Tensor, scale: float) -> Tensor:
    r"""Index (n,) of the house $D$ in `known` (m, …) with the least $|x-\mathrm{scale}\,D|$."""
    flat = known.flatten(1)
    closeness = x.flatten(1) @ flat.T - scale / 2 * flat.square().sum(1)
    return closeness.argmax(dim=1)


def run(config: RecogniserConfig) -> Generator[Progress, None, RecogniserResult]:
    """The share told right at even times from 0 to T; one `Progress` per batch of ruins."""
    device = default()
    known = houses(config.count, config.seed, device)
    times = np.linspace(0, config.T, config.points).round().astype(np.int64)
    alpha_bar = schedule(config.schedule, config.T).alpha_bar[times].tolist()
    total = config.count * config.draws
    right = torch.zeros(2, len(times), dtype=torch.float64, device=device)
    for first in range(0, total, BATCH):
        yield Progress(first, total)
        answer = torch.arange(first, min(first + BATCH, total), device=device) % config.count
        right += _right(known, answer, alpha_bar, mix(config.seed, first))
    scaled, plain = (right / total).cpu().numpy()
    return RecogniserResult(config, times, scaled, plain, str(device))


def _right(known: Tensor, answer: Tensor, alpha_bar: list[float], seed: int) -> Tensor:
    """How many ruins of the houses `answer` are told right by both rules: (2, times)."""
    generator = torch.Generator().manual_seed(seed)
    x0 = known[answer]
    epsilon = torch.randn(x0.shape, generator=generator).to(x0.device)
    counts = []
    for a in alpha_bar:
        x = demolish(x0, epsilon, a)
        counts.append([(nearest(x, known, scale) == answer).sum() for scale in (a, 1.0)])
    return torch.tensor(counts, dtype=torch.float64, device=x0.device).T
