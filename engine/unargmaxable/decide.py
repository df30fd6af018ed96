"""A whole vocabulary: swept, proved, checked, and nothing said that is not proved.

A range of words can be decided alone, against all rows; parts are merged, here or from elsewhere.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from math import nan

import numpy as np
import torch

from engine.device import default
from engine.jobs import Progress
from engine.unargmaxable.check import holds, unproved
from engine.unargmaxable.cone import combine
from engine.unargmaxable.config import VERDICTS, Verdicts, Weights
from engine.unargmaxable.directions import whitened
from engine.unargmaxable.homogeneous import table
from engine.unargmaxable.margins import checked, margin
from engine.unargmaxable.proof import prove
from engine.unargmaxable.rows import Rows, prepared
from engine.unargmaxable.sweep import sweep


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


def search(
    rows: Rows, count: int, *, device: torch.device, words: range | None = None
) -> Generator[Progress, None, Verdicts]:
    """The verdicts with their certificates, found but not yet checked.

    `count` is V; a stage begins where the one before has left words.
    """
    centre = rows.w.mean(axis=0)
    inside = words or range(count)
    among = np.flatnonzero((rows.index >= inside.start) & (rows.index < inside.stop))
    centred = torch.from_numpy(rows.w - centre).to(device)
    bias, quick = torch.from_numpy(rows.b).to(device), centred.float()
    among = torch.from_numpy(among).to(device)
    swept = yield from sweep(quick, bias, among)
    found = _assembled(rows, centre, swept, count, inside)
    left = among[~swept.own[among]]
    better = yield from whitened(quick, bias, left)
    for i, h in better.items():
        found.witnesses[int(rows.index[i])] = h.cpu().numpy()
    tied = [k for k in found.witnesses if k in found.twins]
    known = np.isin(rows.index, list(found.witnesses)) | found.own[rows.index]
    left = left[torch.from_numpy(~known).to(device)[left]]
    if len(left):
        pool = torch.from_numpy(np.flatnonzero(known)).to(device)
        outcomes = yield from combine(table(centred, bias), left, pool)
        _enter(found, outcomes, rows)
    for k in [*tied, *(k for k in found.witnesses if k in found.twins)]:
        found.witnesses.pop(k, None)
    name(found)
    return found


def merged(parts: Sequence[tuple[range, Verdicts]]) -> Verdicts:
    """The verdicts of all ranges of one vocabulary, each decided alone, in one."""
    first = parts[0][1]
    kind = np.full(len(first.kind), VERDICTS.index("undecided"), np.int8)
    own, reach = np.zeros(len(kind), bool), np.ones(len(kind))
    out = Verdicts(kind, first.centre, own, reach, {}, {}, {})
    for words, part in parts:
        some = slice(words.start, words.stop)
        kind[some], own[some], reach[some] = part.kind[some], part.own[some], part.reach[some]
        for mine, theirs in zip(_maps(out), _maps(part), strict=True):
            mine.update({k: v for k, v in theirs.items() if k in words})
    return out


def _maps(found: Verdicts) -> tuple[dict, dict, dict]:
    return found.witnesses, found.weights, found.twins


def _assembled(rows: Rows, centre: np.ndarray, swept, count: int, inside: range) -> Verdicts:
    """What the sweep found, in the order of the whole matrix."""
    own, reach = np.zeros(count, bool), np.ones(count)
    own[rows.index] = swept.own.cpu().numpy()
    reach[rows.index] = swept.reach.cpu().numpy()
    own[list(rows.twins)] = False
    kind = np.full(count, VERDICTS.index("undecided"), np.int8)
    beaten = {k: v for k, v in rows.beaten.items() if k in inside}
    twins = {k: v for k, v in rows.twins.items() if k in inside}
    return Verdicts(kind, centre, own, reach, {}, beaten, twins)


def _enter(found: Verdicts, outcomes, rows: Rows) -> None:
    """The outcomes of the last stage under the rows' own numbers."""
    for one in outcomes:
        k = int(rows.index[one.word])
        if k in found.twins:
            continue
        if one.h is not None:
            found.witnesses[k] = one.h.cpu().numpy()
        elif one.rows is not None:
            names = rows.index[one.rows.cpu().numpy()]
            found.weights[k] = Weights(names, one.weights.cpu().numpy())


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


def name(found: Verdicts) -> None:
    """Set the kinds as the certificates have it."""
    argmaxable, unargmaxable, tie, undecided = range(len(VERDICTS))
    found.kind[:] = undecided
    found.kind[found.own] = argmaxable
    found.kind[list(found.witnesses)] = argmaxable
    found.kind[list(found.weights)] = unargmaxable
    found.kind[list(found.twins)] = tie
