"""Experiment: the share of mute words over dimension and vocabulary, with error bars.

`run(ASKED)` gives the answer to the page's question: the mean number of winners among 100
Gaussian words in the plane (8.99 ± .11) and in ten dimensions (98.24 ± .09).
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from engine.device import describe, mix
from engine.jobs import Progress
from engine.unargmaxable.config import UNARGMAXABLE
from engine.unargmaxable.config_lift import NORMS, LiftConfig, LiftResult
from engine.unargmaxable.decide import decide


def run(config: LiftConfig) -> Generator[Progress, None, LiftResult]:
    """Every word of every matrix decided and checked; one `Progress` a matrix."""
    shape = len(config.dimensions), len(config.sizes)
    share, se = np.full(shape, np.nan), np.full(shape, np.nan)
    total, done = len(config.dimensions) * sum(map(config.draws_of, config.sizes)), 0
    machine = describe()
    for i, d in enumerate(config.dimensions):
        for j, n in enumerate(config.sizes):
            shares = []
            for draw in range(config.draws_of(n)):
                found = yield from _quiet(decide(rows(config, d, n, draw)), done, total)
                shares.append(found.count(UNARGMAXABLE) / n)
                done += 1
            share[i, j] = np.mean(shares)
            se[i, j] = np.std(shares, ddof=1) / np.sqrt(len(shares))
    return LiftResult(config, share, se, machine.label, machine.cores)


def rows(config: LiftConfig, d: int, n: int, draw: int) -> np.ndarray:
    """One matrix (n, d) of the experiment."""
    rng = np.random.default_rng(mix(config.seed, d, n, draw))
    spread = NORMS[config.norms]
    return rng.normal(size=(n, d)) * np.exp(spread * rng.normal(size=(n, 1)))


def _quiet(work: Generator, done: int, total: int) -> Generator[Progress, None, object]:
    """What `work` returns; its own progress told as the experiment's."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            yield Progress(done + 1, total)
            return end.value
        yield Progress(done, total)
