r"""Words in a plane, decided exactly: coordinates are whole numbers, so no sign is in doubt.

Word k is mute iff it is a mean of at most three others (Carathéodory) whose mean bias is no
lower than its own: a twin, two words it lies between, or a triangle around it. All are tried.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np


class Proof(NamedTuple):
    """The rows (up to three) and the weights whose mean is the word."""

    rows: tuple[int, ...]
    weights: tuple[float, ...]


def cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The oriented area of the parallelogram of `a` and `b` (…, 2)."""
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def proof(k: int, w: np.ndarray, b: np.ndarray) -> Proof | None:
    """Why word `k` of `w` int (n, 2) with biases `b` int (n,) is mute, None if it is not.

    The smallest triangle of those that hold, so that the picture is near.
    """
    others = [i for i in range(len(w)) if i != k]
    for rows in ((i,) for i in others if (w[i] == w[k]).all() and b[i] >= b[k]):
        return Proof(rows, (1.0,))
    found = [*_between(k, w, b, others), *_around(k, w, b, others)]
    return min(found, key=lambda one: np.ptp(w[list(one.rows)], axis=0).sum(), default=None)


def _between(k: int, w: np.ndarray, b: np.ndarray, others: list[int]) -> list[Proof]:
    """The pairs of words with word `k` on the way from one to the other."""
    found = []
    for i, j in combinations(others, 2):
        left, right = w[i] - w[k], w[j] - w[k]
        if cross(left, right) == 0 and left @ right < 0:
            span = w[i] - w[j]
            near, far = -int(right @ span), int(left @ span)  # of span², and both positive
            if near * b[i] + far * b[j] >= b[k] * (near + far):
                found.append(Proof((i, j), (near / (near + far), far / (near + far))))
    return found


def _around(k: int, w: np.ndarray, b: np.ndarray, others: list[int]) -> list[Proof]:
    """The triangles with word `k` strictly inside."""
    if len(others) < 3:
        return []
    triples = np.array(list(combinations(others, 3)))
    away = w[triples] - w[k]
    parts = np.stack([cross(away[:, (i + 1) % 3], away[:, (i + 2) % 3]) for i in range(3)], axis=1)
    parts = parts * np.sign(parts[:, :1])
    total = parts.sum(axis=1)
    holds = (parts > 0).all(axis=1) & ((parts * b[triples]).sum(axis=1) >= b[k] * total)
    chosen = np.flatnonzero(holds)
    shares = parts[chosen] / total[chosen, None]
    return [
        Proof(tuple(map(int, triples[c])), tuple(s))
        for c, s in zip(chosen, shares.tolist(), strict=True)
    ]


def sector(k: int, w: np.ndarray) -> tuple[float, float]:
    r"""In how many degrees of directions word `k` wins without a bias, and their middle.

    h wins iff it is within 90° of every $w_k-w_i$: these must leave a gap of more than 180°,
    and what it has beyond that is the sector. Twins do not count.
    """
    away = w[k] - np.delete(w, k, axis=0)
    away = away[(away != 0).any(axis=1)]
    if not len(away):
        return 360.0, 0.0
    turns = np.sort(np.arctan2(away[:, 1], away[:, 0]))
    gaps = np.diff(turns, append=turns[0] + 2 * np.pi)
    widest = int(gaps.argmax())
    arc = 2 * np.pi - gaps[widest]
    middle = turns[(widest + 1) % len(turns)] + arc / 2
    width = np.degrees(np.pi - arc)
    return (float(width) if width > 1e-9 else 0.0), float((np.degrees(middle) + 180) % 360 - 180)


def apart(k: int, w: np.ndarray) -> float:
    """The distance of word `k`, outside the others' hull, from it: to the nearest of all ways
    from one of them to another."""
    ends = np.delete(w, k, axis=0) - w[k]
    start, way = ends[:, None], ends[None] - ends[:, None]
    length = np.square(way).sum(-1)
    share = -(start * way).sum(-1) / np.where(length, length, 1)
    nearest = start + np.clip(share, 0, 1)[..., None] * way
    return float(np.sqrt(np.square(nearest).sum(-1).min()))
