"""A whole vocabulary: swept, proved, checked, and nothing said that is not proved."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.device import default
from engine.jobs import Progress
from engine.unargmaxable.check import holds, margin, margins
from engine.unargmaxable.config import VERDICTS, Verdicts, Weights
from engine.unargmaxable.proof import prove
from engine.unargmaxable.rows import Rows, prepared
from engine.unargmaxable.sweep import sweep


def decide(
    w: np.ndarray, b: np.ndarray | None = None, *, device: torch.device | None = None
) -> Generator[Progress, None, Verdicts]:
    """The verdict of every row of `w` (V, d) with bias `b` (V,); a `Progress` a block or word."""
    rows = prepared(w, b)
    centre = rows.w.mean(axis=0)
    device = device or default()
    centred = torch.from_numpy(rows.w - centre).to(device, torch.float32)
    swept = yield from sweep(centred, torch.from_numpy(rows.b))
    found = _assembled(rows, centre, swept, len(w))
    b = np.zeros(len(w)) if b is None else np.asarray(b, np.float64)
    w = np.asarray(w, np.float64)
    failed = found.own & ~(margins(found, w, b) > 0)
    found.own[failed] = False
    left = np.flatnonzero(~found.own[rows.index])
    for i, k in enumerate(left):
        yield Progress(i, len(left))
        _settle(found, int(rows.index[k]), *prove(int(k), rows.w, rows.b), rows, w, b)
    _kinds(found)
    return found


def _assembled(rows: Rows, centre: np.ndarray, swept, count: int) -> Verdicts:
    """What the sweep found, in the order of the whole matrix."""
    own, reach = np.zeros(count, bool), np.ones(count)
    own[rows.index] = swept.own.cpu().numpy()
    reach[rows.index] = swept.reach.cpu().numpy()
    own[list(rows.twins)] = False
    kind = np.full(count, VERDICTS.index("undecided"), np.int8)
    return Verdicts(kind, centre, own, reach, {}, dict(rows.beaten), dict(rows.twins))


def _settle(found: Verdicts, k: int, h, weights: Weights | None, rows: Rows, w, b) -> None:
    """Take over what `prove` found of row `k`, if it holds; else it stays undecided."""
    if k in found.twins:
        return
    if h is not None and margin(k, h, w, b) > 0:
        found.witnesses[k] = h
    if weights is not None:
        named = Weights(rows.index[weights.rows], weights.weights)
        if holds(k, named, w, b):
            found.weights[k] = named


def _kinds(found: Verdicts) -> None:
    argmaxable, unargmaxable, tie = (VERDICTS.index(v) for v in VERDICTS[:3])
    found.kind[found.own] = argmaxable
    found.kind[list(found.witnesses)] = argmaxable
    found.kind[list(found.weights)] = unargmaxable
    found.kind[list(found.twins)] = tie
