r"""What the closed form needs to know of the data: three sums, from one pass.

Of rows $x_i\in\mathbb R^d$ with classes $y_i\in\{0\dots K-1\}$ and weights $v_i$:
$n_k=\sum_{y_i=k}v_i$, $s_k=\sum_{y_i=k}v_i(x_i-c)$, $Q=\sum_iv_i(x_i-c)(x_i-c)^\top$, with one
origin $c$ for all, near the data, so that nothing cancels; where the data lie around 0 already,
$c=0$ and no row is copied. Then

$$\mu_k=c+s_k/n_k,\qquad n\Sigma=Q-\sum_k s_ks_k^\top/n_k .$$

Sums of parts are the sum of the whole: what comes as a stream or in shards is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

import torch
from torch import Tensor

from engine.errors import check

CHUNK_BYTES = {"cpu": 1 << 23, "cuda": 1 << 27}
"""So much of the rows at once: what a cache holds, or what keeps a GPU busy."""
FIRST = 1 << 10
"""So many rows say where the origin should be."""


@dataclass(frozen=True)
class Moments:
    """`counts` (K,), `sums` (K, d) and `second` (d, d) about `origin` (d,), all float64."""

    origin: Tensor
    counts: Tensor
    sums: Tensor
    second: Tensor

    def __add__(self, other: Moments) -> Moments:
        """Both data sets in one; the origins may differ."""
        moved = other if other.origin is self.origin else other.about(self.origin)
        return Moments(
            self.origin,
            self.counts + moved.counts,
            self.sums + moved.sums,
            self.second + moved.second,
        )

    def about(self, origin: Tensor) -> Moments:
        """The same data seen from another origin."""
        step = self.origin - origin
        total, cross = self.sums.sum(0), self.counts.sum()
        both = torch.outer(total, step)
        second = self.second + both + both.T + cross * torch.outer(step, step)
        return Moments(origin, self.counts, self.sums + self.counts[:, None] * step, second)

    @property
    def n(self) -> Tensor:
        """How many rows, or the sum of their weights."""
        return self.counts.sum()

    @property
    def offsets(self) -> Tensor:
        r"""$\mu_k-c$, (K, d)."""
        return self.sums / self.counts[:, None]

    @property
    def means(self) -> Tensor:
        r"""$\mu_k$, (K, d)."""
        return self.origin + self.offsets

    @property
    def priors(self) -> Tensor:
        """The share of each class, (K,)."""
        return self.counts / self.n

    @property
    def within(self) -> Tensor:
        r"""$\Sigma$, the pooled covariance within classes, with 1/n: (d, d)."""
        return (self.second - self.sums.T @ self.offsets) / self.n

    @property
    def total(self) -> Tensor:
        """The covariance of all rows about their common mean, with 1/n: (d, d)."""
        total = self.sums.sum(0)
        return (self.second - torch.outer(total, total) / self.n) / self.n


def moments(
    x: Tensor,
    y: Tensor,
    classes: int,
    *,
    weights: Tensor | None = None,
    origin: Tensor | None = None,
    chunk: int | None = None,
) -> Moments:
    """The moments of rows `x` (n, d) with classes `y` (n,), int64 in 0…classes − 1.

    Products are taken in the dtype of `x`, `chunk` rows at a time (as many as suit the
    device), and added up in float64 there; the origin is `near` the first rows, unless given.
    """
    check(x.dim() == 2 and len(x) == len(y), "x", "must have a row for each label", len(x))
    chunk = chunk or rows_at_once(x)
    centre = (near(x[: min(chunk, FIRST)]) if origin is None else origin.to(x)).double()
    moved = bool(centre.any())
    parts = (_part(*rows, classes, centre, moved) for rows in _chunks(x, y, weights, chunk))
    return added(parts)


def rows_at_once(x: Tensor) -> int:
    """How many rows of `x` make a chunk on its device."""
    row = max(1, x.shape[1] * x.element_size())
    return max(256, CHUNK_BYTES.get(x.device.type, CHUNK_BYTES["cuda"]) // row)


def near(x: Tensor) -> Tensor:
    """The mean of rows `x`, (d,), or 0 where no column lies further from 0 than it is wide.

    About 0 the second moment of such a column is at most twice its variance: one bit is lost.
    """
    variance, mean = torch.var_mean(x, dim=0, correction=0)
    wide = bool((mean.square() <= variance).all())
    return torch.zeros_like(mean) if wide else mean


def added(parts: Iterable[Moments]) -> Moments:
    """The moments of all `parts` together: shards, or a stream."""
    return reduce(Moments.__add__, parts)


def _chunks(x: Tensor, y: Tensor, weights: Tensor | None, chunk: int) -> Iterator[tuple]:
    for start in range(0, len(x), chunk):
        rows = slice(start, start + chunk)
        yield x[rows], y[rows], None if weights is None else weights[rows]


def _part(
    x: Tensor, y: Tensor, weights: Tensor | None, classes: int, origin: Tensor, moved: bool
) -> Moments:
    centred = x - origin.to(x) if moved else x
    heavy = centred if weights is None else centred * weights.to(x)[:, None]
    ones = weights if weights is None else weights.double()
    counts = torch.bincount(y, ones, minlength=classes).double()
    second = heavy.T @ centred
    return Moments(origin, counts, _summed(heavy, y, classes).double(), second.double())


def _summed(rows: Tensor, y: Tensor, classes: int) -> Tensor:
    """The sum of the `rows` of each class, (K, d).

    On a CPU in float64 row by row, twice as fast as the product with a one-hot matrix; in less
    precision the product rounds less, and on a GPU it has the same bits each time.
    """
    if rows.device.type == "cpu" and rows.dtype == torch.float64:
        return rows.new_zeros(classes, rows.shape[1]).index_add_(0, y, rows)
    return (y == torch.arange(classes, device=y.device)[:, None]).to(rows) @ rows
