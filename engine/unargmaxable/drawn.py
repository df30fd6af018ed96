"""A vocabulary drawn at random, decided in ranges of words, here in turn or on a cluster."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np

from engine.device import describe, mix
from engine.jobs import Progress
from engine.parts import Divided
from engine.unargmaxable.config_drawn import MIXED, DrawnConfig, DrawnResult
from engine.unargmaxable.config_lift import NORMS
from engine.unargmaxable.decide import decide
from engine.unargmaxable.verdicts import merged


def split(config: DrawnConfig) -> tuple[DrawnConfig, ...]:
    """Ranges of `config.share` words, the last one perhaps shorter."""
    words = config.words
    if len(words) <= config.share:
        return (config,)
    starts = words[:: config.share]
    return tuple(
        replace(config, start=start, stop=min(start + config.share, words.stop)) for start in starts
    )


def part(config: DrawnConfig) -> Generator[Progress, None, DrawnResult]:
    """The words of `config` decided against all rows, and checked."""
    found = yield from decide(rows(config), words=config.words)
    machine = describe()
    return DrawnResult(config, found, machine.label, machine.cores)


def join(config: DrawnConfig, parts: Sequence[DrawnResult]) -> DrawnResult:
    """The verdicts of all ranges in one."""
    verdicts = merged([(one.config.words, one.verdicts) for one in parts])
    return DrawnResult(config, verdicts, parts[0].device, parts[0].threads)


run = Divided(split, part, join)


def rows(config: DrawnConfig) -> np.ndarray:
    """The whole matrix (count, d) float64, the same in every part."""
    rng = np.random.default_rng(mix(config.seed, config.count, config.d))
    w = rng.normal(size=(config.count, config.d))
    w *= np.exp(NORMS[config.norms] * rng.normal(size=(config.count, 1)))
    for k in range(config.planted):
        w[k] = w[rng.integers(config.planted, config.count, MIXED)].mean(axis=0)
    return w
