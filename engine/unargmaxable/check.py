r"""Every certificate again, in float64, by code that shares nothing with the search.

A witness must put its word strictly first, by more than rounding could. Weights must be
non-negative, sum to one, leave out their own row, and give that row back:
$|\sum_i\lambda_iw_i-w_k|_\infty\le10^{-9}\max|w|$ and $\sum_i\lambda_ib_i\ge b_k-10^{-9}\max|b|$.
"""

from __future__ import annotations

import numpy as np

from engine.unargmaxable.config import Verdicts, Weights

TOLERANCE = 1e-9


def margin(k: int, h: np.ndarray, w: np.ndarray, b: np.ndarray) -> float:
    """By how much `h` puts row `k` before the next, less what rounding may have added."""
    logits = w @ h + b
    size = np.abs(w) @ np.abs(h) + np.abs(b)
    own = logits[k]
    rest = np.delete(logits, k)
    slack = 2 * (w.shape[1] + 2) * np.finfo(np.float64).eps * size.max()
    return float(own - rest.max() - slack)


def margins(verdicts: Verdicts, w: np.ndarray, b: np.ndarray, block: int = 1024) -> np.ndarray:
    """`margin` of every argmaxable row, NaN elsewhere: (V,), a matrix product in all."""
    out = np.full(len(w), np.nan)
    own = np.flatnonzero(verdicts.own)
    for start in range(0, len(own), block):
        rows = own[start : start + block]
        h = (w[rows] - verdicts.centre) * verdicts.reach[rows, None]
        logits = w @ h.T + b[:, None]
        size = (np.abs(h).sum(1) * np.abs(w).max()) + np.abs(b).max()
        first = logits[rows, np.arange(len(rows))]
        logits[rows, np.arange(len(rows))] = -np.inf
        slack = 2 * (w.shape[1] + 2) * np.finfo(np.float64).eps * size
        out[rows] = first - logits.max(axis=0) - slack
    for k, h in verdicts.witnesses.items():
        out[k] = margin(k, h, w, b)
    return out


def holds(k: int, certificate: Weights, w: np.ndarray, b: np.ndarray) -> bool:
    """Whether the weights prove that nothing can put row `k` strictly first."""
    rows, weights = certificate.rows, certificate.weights
    if k in rows or (weights < 0).any() or abs(weights.sum() - 1) > TOLERANCE:
        return False
    missed = np.abs(weights @ w[rows] - w[k]).max()
    lower = weights @ b[rows] < b[k] - TOLERANCE * np.abs(b).max()
    return bool(missed <= TOLERANCE * np.abs(w).max() and not lower)


def wrong(verdicts: Verdicts, w: np.ndarray, b: np.ndarray | None = None) -> list[int]:
    """The rows whose certificate does not hold; none, if all is well."""
    b = np.zeros(len(w)) if b is None else b
    w, b = np.asarray(w, np.float64), np.asarray(b, np.float64)
    found = margins(verdicts, w, b)
    bad = [k for k in range(len(w)) if verdicts.verdict(k) == "argmaxable" and not found[k] > 0]
    bad += [k for k, weights in verdicts.weights.items() if not holds(k, weights, w, b)]
    for k, twin in verdicts.twins.items():
        same = k != twin and np.array_equal(w[k], w[twin]) and b[k] == b[twin]
        bad += [] if same else [k]
    return sorted(bad)
