r"""The hero of page `ddpm` with nothing but formulas: what fits into one file.

The way out is the page's, number for number. The trained builder is not here, since its weights
are a file of their own; the way back is the exact denoiser's, who knows 256 houses by heart and
builds nothing else.
"""

from __future__ import annotations

from collections.abc import Generator

from engine.device import default
from engine.diffusion.config import DdpmConfig, DdpmResult
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.film import record
from engine.diffusion.houses import houses
from engine.diffusion.schedule import schedule
from engine.jobs import Progress

KNOWN = 256


def run(config: DdpmConfig) -> Generator[Progress, None, DdpmResult]:
    """Demolish the houses of `config` and rebuild them by heart; a `Progress` a step."""
    known = houses(max(KNOWN, config.count), config.seed, default())
    fields = yield from record(
        FiniteDenoiser(known),
        known[: config.count],
        schedule(config.schedule, config.T),
        seed=config.seed,
        steps=config.moves,
        rule=config.rule,
        frames=config.frames,
    )
    return DdpmResult(config=config, trained_steps=0, **fields)
