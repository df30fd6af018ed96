"""A whole vocabulary: searched, proved, checked, and nothing said that is not proved.

A range of words can be decided alone, against all rows; parts are merged, here or from elsewhere.
"""

from __future__ import annotations

from collections.abc import Generator
from math import nan

import numpy as np
import torch

from engine.device import default
from engine.jobs import Progress
from engine.unargmaxable.check import holds, unproved
from engine.unargmaxable.config import VERDICTS, Verdicts, Weights
from engine.unargmaxable.margins import checked, margin
from engine.unargmaxable.proof import prove
from engine.unargmaxable.rows import Rows, prepared
from engine.unargmaxable.search import search
from engine.unargmaxable.verdicts import name


def decide(
    w: np.ndarray,
    b: np.ndarray | None = None,
    *,
    device: torch.device | None = None,
    words: range | None = None,
) -> Generator[Progress, None, Verdicts]:
    """The verdict of every row of `w` (V, d) with bias `b` (V,), or of the range `words` alone.

    One `Progress` a block of rows. Searched, then checked in float64; what does not hold is
    tried once more by a linear program, and is undecided if that does not hold either.
    """
    found, _ = yield from decided(w, b, device=device, words=words)
    return found


def decided(
    w: np.ndarray,
    b: np.ndarray | None = None,
    *,
    device: torch.device | None = None,
    words: range | None = None,
) -> Generator[Progress, None, tuple[Verdicts, np.ndarray]]:
    """`decide`, and the margin of every argmaxable row (V,), NaN for others."""
    device = device or default()
    rows = prepared(w, b)
    found = yield from search(rows, len(w), device=device, words=words)
    b = np.zeros(len(w)) if b is None else np.asarray(b, np.float64)
    w = np.asarray(w, np.float64)
    sure = yield from checked(found, w, b, device)
    failed = yield from _take_back(found, sure, w, b)
    inside = words or range(len(w))
    for k in np.flatnonzero(found.kind[rows.index] == VERDICTS.index("undecided")).tolist():
        if int(rows.index[k]) in inside:
            yield Progress(0, 1 + len(failed))
            row = int(rows.index[k])
            _settle(found, row, *prove(k, rows.w, rows.b), rows, w, b)
            sure[row] = margin(row, found.witnesses[row], w, b) if row in found.witnesses else nan
    name(found)
    sure[found.kind != VERDICTS.index("argmaxable")] = nan
    return found, sure


def _take_back(
    found: Verdicts, sure: np.ndarray, w: np.ndarray, b: np.ndarray
) -> Generator[Progress, None, list[int]]:
    """Certificates that do not hold are forgotten; whose they were."""
    said = found.own.copy()
    said[list(found.witnesses)] = True
    failed = np.flatnonzero(said & ~(sure > 0)).tolist()
    failed += yield from unproved(found, w, b)
    for k in failed:
        found.own[k] = False
        found.witnesses.pop(k, None)
        found.weights.pop(k, None)
    name(found)
    return failed


def _settle(found: Verdicts, k: int, h, weights: Weights | None, rows: Rows, w, b) -> None:
    """Take over what `prove` found of row `k`, if it holds; else it stays undecided."""
    if h is not None and margin(k, h, w, b) > 0:
        found.witnesses[k] = h
    if weights is not None:
        named = Weights(rows.index[weights.rows], weights.weights)
        if holds(k, named, w, b):
            found.weights[k] = named
