r"""Loss, gradient and Hessian of softmax regression, a chunk of rows at a time.

The last class is held at zero. The block of the Hessian of classes a and b is
$\sum_i p_{ia}([a=b]-p_{ib})\,x_ix_i^\top$, symmetric itself. Everything here yields between chunks,
so that whoever runs it keeps its turns however many rows there are.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple

import torch
from torch import Tensor


class Problem(NamedTuple):
    """Rows `x` (n, d) with classes `y` (n,) int64, taken `chunk` at a time; `l2` is λ.

    Products are taken in the dtype of `x` and added up in float64.
    """

    x: Tensor
    y: Tensor
    classes: int
    l2: float = 0.0
    chunk: int = 1 << 62

    def chunks(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Rows with a one at their end, and their classes."""
        chunk = min(self.chunk, max(1, len(self.x)))
        for x, y in zip(self.x.split(chunk), self.y.split(chunk), strict=True):
            yield torch.cat([x, torch.ones_like(x[:, :1])], dim=1), y


def _logs(rows: Tensor, theta: Tensor) -> Tensor:
    """log p (n, K), the last class held at zero."""
    return torch.nn.functional.pad(rows @ theta.to(rows).T, (0, 1)).log_softmax(dim=1)


def _told(logs: Tensor, y: Tensor) -> Tensor:
    """The sum of log p of what the rows are."""
    return logs.gather(1, y[:, None]).sum(dtype=torch.float64)


def _ridge(theta: Tensor, problem: Problem) -> Tensor:
    return problem.l2 / (2 * len(problem.x)) * theta[:, :-1].square().sum()


def loss(problem: Problem, theta: Tensor) -> Generator[None, None, Tensor]:
    total = torch.zeros((), dtype=torch.float64, device=theta.device)
    for rows, y in problem.chunks():
        total -= _told(_logs(rows, theta), y)
        yield
    return total / len(problem.x) + _ridge(theta, problem)


def derivatives(problem: Problem, theta: Tensor) -> Generator[None, None, tuple[Tensor, ...]]:
    """Loss, gradient (K − 1, d + 1) and Hessian over the free weights laid end to end."""
    n, (free, width), l2 = len(problem.x), theta.shape, problem.l2
    total, gradient = theta.new_zeros(()), torch.zeros_like(theta)
    hessian = theta.new_zeros(free, width, free, width)
    for rows, y in problem.chunks():
        logs = _logs(rows, theta)
        total -= _told(logs, y)
        p = logs.exp()[:, :free]
        wrong = p - torch.nn.functional.one_hot(y, free + 1)[:, :free].to(p)
        gradient += wrong.T @ rows
        for a in range(free):
            _add_blocks(hessian, rows, p, a)
        yield
    ridge = torch.cat([theta[:, :-1], torch.zeros_like(theta[:, :1])], dim=1) * (l2 / n)
    flat = hessian.reshape(free * width, free * width) / n
    keep = torch.ones_like(theta)
    keep[:, -1] = 0
    flat += torch.diag(keep.flatten() * (l2 / n))
    return total / n + _ridge(theta, problem), gradient / n + ridge, flat


def _add_blocks(hessian: Tensor, rows: Tensor, p: Tensor, a: int) -> None:
    """Blocks (a, b) for b up to a, and their mirror images: each is symmetric itself."""
    for b in range(a + 1):
        block = rows.T @ (rows * (p[:, a] * (float(a == b) - p[:, b]))[:, None])
        hessian[a, :, b] += block
        if a != b:
            hessian[b, :, a] += block
