"""Experiment: the share of mute words over dimension and vocabulary, with error bars.

`run(ASKED)` gives the answer to the page's question: the mean number of winners among 100
Gaussian words in the plane (8.99 ± .11) and in ten dimensions (98.24 ± .09).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from engine.device import describe, mix
from engine.jobs import Progress
from engine.parts import Divided
from engine.task import relayed
from engine.unargmaxable.config import UNARGMAXABLE
from engine.unargmaxable.config_lift import NORMS, LiftConfig, LiftResult
from engine.unargmaxable.decide import decide


def split(config: LiftConfig) -> tuple[LiftConfig, ...]:
    """A part a cell of the grid: one d and one n."""
    cells = product(config.dimensions, config.sizes)
    return tuple(replace(config, dimensions=(d,), sizes=(n,)) for d, n in cells)


def cell(config: LiftConfig) -> Generator[Progress, None, LiftResult]:
    """Every word of every matrix of one d and n decided and checked; a `Progress` a matrix,
    and one a turn of the deciding."""
    (d,), (n,) = config.dimensions, config.sizes
    shares, machine, draws = [], describe(), config.draws_of(n)
    for draw in range(draws):
        done = Progress(draw, draws)
        found = yield from relayed(decide(rows(config, d, n, draw)), lambda told, done=done: done)
        shares.append(found.count(UNARGMAXABLE) / n)
        yield Progress(draw + 1, draws)
    share, se = np.mean(shares), np.std(shares, ddof=1) / np.sqrt(draws)
    return LiftResult(
        config, np.full((1, 1), share), np.full((1, 1), se), machine.label, machine.cores
    )


def join(config: LiftConfig, cells: Sequence[LiftResult]) -> LiftResult:
    """The grid of its cells."""
    shape = len(config.dimensions), len(config.sizes)
    share, se = (
        np.array([getattr(one, name).item() for one in cells]).reshape(shape)
        for name in ("share", "se")
    )
    return LiftResult(config, share, se, cells[0].device, cells[0].threads)


run = Divided(split, cell, join)


def rows(config: LiftConfig, d: int, n: int, draw: int) -> np.ndarray:
    """One matrix (n, d) of the experiment."""
    rng = np.random.default_rng(mix(config.seed, d, n, draw))
    spread = NORMS[config.norms]
    return rng.normal(size=(n, d)) * np.exp(spread * rng.normal(size=(n, 1)))
