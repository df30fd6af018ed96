r"""Page `ddpm`, the hero: twelve houses demolished by jump and rebuilt by the builder.

The way back ends at other houses: at T = 1000 only $\bar\alpha_T^2\approx 4\cdot10^{-5}$ of
the signal's power is left to remember the old ones by.
"""

from __future__ import annotations

from collections.abc import Generator

from engine.device import default
from engine.diffusion.builders import chosen, opened
from engine.diffusion.config import DdpmConfig, DdpmResult
from engine.diffusion.film import record
from engine.diffusion.houses import houses
from engine.diffusion.schedule import schedule
from engine.jobs import Progress


def run(config: DdpmConfig) -> Generator[Progress, None, DdpmResult]:
    """Demolish and rebuild the houses of `config`; one `Progress` per sampling step."""
    device = default()
    builder = opened(chosen(), device)
    fields = yield from record(
        builder.denoiser,
        houses(config.count, config.seed, device),
        schedule(config.schedule, config.T),
        seed=config.seed,
        steps=config.moves,
        rule=config.rule,
        frames=config.frames,
    )
    return DdpmResult(config=config, trained_steps=builder.steps, trouble=builder.trouble, **fields)
