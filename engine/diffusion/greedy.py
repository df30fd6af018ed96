r"""Experiment: take the noise out of DDPM's steps and all samples end in one place.

Data: two modes, `left` of the mass at −1, the rest at +1, sd .1; exact denoiser. DDPM's
mean moves about twice as far a step as DDIM's, because it counts on the noise to spread
what it draws together. Without the noise ("greedy") everything falls into one point.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.device import default, mix
from engine.diffusion.config import RULES
from engine.diffusion.config_greedy import GreedyConfig, GreedyResult
from engine.diffusion.mixture import two_modes
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import schedule
from engine.jobs import Progress

FRAMES, PATHS, TURN = 101, 64, 50


def run(config: GreedyConfig) -> Generator[Progress, None, GreedyResult]:
    """Every rule from the same starts; a `Progress` each `TURN` steps."""
    device = default()
    times = grid(config.T, config.steps)
    kept = np.linspace(0, config.steps, min(FRAMES, config.steps + 1)).round().astype(int)
    ends, paths = [], []
    for k, rule in enumerate(RULES):
        end, path = yield from _descend(config, rule, set(kept.tolist()), k, device)
        ends.append(end)
        paths.append(path)
    return GreedyResult(
        config=config,
        rules=RULES,
        samples=torch.stack(ends).cpu().numpy(),
        paths=torch.stack(paths).cpu().numpy(),
        path_t=np.array(times, dtype=np.int32)[kept],
        device=str(device),
    )


def _descend(config: GreedyConfig, rule: str, kept: set[int], k: int, device: torch.device):
    """The end of all samples and the way of the first, float32, by one rule."""
    noise = doubled(Noise(mix(config.seed), config.count, (1,), block=100, device=device))
    mixture = two_modes(config.left, device=device)
    steps = fold(schedule("su", config.T), grid(config.T, config.steps), rule)
    path = []
    for step, state in enumerate(sample(mixture, noise(), steps, noise)):
        if step in kept:
            path.append(state.x[:PATHS, 0].float())
        if step % TURN == 0:
            yield Progress(k * config.steps + step, len(RULES) * config.steps)
    return state.x[:, 0].float(), torch.stack(path)


def doubled(noise: Noise):
    """The same noise in float64."""
    return lambda: noise().double()
