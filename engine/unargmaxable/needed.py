r"""How long must h be, and how far does a bounded one get?

With a bias a word may win only for long h, or only for short ones. The least is
$\min|h|$ with $(w_k-w_i)\cdot h\ge b_i-b_k+t$ for all i, a least distance problem: non-negative
least squares on the columns $(w_k-w_i,\,b_i-b_k+t)$ and the target $(0,1)$, whose residual
$(-r_h,r_1)$ gives $h=r_h/r_1$ (Lawson and Hanson 1974, section 23.4). Its weights $\mu$ prove it:
$|h|\ge\sum_i\mu_i(b_i-b_k+t)/|\sum_i\mu_i(w_k-w_i)|$ for every h that will do.

An encoder that ends in a LayerNorm gives h of one length r. What it can reach,
$\max_{|h|\le r}\min_{i\ne k}\,(w_k-w_i)\cdot h+b_k-b_i$, is the t at which the least length is r;
the same weights, normalised to one, bound it from above by
$r\,|\sum_i\mu_i(w_k-w_i)|+\sum_i\mu_i(b_k-b_i)$.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import nnls

FIRST, MORE, ROUNDS, STEPS = 64, 64, 200, 200


class Least(NamedTuple):
    """The shortest `h` (d,) with a lead of t over every row, its `length`, weights that prove it.

    `rows` (s,) and `weights` (s,) ≥ 0 as in the module's docstring; no h at all where `length`
    is infinite, and then $\\sum\\mu_i(w_k-w_i)=0$ with $\\sum\\mu_i(b_i-b_k+t)>0$.
    """

    h: np.ndarray
    length: float
    rows: np.ndarray
    weights: np.ndarray


class Reach(NamedTuple):
    """The best `margin` for |h| ≤ r, an `h` (d,) that has it, and what proves no more is there."""

    margin: float
    h: np.ndarray
    bound: float


def shortest(k: int, w: np.ndarray, b: np.ndarray | None = None, lead: float = 0.0) -> Least:
    """The shortest h that puts row `k` of `w` (n, d), bias `b` (n,), `lead` before all others."""
    others = np.delete(np.arange(len(w)), k)
    b = np.zeros(len(w)) if b is None else b
    delta, asked = w[k] - w[others], b[others] - b[k] + lead
    size = np.abs(delta).max() or 1.0
    lift = max(np.abs(asked).max(), np.finfo(float).tiny)
    table = np.column_stack([delta / size, asked / lift])
    working = np.argsort(-table[:, -1])[:FIRST]
    for _ in range(ROUNDS):
        left, weights = _residual(table[working])
        products = table @ left
        products[working] = -np.inf
        worst = np.argsort(-products)[:MORE]
        worst = worst[products[worst] > 1e-12]
        if not len(worst):
            break
        working = np.concatenate([working[weights > 0], worst])
    kept = weights > 0
    rows, mu = others[working[kept]], weights[kept]
    if left[-1] <= 1e-12:
        return Least(np.full(w.shape[1], np.nan), np.inf, rows, mu)
    h = -left[:-1] / left[-1] * (lift / size)
    return Least(h, float(np.linalg.norm(h)), rows, mu)


def _residual(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The residual (d + 1,) of the least squares and its weights (s,)."""
    target = np.zeros(columns.shape[1])
    target[-1] = 1.0
    weights, _ = nnls(columns.T, target, maxiter=100 * len(columns))
    return target - columns.T @ weights, weights


def reach(k: int, w: np.ndarray, b: np.ndarray | None = None, radius: float = 1.0) -> Reach:
    """The best lead that row `k` of `w` (n, d), bias `b` (n,), has for any |h| ≤ `radius`."""
    others = np.delete(np.arange(len(w)), k)
    b = np.zeros(len(w)) if b is None else b
    delta, ahead = w[k] - w[others], b[k] - b[others]
    low, high = float(ahead.min()), float((ahead + radius * np.linalg.norm(delta, axis=1)).min())
    best = Reach(low, np.zeros(w.shape[1]), high)
    for _ in range(STEPS):
        middle = (low + high) / 2
        if high - low <= 1e-13 * max(abs(low), abs(high)) or middle in (low, high):
            break
        found = shortest(k, w, b, middle)
        if found.length <= radius:
            low = max(middle, float((delta @ found.h + ahead).min()))
            best = best._replace(margin=low, h=found.h)
        else:
            high = min(middle, _bound(found, k, w, b, radius))
    return best._replace(bound=max(high, best.margin))


def _bound(found: Least, k: int, w: np.ndarray, b: np.ndarray, radius: float) -> float:
    """What the weights allow at most."""
    weights = found.weights / found.weights.sum()
    mean = weights @ w[found.rows]
    return float(radius * np.linalg.norm(w[k] - mean) + b[k] - weights @ b[found.rows])
