r"""Maximum likelihood by Adam on small batches, as the article's author trained his rival.

Kingma and Ba (2015) with $\beta=(0.9,0.999)$: batches of `BATCH` rows in the order they come (ours
come in no order), at a rate of `RATE` over the root of the number of the epoch. It never knows
the loss over all rows; whoever wants it asks at a mark.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.logistic_regression.classifier import Linear

BATCH, RATE, BETAS, TINY = 256, 1e-2, (0.9, 0.999), 1e-8
AT_ONCE = 64
GROWTH = 1.3
"""Steps in a turn, and by what the steps between two marks grow."""


def adam(x: Tensor, y: Tensor, classes: int) -> Generator[Linear | None, None, None]:
    """Weights at marks ever further apart, None between turns, without end.

    `x` (n, d) floating, `y` (n,) int64 in 0…classes − 1, in no order.
    """
    theta = x.new_zeros(classes, x.shape[1] + 1)
    mean, square = torch.zeros_like(theta), torch.zeros_like(theta)
    epoch = -(-len(x) // BATCH)
    step, mark = 0, 1
    while True:
        at = step % epoch * BATCH
        gradient = batch_gradient(theta, x[at : at + BATCH], y[at : at + BATCH])
        step += 1
        mean.lerp_(gradient, 1 - BETAS[0])
        square.lerp_(gradient.square(), 1 - BETAS[1])
        rate = RATE / (1 + (step - 1) // epoch) ** 0.5
        length = (square / (1 - BETAS[1] ** step)).sqrt_().add_(TINY)
        theta -= rate / (1 - BETAS[0] ** step) * mean / length
        if step >= mark:
            mark = max(step + 1, int(step * GROWTH))
            yield _model(theta)
        elif step % AT_ONCE == 0:
            yield


def batch_gradient(theta: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The gradient (K, d + 1) of the mean cross-entropy of rows `x`."""
    wrong = torch.addmm(theta[:, -1], x, theta[:, :-1].T).softmax(1)
    wrong[torch.arange(len(y), device=y.device), y] -= 1
    return torch.cat([wrong.T @ x, wrong.sum(0)[:, None]], dim=1) / len(y)


def _model(theta: Tensor) -> Linear:
    return Linear(theta[:, :-1].clone(), theta[:, -1].clone())
