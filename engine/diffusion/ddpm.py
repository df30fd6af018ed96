r"""Page `ddpm`, the hero: twelve houses demolished by jump and rebuilt by the builder.

The way back ends at other houses: at T = 1000 only $\bar\alpha_T^2\approx 4\cdot10^{-5}$ of
the signal's power is left to remember the old ones by.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import lru_cache
from pathlib import Path

import torch

from engine.device import default
from engine.diffusion.checkpoint import SHIPPED, load_denoiser, origin_of
from engine.diffusion.config import DdpmConfig, DdpmResult
from engine.diffusion.film import record
from engine.diffusion.houses import houses
from engine.diffusion.schedule import schedule
from engine.jobs import Progress


@lru_cache(maxsize=4)
def builder(folder: Path, device: torch.device):
    """The denoiser of the pipeline in `folder`, kept on `device` between jobs."""
    return load_denoiser(folder, device)


def run(config: DdpmConfig) -> Generator[Progress, None, DdpmResult]:
    """Demolish and rebuild the houses of `config`; one `Progress` per sampling step."""
    device = default()
    fields = yield from record(
        builder(SHIPPED, device),
        houses(config.count, config.seed, device),
        schedule(config.schedule, config.T),
        seed=config.seed,
        steps=config.moves,
        rule=config.rule,
        frames=config.frames,
    )
    return DdpmResult(config=config, trained_steps=origin_of(SHIPPED).get("steps", 0), **fields)
