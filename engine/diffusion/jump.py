r"""Experiment: t single steps, or one jump?

Starting from the two-mode mixture, one crowd walks $x_t=\alpha_tx_{t-1}+\beta_t\varepsilon_t$
step by step, another jumps by $x_t=\bar\alpha_tx_0+\bar\beta_t\bar\varepsilon$. That both end
in the same distribution is not assumed: the two-sample Kolmogorov–Smirnov test looks for a
difference, over several seeds, and under no difference its p-values are spread evenly.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import default, mix
from engine.diffusion.config_jump import JumpConfig, JumpResult
from engine.diffusion.kolmogorov import kolmogorov_smirnov
from engine.diffusion.mixture import two_modes
from engine.diffusion.schedule import Schedule, demolish, schedule
from engine.jobs import Progress


def run(config: JumpConfig) -> Generator[Progress, None, JumpResult]:
    """Walk and jump with every seed; one `Progress` a seed."""
    device, table, pairs = default(), schedule(config.schedule, config.T), []
    for k in range(config.repeats):
        yield Progress(k, config.repeats)
        pairs.append(_pair(config, table, mix(config.seed, k), device))
    tests = [kolmogorov_smirnov(walked, jumped) for walked, jumped in pairs]
    walked, jumped = pairs[0]
    return JumpResult(
        config=config,
        walked=walked.numpy(),
        jumped=jumped.numpy(),
        distance=tuple(distance for distance, _ in tests),
        p=tuple(p for _, p in tests),
        device=str(device),
    )


def _pair(config: JumpConfig, table: Schedule, seed: int, device) -> tuple[Tensor, Tensor]:
    """Two crowds with nothing in common, not even their houses: float32 (count,) each."""
    generator = torch.Generator().manual_seed(seed)

    def normal() -> Tensor:
        return torch.randn(config.count, 1, generator=generator).to(device)

    mixture = two_modes(device=device)
    x, x0 = (mixture.draw(config.count, mix(seed, k)).float() for k in (0, 1))
    alpha, beta = table.alpha[: config.t].tolist(), table.beta[: config.t].tolist()
    for a, b in zip(alpha, beta, strict=True):
        x = torch.add(x * a, normal(), alpha=b)
    jumped = demolish(x0, normal(), table.alpha_bar[config.t].item())
    return x[:, 0].cpu(), jumped[:, 0].cpu()
