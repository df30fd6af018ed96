r"""The rival: maximum likelihood by Newton's method (IRLS), with its path.

$\min_{w,b}\ \frac1n\sum_i-\log\mathrm{softmax}(w x_i+b)_{y_i}+\frac{\lambda}{2n}\|w\|^2$. The last
class is held at zero (what is common to all cancels), which leaves a Hessian of
$(K-1)(d+1)$ rows. From zero weights and balanced classes the first Newton step of two classes
points along the closed form. A step that does not improve is halved. Where the classes can be
separated there is no minimum and $\|w\|$ grows with every step: `separability` decides that,
and the path shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from engine.logistic_regression.classifier import Linear


class Step(NamedTuple):
    """Where the iteration stands: its weights, loss, the length of the gradient, and |w|."""

    model: Linear
    loss: float
    gradient: float
    length: float


def newton(
    x: Tensor,
    y: Tensor,
    classes: int,
    *,
    l2: float = 0.0,
    start: Linear | None = None,
    most: int = 100,
    tolerance: float = 1e-10,
) -> Iterator[Step]:
    """The path from `start` (zero) to the minimum: the start, then a `Step` an iteration.

    `x` (n, d) float64, `y` (n,) int64. It ends when the gradient is shorter than
    `tolerance`, or after `most` iterations: whoever asks must look at the last gradient.
    """
    rows = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    theta = _free(start, classes, rows.shape[1]).to(x)
    loss, gradient, hessian = _derivatives(rows, y, theta, l2)
    yield _step(theta, loss, gradient)
    for _ in range(most):
        if gradient.norm() < tolerance:
            return
        move = _solve(hessian, gradient).view_as(theta)
        theta = _halved(rows, y, theta, move, loss, l2)
        loss, gradient, hessian = _derivatives(rows, y, theta, l2)
        yield _step(theta, loss, gradient)


def maximum_likelihood(x: Tensor, y: Tensor, classes: int, **options) -> Linear:
    """The end of the path."""
    *_, last = newton(x, y, classes, **options)
    return last.model


def _free(start: Linear | None, classes: int, width: int) -> Tensor:
    if start is None:
        return torch.zeros(classes - 1, width, dtype=torch.float64)
    theta = torch.cat([start.weights, start.bias[:, None]], dim=1)
    return theta[:-1] - theta[-1]


def _loss(rows: Tensor, y: Tensor, theta: Tensor, l2: float) -> Tensor:
    logits = torch.nn.functional.pad(rows @ theta.T, (0, 1))
    cross = torch.nn.functional.cross_entropy(logits, y)
    return cross + l2 / (2 * len(rows)) * theta[:, :-1].square().sum()


def _derivatives(rows: Tensor, y: Tensor, theta: Tensor, l2: float) -> tuple[Tensor, ...]:
    """Loss, gradient (K − 1, d + 1) and Hessian over the free weights laid end to end."""
    n, free = len(rows), len(theta)
    p = torch.nn.functional.pad(rows @ theta.T, (0, 1)).softmax(dim=1)[:, :free]
    wrong = p - torch.nn.functional.one_hot(y, free + 1)[:, :free].to(p)
    ridge = torch.cat([theta[:, :-1], torch.zeros_like(theta[:, :1])], dim=1) * (l2 / n)
    blocks = [
        [rows.T @ (rows * (p[:, a] * (float(a == b) - p[:, b]))[:, None]) for b in range(free)]
        for a in range(free)
    ]
    hessian = torch.cat([torch.cat(line, dim=1) for line in blocks]) / n
    keep = torch.ones_like(theta)
    keep[:, -1] = 0
    hessian += torch.diag(keep.flatten() * (l2 / n))
    return _loss(rows, y, theta, l2), wrong.T @ rows / n + ridge, hessian


def _solve(hessian: Tensor, gradient: Tensor) -> Tensor:
    """The Newton direction; the shortest one where columns repeat each other."""
    factor, failed = torch.linalg.cholesky_ex(hessian)
    flat = gradient.reshape(-1, 1)
    if failed.item() == 0 and factor.diagonal().min() > 1e-8 * factor.diagonal().max():
        return torch.cholesky_solve(flat, factor)
    return torch.linalg.lstsq(hessian, flat, driver="gelsd").solution


def _halved(rows, y, theta: Tensor, move: Tensor, loss: Tensor, l2: float) -> Tensor:
    """`theta` after the longest of the moves 1, ½, ¼ … that does not raise the loss."""
    for k in range(30):
        tried = theta - move / 2**k
        if _loss(rows, y, tried, l2) <= loss:
            return tried
    return theta


def _step(theta: Tensor, loss: Tensor, gradient: Tensor) -> Step:
    full = torch.nn.functional.pad(theta, (0, 0, 0, 1))
    model = Linear(full[:, :-1], full[:, -1])
    return Step(model, loss.item(), gradient.norm().item(), theta[:, :-1].norm().item())
