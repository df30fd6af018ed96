"""Experiment `vocabulary`: every row of a matrix decided and proved, and what a table shows of it.

With a planted word the article's algorithm goes after it: what Frank and Wolfe leave of it falls
towards zero, and the proof names the rows that were mixed.
"""

from __future__ import annotations

import gzip
from collections.abc import Generator
from dataclasses import replace

import numpy as np

from engine.device import default, describe
from engine.jobs import Progress
from engine.unargmaxable import kept
from engine.unargmaxable.config import ARGMAXABLE, VERDICTS, Verdicts
from engine.unargmaxable.config_vocabulary import PROOF, VocabularyConfig, VocabularyResult
from engine.unargmaxable.decide import decided
from engine.unargmaxable.frank_wolfe import frank_wolfe
from engine.unargmaxable.words import Words, planted, read

STEPS = 150
ROUNDING = 1e-9
"""A proof's weights below this are rounding: a table leaves them out."""
MOST_NPZ, MOST_JSON = 4_000_000, 1_000_000
"""Certificates with more numbers are not written as files: 32 MB, or 20 MB of text."""


def run(config: VocabularyConfig) -> Generator[Progress, None, VocabularyResult]:
    """Read, decided, checked; a `Progress` a block of rows, then one a step of the planted word."""
    yield Progress(0, 1)
    words = read(config)
    w, b, true = words.w, words.b, np.zeros(0, np.int64)
    if config.plant:
        w, b, true = planted(words, config.seed)
    found, margins = yield from decided(w, b)
    fall = (yield from _fall(w)) if config.plant else np.zeros(0)
    yield Progress(1, 1)
    return _told(config, words, w, found, margins, true, fall)


def _fall(w: np.ndarray) -> Generator[Progress, None, np.ndarray]:
    """What Frank and Wolfe leave of the last row, step by step (t,)."""
    w, lengths = np.asarray(w, np.float64), []
    for point in frank_wolfe(len(w) - 1, w, STEPS, 1e-18):
        lengths.append(point.length)
        yield Progress(len(lengths), STEPS)
    return np.array(lengths)


def _told(
    config: VocabularyConfig,
    words: Words,
    w: np.ndarray,
    found: Verdicts,
    margins: np.ndarray,
    true: np.ndarray,
    fall: np.ndarray,
) -> VocabularyResult:
    support, twin = np.zeros(len(w), np.int32), np.full(len(w), -1, np.int32)
    for k, one in found.weights.items():
        support[k] = np.count_nonzero(one.weights > ROUNDING)
    for k, other in found.twins.items():
        twin[k] = other
    npz, text = files(found)
    machine = describe(default())
    return VocabularyResult(
        config=light(config),
        name=words.name,
        d=w.shape[1],
        biased=words.b is not None,
        tokens=words.tokens,
        kind=found.kind,
        own=found.own,
        lead=_lead(w, found, margins),
        support=support,
        twin=twin,
        **_heaviest(found),
        true=true,
        fall=fall,
        npz=np.frombuffer(npz, np.uint8),
        json=np.frombuffer(text, np.uint8),
        device=machine.label,
        threads=machine.cores,
    )


def light(config: VocabularyConfig) -> VocabularyConfig:
    """`config` without the bytes of a file: equal to it, and small."""
    return replace(config, brought=config.brought and config.brought.light())


def _lead(w: np.ndarray, found: Verdicts, margins: np.ndarray) -> np.ndarray:
    """Each winner's margin for an h of length 1: over the length of its own h (V,)."""
    length = np.linalg.norm(w - found.centre, axis=1) * np.abs(found.reach)
    for k, h in found.witnesses.items():
        length[k] = np.linalg.norm(h)
    length[(length == 0) | (found.kind != VERDICTS.index(ARGMAXABLE))] = np.nan
    return (margins / length).astype(np.float32)


def _heaviest(found: Verdicts) -> dict[str, np.ndarray]:
    """The mute rows and the heaviest rows of their proofs, as `VocabularyResult` has them."""
    mute = np.array(sorted(found.weights), np.int64)
    rows, weights = np.full((len(mute), PROOF), -1, np.int64), np.zeros((len(mute), PROOF))
    for at, k in enumerate(mute.tolist()):
        one = found.weights[k]
        order = np.argsort(-one.weights, kind="stable")[:PROOF]
        order = order[one.weights[order] > ROUNDING]
        rows[at, : len(order)], weights[at, : len(order)] = one.rows[order], one.weights[order]
    return {"mute": mute, "rows": rows, "weights": weights}


def files(found: Verdicts) -> tuple[bytes, bytes]:
    """The certificates as NPZ and as JSON, packed by gzip; each empty where it is too large."""
    numbers = len(found.witnesses) * len(found.centre) + 2 * len(found.kind)
    numbers += sum(2 * len(one.rows) for one in found.weights.values())
    npz = kept.npz(found) if numbers <= MOST_NPZ else b""
    text = kept.text(found) if numbers <= MOST_JSON else ""
    return npz, gzip.compress(text.encode(), 6, mtime=0) if text else b""
