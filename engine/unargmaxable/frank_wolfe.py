r"""The article's own algorithm: is zero a mean of the differences $\Delta_i=w_k-w_i$?

$\min_{\alpha\in\Delta}\|\sum_i\alpha_i\Delta_i\|$ by Frank and Wolfe, each step towards the one
difference that lies most against the present mean, as far as the exact line search says. A
positive minimum means that word k can be predicted, and the mean at the minimum points to a
witness; zero means that it cannot, and the weights converge to the convex combination.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np


class Point(NamedTuple):
    """Weights (n,) with zero at k, the mean difference (d,) they make, its length and the gap.

    The squared length is at most `gap` above the minimum.
    """

    weights: np.ndarray
    mean: np.ndarray
    length: float
    gap: float


def frank_wolfe(
    k: int, w: np.ndarray, steps: int = 200, tolerance: float = 1e-12
) -> Iterator[Point]:
    """The path for row `k` of `w` (n, d) from the nearest row on; one `Point` a step."""
    delta = w[k] - w
    allowed = np.arange(len(w)) != k
    first = int(np.where(allowed, np.square(delta).sum(1), np.inf).argmin())
    weights = np.zeros(len(w))
    weights[first], mean = 1.0, delta[first].copy()
    for _ in range(steps):
        slopes = np.where(allowed, delta @ mean, np.inf)
        to = int(slopes.argmin())
        gap = float(mean @ mean - slopes[to])
        yield Point(weights.copy(), mean.copy(), float(np.linalg.norm(mean)), 2 * gap)
        way = delta[to] - mean
        if gap <= tolerance or not way.any():
            return
        step = min(1.0, gap / float(way @ way))
        weights *= 1 - step
        weights[to] += step
        mean = mean + step * way
