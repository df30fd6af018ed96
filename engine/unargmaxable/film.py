r"""Experiment `proof`: the article's algorithm as a film, its certificate, and a chain beside it.

The minimum of $\|\sum_i\alpha_i(w_k-w_i)\|$ over the simplex is the distance of $w_k$ from the
others' hull. With the duality gap g of a step the minimum of the *square* is at least its square
less 2g: as soon as that is positive the word is proved to win; that it is mute only exact
weights prove, which a triangle around the word gives here.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.jobs import Progress
from engine.unargmaxable.chain import beam, sampled, table, viterbi
from engine.unargmaxable.config_film import STILLS, FilmConfig, FilmResult
from engine.unargmaxable.frank_wolfe import frank_wolfe
from engine.unargmaxable.plane import apart, proof


def run(config: FilmConfig) -> Generator[Progress, None, FilmResult]:
    """The whole film: quick, so nothing is yielded."""
    yield from ()
    placed = np.array(config.pins)
    words, whole = placed[:, 0], placed[:, 1:]
    row, w = int(np.flatnonzero(words == config.word)[0]), whole / 100
    path = list(frank_wolfe(row, w, config.steps))
    stills = np.array(sorted({min(still, len(path)) for still in STILLS}))
    found = proof(row, whole, np.zeros(len(w), np.int64))
    certificate = np.zeros(len(w))
    if found:
        certificate[list(found.rows)] = found.weights
    return FilmResult(
        config=config,
        words=words,
        w=w,
        lengths=np.array([point.length for point in path]),
        least=np.sqrt(np.maximum([p.length**2 - p.gap for p in path], 0)),
        way=np.array([point.weights for point in path]),
        stills=stills,
        margin=0.0 if found else apart(row, w),
        certificate=certificate,
        **_chain(config, w, row),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def _chain(config: FilmConfig, w: np.ndarray, row: int) -> dict:
    """Greedy, beams, the best of all, and sampling."""
    step, first = table(w, row, config.seed)
    greedy, low = beam(step, first, config.length, 1)
    beams = [beam(step, first, config.length, width) for width in config.widths]
    best, top = viterbi(step, first, config.length)
    said, ever = sampled(step, first, config.length, row)
    return {
        "greedy": np.array(greedy),
        "beams": np.array([road for road, _ in beams]),
        "best": np.array(best),
        "chances": np.exp([low, *(log for _, log in beams), top]),
        "said": said,
        "ever": ever,
    }
