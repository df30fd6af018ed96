r"""Make it fail: what the assumptions were for.

If the noise of each step is `c` times what $\alpha_t^2+\beta_t^2=1$ asks for, the spread of
$x_t$ follows $v_t=\alpha_t^2v_{t-1}+c^2\beta_t^2$ and settles near $c$ instead of 1: the
ruins are not standard noise, and no jump with $\bar\beta_t=\sqrt{1-\bar\alpha_t^2}$ is right.
And if the whole way back is one step, the guess made from pure noise is all there is:
the mean of all houses, the same for everybody.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import default, mix
from engine.diffusion.builders import builder
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_broken import BrokenConfig, BrokenResult
from engine.diffusion.film import starting_noise
from engine.diffusion.houses import houses
from engine.diffusion.mixture import two_modes
from engine.diffusion.schedule import Schedule, demolish, schedule
from engine.diffusion.sheet import to_bytes
from engine.jobs import Progress


def run(config: BrokenConfig) -> Generator[Progress, None, BrokenResult]:
    """Walk with each wrong noise, then guess once; one `Progress` a walk."""
    device, table = default(), schedule("su", 1000)
    times = np.linspace(0, 1000, config.points).round().astype(np.int64)
    measured = []
    for k, scale in enumerate(config.scales):
        yield Progress(k, len(config.scales) + 1)
        measured.append(_walk(config, table, scale, times, device))
    yield Progress(len(config.scales), len(config.scales) + 1)
    mean = houses(4096, mix(config.seed, 5), device).mean(0, keepdim=True)
    x0 = houses(config.count, config.seed, device)
    last = table.alpha_bar[-1].item()
    guess = builder(SHIPPED, device)(demolish(x0, starting_noise(config.seed, x0), last), last)
    gap = (guess - mean).square().flatten(1).mean(1).sqrt()
    return BrokenResult(
        config=config,
        t=times,
        measured=np.array(measured),
        predicted=np.array([_formula(table, scale, times) for scale in config.scales]),
        guess=to_bytes(guess).cpu().numpy(),
        mean=to_bytes(mean)[0].cpu().numpy(),
        distance=gap.double().cpu().numpy(),
        device=str(device),
    )


def _walk(config: BrokenConfig, table: Schedule, scale: float, times, device) -> list[float]:
    """The standard deviation of the crowd at `times`, walking with `scale` times the noise."""
    generator = torch.Generator().manual_seed(mix(config.seed, 9))
    x: Tensor = two_modes(device=device).draw(config.crowd, config.seed)
    wanted, spread = set(times.tolist()), [x.std(correction=0).item()]
    steps = zip(table.alpha.tolist(), table.beta.tolist(), strict=True)
    for t, (a, b) in enumerate(steps, start=1):
        x = a * x + scale * b * torch.randn(x.shape, generator=generator).to(x)
        if t in wanted:
            spread.append(x.std(correction=0).item())
    return spread


def _formula(table: Schedule, scale: float, times) -> list[float]:
    r"""$\sqrt{v_t}$ of $v_t=\alpha_t^2v_{t-1}+c^2\beta_t^2$, from the variance of the two modes."""
    v = [0.1**2 + 4 * 0.3 * 0.7]
    for a, b in zip(table.alpha.tolist(), table.beta.tolist(), strict=True):
        v.append(a * a * v[-1] + scale * scale * b * b)
    return np.sqrt(v)[times].tolist()
