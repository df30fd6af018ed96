"""Experiment `norms`: one building after nine recipes, everything else the same.

What overflows or vanishes in float32 on some floor is no failure here but a finding: the floor
is kept, the numbers are not.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from engine.device import default, describe
from engine.errors import InvalidParameter
from engine.initialization.config import RECIPES, DescentConfig
from engine.initialization.config_norms import NormsConfig, NormsResult
from engine.initialization.descent import run as descend
from engine.jobs import Progress


def run(config: NormsConfig) -> Generator[Progress, None, NormsResult]:
    """A descent a recipe; its progress is a share of the whole."""
    floors = config.building("post").floors
    rows = {name: np.full((len(RECIPES), floors + 1), np.nan) for name in ("total", "skip")}
    weights, broke = np.full(len(RECIPES), np.nan), np.zeros(len(RECIPES), np.int64)
    for k, recipe in enumerate(RECIPES):
        asked = DescentConfig(config.building(recipe), (config.std,))
        try:
            for step in (going := Kept(descend(asked))):
                yield Progress(k * step.total + step.done, len(RECIPES) * step.total)
        except InvalidParameter as wrong:
            broke[k] = wrong.places["floor"]
            continue
        seen = going.result
        for name, row in rows.items():
            row[k] = seen.median(name)[0]
        first, last = seen.median("weights")[0, [1, -1]]
        weights[k] = first / last if last > 0 else np.nan
    told = describe(default())
    return NormsResult(
        config, **rows, weights=weights, broke=broke, device=told.label, threads=told.cores
    )


class Kept:
    """A run's progress, one after the other; afterwards `result` is what it gave back."""

    def __init__(self, going: Generator):
        self.going = going

    def __iter__(self) -> Generator:
        self.result = yield from self.going
