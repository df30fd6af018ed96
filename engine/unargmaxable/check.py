r"""Every certificate again, in float64, by code that shares nothing with the search.

A witness must put its word strictly first (`margins`). Weights must be non-negative, sum to one,
leave out their own row, and give that row back:
$|\sum_i\lambda_iw_i-w_k|_\infty\le10^{-12}\max|w|$ and $\sum_i\lambda_ib_i\ge b_k-10^{-12}\max|b|$.
So a no means: no h gives the word a lead of more than $10^{-12}\max|w|\,|h|_1$, which is all that
float64 can tell.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from engine.jobs import Progress
from engine.unargmaxable.config import ARGMAXABLE, TIE, UNARGMAXABLE, VERDICTS, Verdicts, Weights
from engine.unargmaxable.margins import margins

TOLERANCE = 1e-12


def holds(k: int, certificate: Weights, w: np.ndarray, b: np.ndarray) -> bool:
    """Whether the weights prove that nothing can put row `k` strictly first."""
    return _proves(k, certificate, w, b, np.abs(w).max(), np.abs(b).max())


def unproved(
    verdicts: Verdicts, w: np.ndarray, b: np.ndarray
) -> Generator[Progress, None, list[int]]:
    """The rows whose weights do not hold; one `Progress` some hundred of them."""
    size, lift, bad = np.abs(w).max(), np.abs(b).max(), []
    for done, (k, one) in enumerate(verdicts.weights.items()):
        if not _proves(k, one, w, b, size, lift):
            bad.append(k)
        if done % 256 == 0:
            yield Progress(done, len(verdicts.weights))
    return bad


def _proves(k: int, one: Weights, w, b, size: float, lift: float) -> bool:
    """`holds`, the largest |w| and |b| being known."""
    if k in one.rows or not (one.weights >= 0).all():
        return False
    missed = np.abs(one.weights @ w[one.rows] - w[k]).max()
    lower = one.weights @ b[one.rows] < b[k] - TOLERANCE * lift
    whole = abs(one.weights.sum() - 1) <= TOLERANCE
    return bool(whole and missed <= TOLERANCE * size and not lower)


def wrong(verdicts: Verdicts, w: np.ndarray, b: np.ndarray | None = None) -> list[int]:
    """The rows whose certificate does not hold; none, if all is well."""
    b = np.zeros(len(w)) if b is None else b
    w, b = np.asarray(w, np.float64), np.asarray(b, np.float64)
    found = margins(verdicts, w, b)
    kinds = verdicts.kind
    bad = np.flatnonzero((kinds == VERDICTS.index(ARGMAXABLE)) & ~(found > 0)).tolist()
    for kind, proofs in ((UNARGMAXABLE, verdicts.weights), (TIE, verdicts.twins)):
        bad += [
            k for k in np.flatnonzero(kinds == VERDICTS.index(kind)).tolist() if k not in proofs
        ]
    size, lift = np.abs(w).max(), np.abs(b).max()
    bad += [k for k, one in verdicts.weights.items() if not _proves(k, one, w, b, size, lift)]
    for k, twin in verdicts.twins.items():
        same = k != twin and np.array_equal(w[k], w[twin]) and b[k] == b[twin]
        bad += [] if same else [k]
    return sorted(set(bad))
