"""Experiment `vocabulary`: every row of a matrix decided and proved, and what a table shows of it.

With a planted word the article's algorithm goes after it: what Frank and Wolfe leave of it falls
towards zero, and the proof names the rows that were mixed. Here the matrix is decided in one go; on
a cluster in ranges of words, each of them against all rows.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.device import default, describe
from engine.jobs import Progress
from engine.parts import Divided
from engine.unargmaxable.config import Verdicts
from engine.unargmaxable.config_vocabulary import SHARES, VocabularyConfig
from engine.unargmaxable.config_vocabulary_result import VocabularyResult
from engine.unargmaxable.decide import decided
from engine.unargmaxable.frank_wolfe import frank_wolfe
from engine.unargmaxable.shown import files, lead, mentioned
from engine.unargmaxable.verdicts import merged
from engine.unargmaxable.words import planted, read

STEPS = 150


@dataclass(frozen=True)
class Ranged:
    """A range of words decided: the `verdicts` and leads (V,) of those in `words`.

    The first range alone has the texts of all words, and what becomes of the planted one.
    """

    words: range
    verdicts: Verdicts
    lead: np.ndarray
    name: str
    d: int
    biased: bool
    tokens: tuple[str, ...]
    true: np.ndarray
    fall: np.ndarray
    device: str
    threads: int


def split(config: VocabularyConfig) -> tuple[VocabularyConfig, ...]:
    """`SHARES` ranges of words."""
    if config.share != (0, 1):
        return (config,)
    return tuple(replace(config, share=(k, SHARES)) for k in range(SHARES))


def part(config: VocabularyConfig) -> Generator[Progress, None, Ranged]:
    """Read, decided, checked; a `Progress` a block of rows, then one a step of the planted word."""
    yield Progress(0, 1)
    words, first = read(config), config.share[0] == 0
    w, b, true = words.w, words.b, np.zeros(0, np.int64)
    if config.plant:
        w, b, true = planted(words, config.seed)
    some = ranged(config, len(w))
    found, margins = yield from decided(w, b, words=some)
    fall = (yield from _fall(w)) if config.plant and first else np.zeros(0)
    yield Progress(1, 1)
    machine = describe(default())
    return Ranged(
        words=some,
        verdicts=found,
        lead=lead(w, found, margins),
        name=words.name,
        d=w.shape[1],
        biased=words.b is not None,
        tokens=words.tokens if first else (),
        true=true,
        fall=fall,
        device=machine.label,
        threads=machine.cores,
    )


def ranged(config: VocabularyConfig, count: int) -> range:
    """The words of `config` among `count`."""
    k, shares = config.share
    return range(k * count // shares, (k + 1) * count // shares)


def _fall(w: np.ndarray) -> Generator[Progress, None, np.ndarray]:
    """What Frank and Wolfe leave of the last row, step by step (t,)."""
    w, lengths = np.asarray(w, np.float64), []
    for point in frank_wolfe(len(w) - 1, w, STEPS, 1e-18):
        lengths.append(point.length)
        yield Progress(len(lengths), STEPS)
    return np.array(lengths)


def join(config: VocabularyConfig, parts: Sequence[Ranged]) -> VocabularyResult:
    """The ranges in one, and what a table shows of them."""
    first = parts[0]
    found = merged([(one.words, one.verdicts) for one in parts])
    npz, text = files(found)
    return VocabularyResult(
        config=light(config),
        name=first.name,
        d=first.d,
        biased=first.biased,
        tokens=first.tokens,
        kind=found.kind,
        own=found.own,
        lead=np.concatenate([one.lead[one.words.start : one.words.stop] for one in parts]),
        **mentioned(found),
        true=first.true,
        fall=first.fall,
        npz=np.frombuffer(npz, np.uint8),
        json=np.frombuffer(text, np.uint8),
        device=first.device,
        threads=first.threads,
    )


def light(config: VocabularyConfig) -> VocabularyConfig:
    """`config` without the bytes of a file: equal to it, and small."""
    return replace(config, brought=config.brought and config.brought.light())


def _whole(config: VocabularyConfig) -> Generator[Progress, None, VocabularyResult]:
    """All words in one range, half of whose products are enough."""
    return join(config, [(yield from part(config))])


run = Divided(split, part, join, _whole)
