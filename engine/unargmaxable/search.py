"""The search for certificates, in stages: a stage begins where the one before has left words.

The sweep gives nearly every word its own witness, better directions some more; for the words that
are left the cone decides.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.jobs import Progress
from engine.unargmaxable.cone import Outcome, combine
from engine.unargmaxable.config import VERDICTS, Verdicts, Weights
from engine.unargmaxable.directions import whitened
from engine.unargmaxable.homogeneous import table
from engine.unargmaxable.rows import Rows
from engine.unargmaxable.sweep import sweep
from engine.unargmaxable.verdicts import name


def search(
    rows: Rows, count: int, *, device: torch.device, words: range | None = None
) -> Generator[Progress, None, Verdicts]:
    """The verdicts of V = `count` rows with their certificates, found but not yet checked."""
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
    known = np.isin(rows.index, list(found.witnesses)) | found.own[rows.index]
    left = left[torch.from_numpy(~known).to(device)[left]]
    if len(left):
        pool = torch.from_numpy(np.flatnonzero(known)).to(device)
        outcomes = yield from combine(table(centred, bias), left, pool)
        _enter(found, outcomes, rows)
    for k in found.witnesses.keys() & found.twins.keys():
        del found.witnesses[k]
    name(found)
    return found


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


def _enter(found: Verdicts, outcomes: list[Outcome], rows: Rows) -> None:
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
