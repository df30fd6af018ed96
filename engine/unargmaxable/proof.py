r"""The words that are left: one linear program each, on a few of the rows.

$$\max_{h,\tau,t}\ t\quad\text{with}\quad(w_k-w_i)\cdot h+(b_k-b_i)\tau\ge t,\quad
|h|_\infty\le1,\ 0\le\tau\le1 .$$

Only the rows that have been in the way so far take part. If the best $h$ for them is right for
all, it is a witness; the rows that it violates most join. If the optimum is zero on a few rows
it is zero on all, and the program's dual is the certificate $\lambda$; it is made sharp by
non-negative least squares on the rows it names.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog, nnls

from engine.unargmaxable.config import Weights

FIRST, MORE, ROUNDS = 64, 64, 200
ZERO = 1e-7
"""Optima below this (rows are scaled to at most 1) are taken for zero and must be proved."""


def prove(k: int, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray | None, Weights | None]:
    """A witness h (d,) for row `k` of `w` (n, d), or the weights that exclude one, or neither.

    `b` (n,) is the bias. Float64; what comes out still has to be checked.
    """
    scale = np.abs(w - w[k]).max() or 1.0
    lift = np.abs(b - b[k]).max() or 1.0
    delta = np.column_stack([(w[k] - w) / scale, (b[k] - b) / lift])
    others = np.delete(np.arange(len(w)), k)
    working = others[np.argsort(np.square(delta[others]).sum(1))[:FIRST]]
    for _ in range(ROUNDS):
        best, direction, shares = _program(delta[working])
        if best <= ZERO:
            return None, sharpened(k, w, b, working[shares > 0])
        margins = delta @ direction
        margins[k] = np.inf
        worst = np.argsort(margins)[:MORE]
        missed = np.setdiff1d(worst[margins[worst] < best * (1 - 1e-6)], working)
        if margins.min() > 0:
            return _witness(direction, scale, lift), None
        if not missed.size:
            return None, None
        working = np.concatenate([working, missed])
    return None, None


def _program(delta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """The optimum over rows `delta` (s, d + 1), its direction, and the dual weights (s,)."""
    count, width = delta.shape
    table = np.column_stack([-delta, np.ones(count)])
    gain = np.zeros(width + 1)
    gain[-1] = -1
    bounds = [(-1, 1)] * (width - 1) + [(0, 1), (None, None)]
    found = linprog(gain, A_ub=table, b_ub=np.zeros(count), bounds=bounds, method="highs")
    return float(found.x[-1]), found.x[:-1], np.maximum(-found.ineqlin.marginals, 0)


def _witness(direction: np.ndarray, scale: float, lift: float) -> np.ndarray:
    """h of a direction (h, τ): divided by τ, or made long where the bias plays no part."""
    h, tau = direction[:-1] / scale, direction[-1] / lift
    return h / tau if tau > 1e-9 * np.abs(h).max() else h * 1e9 / np.abs(h).max()


def sharpened(k: int, w: np.ndarray, b: np.ndarray, rows: np.ndarray) -> Weights | None:
    """Weights over `rows` whose mean is row `k` as nearly as float64 allows."""
    if not rows.size:
        return None
    centred, size = w[rows] - w[k], np.abs(w[rows] - w[k]).max() or 1.0
    table = np.vstack([centred.T / size, np.ones(len(rows))])
    target = np.concatenate([np.zeros(w.shape[1]), np.ones(1)])
    weights, _ = nnls(table, target, maxiter=50 * len(rows))
    kept = weights > 0
    if not kept.any():
        return None
    return Weights(rows[kept], weights[kept] / weights[kept].sum())
