r"""Experiment: why T is large, and why the steps grow.

The guess of a denoiser is a mean. One step from noise takes everybody to the mean of the
data, which is nobody's place: between the modes. The same demolition ($\bar\alpha_T$ of
the article) is undone in fewer and more steps, $\sigma=\beta$, exact denoiser, data
.3 at −1 and .7 at +1 with sd .1; *stranded* is who ends farther than 4 sd from both modes,
at $|x|<.6$. *Growing* steps are even parts of the article's schedule, small near the
house; *equal* ones have one α for all, $\alpha^T=\bar\alpha_T$.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import default, mix
from engine.diffusion.config_estimate import Estimate, binomial
from engine.diffusion.config_stranding import StrandingConfig, StrandingResult
from engine.diffusion.greedy import doubled
from engine.diffusion.mixture import two_modes
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import Step, fold, grid, sample
from engine.diffusion.schedule import from_steps, schedule
from engine.jobs import Progress

FAR = 4.0


def growing(steps: int) -> list[Step]:
    """The article's thousand steps, taken in `steps` even parts."""
    return fold(schedule("su", 1000), grid(1000, steps), "ddpm")


def equal(steps: int) -> list[Step]:
    r"""As far in `steps` steps of one and the same $\alpha$."""
    last = schedule("su", 1000).log_alpha_bar[-1]
    return fold(from_steps((last / steps).expand(steps)), grid(steps, steps), "ddpm")


KINDS = {"growing": growing, "equal": equal}


def run(config: StrandingConfig) -> Generator[Progress, None, StrandingResult]:
    """The share stranded for each number of steps and kind; one `Progress` each."""
    device, total, shares = default(), len(KINDS) * len(config.steps), {}
    for kind in KINDS:
        shares[kind] = []
        for steps in config.steps:
            yield Progress(sum(map(len, shares.values())), total)
            shares[kind].append(_share(config, KINDS[kind](steps), device))
    return StrandingResult(config, *(tuple(shares[kind]) for kind in KINDS), str(device))


def _share(config: StrandingConfig, steps: list[Step], device: torch.device) -> Estimate:
    noise = doubled(Noise(mix(config.seed), config.count, (1,), block=100, device=device))
    *_, last = sample(two_modes(device=device), noise(), steps, noise)
    return binomial(stranded(last.x[:, 0]).double().mean().item(), config.count)


def stranded(x: Tensor) -> Tensor:
    """Who is farther than 4 standard deviations from both modes and between them: bool (n,)."""
    mixture = two_modes()
    left, right = (mixture.means[:, 0] + mixture.sds * torch.tensor([FAR, -FAR])).tolist()
    return (x > left) & (x < right)
