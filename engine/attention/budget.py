"""The layer's budget over the length, exact: formulas on a grid that holds the length looked at."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from engine.attention import cost
from engine.attention.config_budget import FAR, LONGEST, SHORTEST, BudgetConfig, BudgetResult
from engine.attention.crossing import sheet_is_half
from engine.jobs import Progress

POINTS = 121


def run(config: BudgetConfig) -> Generator[Progress, None, BudgetResult]:
    """Every part at every length; it takes no time, so there is no `Progress`."""
    n = grid(config)
    layer, x = config.layer, n.astype(np.float64)
    return BudgetResult(
        config,
        n,
        cost.projections(layer, x),
        cost.ffn(layer, x),
        cost.sheet(layer, x, config.halved),
        cost.linear(layer, x, config.wider, config.reading),
        cost.widening(layer, x, config.wider, config.reading),
    )
    yield


def grid(config: BudgetConfig) -> np.ndarray:
    """Whole lengths, even on a logarithmic axis, to where the sheet has long been half."""
    end = LONGEST if 4 * sheet_is_half(config.layer) <= LONGEST else FAR
    spaced = np.geomspace(SHORTEST, end, POINTS).round().astype(np.int64)
    return np.union1d(spaced, [config.n])
