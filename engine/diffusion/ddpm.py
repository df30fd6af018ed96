r"""Page `ddpm`, the hero: twelve houses demolished by jump and rebuilt by the builder.

The way back starts where the way out ends, at $x_T=\bar\alpha_Tx_0+\bar\beta_T\varepsilon$,
and ends at other houses: at T = 1000 only $\bar\alpha_T^2\approx 4\cdot10^{-5}$ of the signal's
power is left to remember the old ones by.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from engine.device import clock, default, describe, mix
from engine.diffusion.checkpoint import SHIPPED, load_denoiser, origin_of
from engine.diffusion.config import DdpmConfig, DdpmResult
from engine.diffusion.houses import houses
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import demolish, schedule
from engine.diffusion.sheet import to_bytes
from engine.jobs import Progress


@lru_cache(maxsize=4)
def builder(folder: Path, device: torch.device):
    """The denoiser of the pipeline in `folder`, kept on `device` between jobs."""
    return load_denoiser(folder, device)


def run(config: DdpmConfig) -> Generator[Progress, None, DdpmResult]:
    """Demolish and rebuild the houses of `config`; one `Progress` per sampling step."""
    device = default()
    denoiser = builder(SHIPPED, device)
    table = schedule(config.schedule, config.T)
    x0 = houses(config.count, config.seed, device)
    epsilon = Noise(mix(config.seed, 1), config.count, x0.shape[1:], device=device)()
    noise = Noise(mix(config.seed, 2), config.count, x0.shape[1:], device=device)
    steps = fold(table, grid(config.T, config.moves), config.rule)
    kept = set(np.linspace(0, config.moves, config.frames).round().astype(int).tolist())
    states, start = [], clock(device)
    ruin = demolish(x0, epsilon, steps[0].alpha_bar)
    for k, state in enumerate(sample(denoiser, ruin, steps, noise)):
        if k in kept:
            states.append((state.t, to_bytes(state.x), to_bytes(state.x0)))
        yield Progress(k, config.moves)
    seconds = clock(device) - start
    times, x, guess = zip(*states, strict=True)
    return DdpmResult(
        config=config,
        log_alpha_bar=table.log_alpha_bar.numpy(),
        x0=to_bytes(x0).cpu().numpy(),
        epsilon=epsilon.movedim(1, -1).contiguous().cpu().numpy(),
        back_t=np.array(times, dtype=np.int32),
        back_x=torch.stack(x).cpu().numpy(),
        back_x0=torch.stack(guess).cpu().numpy(),
        seconds=seconds,
        device=describe(device).label,
        dtype="float32",
        threads=torch.get_num_threads(),
        trained_steps=origin_of(SHIPPED).get("steps", 0),
    )
