r"""Maximum likelihood by L-BFGS, in passes that can be interrupted.

Liu and Nocedal (1989): the last `MEMORY` pairs $(s,y)$ of moves and changes of the gradient stand
for the Hessian (two loops); a step is shortened until it gains enough (Armijo), and a pair that
does not curve upwards is left out. `Loss` goes over the rows in chunks and yields between them, so
that whoever runs it keeps its turns however many rows there are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from typing import NamedTuple

import torch
from torch import Tensor

from engine.logistic_regression.classifier import Linear

MEMORY, HALVINGS, GAIN = 10, 30, 1e-4
Passes = Generator[None, None, tuple[float, Tensor]]


class Loss(NamedTuple):
    r"""Mean cross-entropy plus $\frac{\lambda}{2n}\|w\|^2$ over all K classes' weights.

    `x` (n, d), `y` (n,) int64; weights and bias of all classes lie side by side, (K, d + 1).
    """

    x: Tensor
    y: Tensor
    classes: int
    l2: float = 0.0
    chunk: int = 1 << 15

    def zero(self) -> Tensor:
        """No weights at all, (K, d + 1)."""
        return self.x.new_zeros(self.classes, self.x.shape[1] + 1)

    def __call__(self, theta: Tensor) -> Passes:
        """Loss and gradient (K, d + 1), a chunk at a time."""
        n, total, gradient = len(self.x), 0.0, torch.zeros_like(theta)
        for x, y in zip(self.x.split(self.chunk), self.y.split(self.chunk), strict=True):
            logs = torch.addmm(theta[:, -1], x, theta[:, :-1].T).log_softmax(1)
            total -= logs.gather(1, y[:, None]).sum().item()
            wrong = logs.exp()
            wrong[torch.arange(len(y), device=y.device), y] -= 1
            gradient[:, :-1] += wrong.T @ x
            gradient[:, -1] += wrong.sum(0)
            yield
        gradient /= n
        gradient[:, :-1] += self.l2 / n * theta[:, :-1]
        return total / n + self.l2 / (2 * n) * theta[:, :-1].square().sum().item(), gradient


class Point(NamedTuple):
    """Where the iteration stands."""

    theta: Tensor
    loss: float
    gradient: float

    @property
    def model(self) -> Linear:
        """The weights in use."""
        return Linear(self.theta[:, :-1], self.theta[:, -1])


def lbfgs(
    loss: Loss, theta: Tensor | None = None, most: int = 200, tolerance: float = 1e-8
) -> Generator[Point | None, None, None]:
    """A `Point` for the start and after each step, None between chunks."""
    theta = loss.zero() if theta is None else theta
    value, gradient = yield from loss(theta)
    yield Point(theta, value, gradient.norm().item())
    pairs: deque[tuple[Tensor, Tensor]] = deque(maxlen=MEMORY)
    for _ in range(most):
        if gradient.norm() < tolerance:
            return
        move = -two_loops(gradient, pairs)
        if not pairs:
            move = move / max(1.0, gradient.norm().item())
        found = yield from _shortened(loss, theta, value, gradient, move)
        if found is None:
            return
        after, value, slope = found
        pair = after - theta, slope - gradient
        if (pair[0] * pair[1]).sum() > 1e-12 * pair[1].square().sum():
            pairs.append(pair)
        theta, gradient = after, slope
        yield Point(theta, value, gradient.norm().item())


def two_loops(gradient: Tensor, pairs: deque[tuple[Tensor, Tensor]]) -> Tensor:
    """The gradient times what the pairs know of the inverse Hessian."""
    q, taken = gradient.clone(), []
    for s, y in reversed(pairs):
        share = (s * q).sum() / (s * y).sum()
        q -= share * y
        taken.append(share)
    if pairs:
        s, y = pairs[-1]
        q *= (s * y).sum() / y.square().sum()
    for (s, y), share in zip(pairs, reversed(taken), strict=True):
        q += s * (share - (y * q).sum() / (s * y).sum())
    return q


def _shortened(loss: Loss, theta: Tensor, value: float, gradient: Tensor, move: Tensor):
    """The first of the moves 1, ½, ¼ … that gains enough; None where none does."""
    slope = (gradient * move).sum().item()
    for k in range(HALVINGS):
        tried = theta + move / 2**k
        after, change = yield from loss(tried)
        if after <= value + GAIN * slope / 2**k:
            return tried, after, change
    return None
