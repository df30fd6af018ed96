r"""Whether a maximum of the likelihood exists: a linear program (Albert and Anderson 1984).

It does not where some direction ranks no row wrongly and at least one strictly rightly:
$(w_{y_i}-w_k)\cdot x_i+(b_{y_i}-b_k)\ge0$ for all rows i and classes $k\ne y_i$, not all zero.
The program maximises the sum of these margins with all weights in $[-1,1]$. Optimum 0: the
classes *overlap*, and the maximum exists. All margins positive for some weights: they are
*separated*. In between they are *quasi*-separated: some rows lie on the boundary for good.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

TOLERANCE = 1e-7


class Separability(NamedTuple):
    """`kind` is "overlapping", "quasi" or "separated"; `margin` the sum the program reached."""

    kind: str
    margin: float


def separability(x: np.ndarray, y: np.ndarray, classes: int) -> Separability:
    """Of rows `x` (n, d) with classes `y` (n,) in 0…classes − 1.

    Columns are scaled to at most 1 first, which changes no answer.
    """
    centred = x - x.mean(axis=0)
    largest = np.abs(centred).max(axis=0)
    rows = np.column_stack([centred / np.where(largest > 0, largest, 1), np.ones(len(x))])
    margins = _margins(rows, y, classes)
    total = _maximise(margins, np.asarray(margins.sum(axis=0)).ravel())
    if total <= TOLERANCE * len(x):
        return Separability("overlapping", max(0.0, total))
    return Separability("separated" if _strictly(margins) else "quasi", total)


def _margins(rows: np.ndarray, y: np.ndarray, classes: int) -> csr_array:
    """A row for each (i, k ≠ y_i) over the weights of all classes laid end to end."""
    width = rows.shape[1]
    i, k = np.nonzero(np.arange(classes)[None, :] != y[:, None])
    pairs = np.arange(len(i))
    own = (y[i] * width)[:, None] + np.arange(width)
    other = (k * width)[:, None] + np.arange(width)
    values = np.concatenate([rows[i].ravel(), -rows[i].ravel()])
    where = np.repeat(pairs, width)
    columns = np.concatenate([own.ravel(), other.ravel()])
    shape = (len(i), classes * width)
    return csr_array((values, (np.concatenate([where, where]), columns)), shape=shape)


def _maximise(margins: csr_array, gain: np.ndarray) -> float:
    zero = np.zeros(margins.shape[0])
    found = linprog(-gain, A_ub=-margins, b_ub=zero, bounds=(-1, 1), method="highs")
    return -float(found.fun)


def _strictly(margins: csr_array) -> bool:
    """Whether one choice of weights makes every margin positive."""
    count, width = margins.shape
    ones = csr_array(np.ones((count, 1)))
    table = hstack([-margins, ones]).tocsr()
    gain = np.zeros(width + 1)
    gain[-1] = -1
    bounds = [(-1, 1)] * width + [(0, 1)]
    found = linprog(gain, A_ub=table, b_ub=np.zeros(count), bounds=bounds, method="highs")
    return -float(found.fun) > TOLERANCE
