"""The matrix made ready: checked, and its twins found.

Rows equal in weights *and* bias tie for ever; all but the first of them are set aside, and the
first is a tie as well. Of rows equal in weights alone the one with the largest bias stays, and
the others are beaten by it everywhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.errors import check
from engine.unargmaxable.config import Weights


class Rows(NamedTuple):
    """`w` (n, d) and `b` (n,) float64 of the rows that remain, `index` (n,) where they stood.

    `twins` maps each row of a tie to another one of it, `beaten` the dominated rows to their
    certificate.
    """

    w: np.ndarray
    b: np.ndarray
    index: np.ndarray
    twins: dict[int, int]
    beaten: dict[int, Weights]


def prepared(w: np.ndarray, b: np.ndarray | None = None) -> Rows:
    """`w` (V, d) and its bias (V,) made ready.

    Raises `InvalidParameter` for what is no matrix of at least two rows of finite numbers.
    """
    check(w.ndim == 2, "W", "must be a matrix", f"{w.ndim} dimensions")
    check(len(w) >= 2, "W", "must have at least two rows", len(w))
    check(w.shape[1] >= 1, "W", "must have at least one column", w.shape[1])
    check(bool(np.isfinite(w).all()), "W", "must have finite numbers only", "NaN or ∞")
    b = np.zeros(len(w)) if b is None else np.asarray(b, np.float64)
    check(b.shape == (len(w),), "b", "must have a number for each row", len(b))
    check(bool(np.isfinite(b).all()), "b", "must have finite numbers only", "NaN or ∞")
    w = np.ascontiguousarray(w, np.float64) + 0.0  # −0 and 0 are one
    keep, twins, beaten = _sorted_out(w, b)
    return Rows(w[keep], b[keep], keep, twins, beaten)


def _sorted_out(w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, dict, dict]:
    _, first, counts = np.unique(w[:, 0], return_inverse=True, return_counts=True)
    alone = counts[first] == 1  # a row that shares not even its first number has no equal
    groups: dict[bytes, list[int]] = {}
    for k in np.flatnonzero(~alone).tolist():
        groups.setdefault(w[k].tobytes(), []).append(k)
    keep, twins, beaten = np.flatnonzero(alone).tolist(), {}, {}
    for members in groups.values():
        first = max(members, key=lambda k: b[k])
        keep.append(first)
        for k in members:
            if k != first and b[k] == b[first]:
                twins[k], twins[first] = first, k
            elif k != first:
                beaten[k] = Weights(np.array([first]), np.ones(1))
    return np.array(sorted(keep)), twins, beaten
