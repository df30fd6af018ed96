r"""The rival: maximum likelihood by Newton's method (IRLS), with its path.

$\min_{w,b}\ \frac1n\sum_i-\log\mathrm{softmax}(w x_i+b)_{y_i}+\frac{\lambda}{2n}\|w\|^2$. The last
class is held at zero (what is common to all cancels), which leaves a Hessian of
$(K-1)(d+1)$ rows. From zero weights and balanced classes the first Newton step of two classes
points along the closed form. A step that does not improve is halved. Where the classes can be
separated there is no minimum and $\|w\|$ grows with every step: `separability` decides that,
and the path shows it.

`passes` goes over the rows in chunks (`curvature`) and yields between them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.curvature import Problem, derivatives, loss


class Step(NamedTuple):
    """Where the iteration stands: its weights, loss, the length of the gradient, and |w|."""

    model: Linear
    loss: float
    gradient: float
    length: float


def passes(
    problem: Problem,
    start: Linear | None = None,
    most: int = 100,
    tolerance: float = 1e-10,
) -> Generator[Step | None, None, None]:
    """The path from `start` (zero) to the minimum: a `Step` an iteration, None between chunks.

    It ends when the gradient is shorter than `tolerance`, or after `most` iterations: whoever
    asks must look at the last gradient.
    """
    theta = free(start, problem)
    value, gradient, hessian = yield from derivatives(problem, theta)
    yield _step(theta, value, gradient)
    for _ in range(most):
        if gradient.norm() < tolerance:
            return
        move = _solve(hessian, gradient).view_as(theta)
        theta = yield from _halved(problem, theta, move, value)
        value, gradient, hessian = yield from derivatives(problem, theta)
        yield _step(theta, value, gradient)


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
    """The same path on all rows at once: the start, then a `Step` an iteration.

    `x` (n, d) float64, `y` (n,) int64.
    """
    steps = passes(Problem(x, y, classes, l2), start, most, tolerance)
    return (step for step in steps if step)


def maximum_likelihood(x: Tensor, y: Tensor, classes: int, **options) -> Linear:
    """The end of the path."""
    *_, last = newton(x, y, classes, **options)
    return last.model


def free(start: Linear | None, problem: Problem) -> Tensor:
    """The weights of `start` (zero) less those of the last class, (K − 1, d + 1) float64."""
    count, width = problem.classes - 1, problem.x.shape[1] + 1
    if start is None:
        return torch.zeros(count, width, dtype=torch.float64, device=problem.x.device)
    theta = torch.cat([start.weights, start.bias[:, None]], dim=1)
    return (theta[:-1] - theta[-1]).to(problem.x.device, torch.float64)


def _solve(hessian: Tensor, gradient: Tensor) -> Tensor:
    """The Newton direction; the shortest one where columns repeat each other."""
    factor, failed = torch.linalg.cholesky_ex(hessian)
    flat = gradient.reshape(-1, 1)
    if failed.item() == 0 and factor.diagonal().min() > 1e-8 * factor.diagonal().max():
        return torch.cholesky_solve(flat, factor)
    return torch.linalg.lstsq(hessian, flat, driver="gelsd").solution


def _halved(
    problem: Problem, theta: Tensor, move: Tensor, before: Tensor
) -> Generator[None, None, Tensor]:
    """`theta` after the longest of the moves 1, ½, ¼ … that does not raise the loss."""
    for k in range(30):
        tried = theta - move / 2**k
        if (yield from loss(problem, tried)) <= before:
            return tried
    return theta


def _step(theta: Tensor, loss: Tensor, gradient: Tensor) -> Step:
    full = torch.nn.functional.pad(theta, (0, 0, 0, 1))
    model = Linear(full[:, :-1], full[:, -1])
    return Step(model, loss.item(), gradient.norm().item(), theta[:, :-1].norm().item())
