"""Experiment `norms`: one building after nine recipes, everything else the same.

What overflows or vanishes on some floor is no failure here but a finding: the floor
is kept, the numbers are not.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

import numpy as np

from engine.device import default, describe
from engine.errors import InvalidParameter
from engine.initialization.config import RECIPES, DescentConfig
from engine.initialization.config_norms import NormsConfig, NormsResult
from engine.initialization.descent import run as descend
from engine.jobs import Progress
from engine.task import relayed


def run(config: NormsConfig) -> Generator[Progress, None, NormsResult]:
    """A descent a recipe; its progress is a share of the whole."""
    floors = config.building("post").floors
    rows = {name: np.full((len(RECIPES), floors + 1), np.nan) for name in ("total", "skip")}
    weights, broke = np.full(len(RECIPES), np.nan), np.zeros(len(RECIPES), np.int64)
    for k, recipe in enumerate(RECIPES):
        going = descend(DescentConfig(config.building(recipe), (config.std,), config.half))
        try:
            seen = yield from relayed(going, partial(_share, k))
        except InvalidParameter as wrong:
            broke[k] = wrong.places["floor"]
            continue
        for name, row in rows.items():
            row[k] = seen.median(name)[0]
        first, last = seen.median("weights")[0, [1, -1]]
        weights[k] = first / last if last > 0 else np.nan
    told = describe(default())
    return NormsResult(
        config, **rows, weights=weights, broke=broke, device=told.label, threads=told.cores
    )


def _share(k: int, told: Progress) -> Progress:
    """The progress of the recipe numbered k as all recipes'."""
    return Progress(k * told.total + told.done, len(RECIPES) * told.total)
