r"""Experiment: where the classes can be separated, the likelihood has no maximum.

Any w that ranks every row rightly gets better by being longer: $\|w\|$ grows by about one with
each Newton step, and like $\log t$ under plain descent; nothing ever converges, though the
gradient vanishes. The closed form asks for means and a covariance and stays where it is. The
linear program (`separability`) says which case it is before anybody iterates.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import mix
from engine.jobs import Progress
from engine.logistic_regression.closed_form import closed_form
from engine.logistic_regression.config_separable import SeparableConfig, SeparableResult
from engine.logistic_regression.moments import moments
from engine.logistic_regression.newton import newton
from engine.logistic_regression.separability import separability

STRIDE, RATE = 1000, 1.0


def run(config: SeparableConfig) -> Generator[Progress, None, SeparableResult]:
    """The program, the closed form, Newton, then plain descent; a `Progress` every thousand."""
    x, y = points(config)
    found = separability(x.numpy(), y.numpy(), 2)
    closed = closed_form(moments(x, y, 2))
    path = list(newton(x, y, 2, most=config.newton))
    steps, lengths = yield from _descent(x, y, config.descent)
    return SeparableResult(
        config=config,
        x=x.numpy(),
        y=y.numpy(),
        kind=found.kind,
        margin=found.margin,
        newton_length=np.array([step.length for step in path]),
        newton_loss=np.array([step.loss for step in path]),
        descent_step=steps,
        descent_length=lengths,
        closed=closed.binary()[0].norm().item(),
        line=_row(*closed.binary()),
        rivals=_row(*path[-1].model.binary()),
        device="cpu",
    )


def points(config: SeparableConfig) -> tuple[Tensor, Tensor]:
    """Class 0 to the left of −gap/2, class 1 to the right of gap/2; the first of each on it."""
    generator = torch.Generator().manual_seed(mix(config.seed))
    y = torch.arange(2).repeat_interleave(config.per)
    away = torch.randn(2 * config.per, generator=generator, dtype=torch.float64).abs()
    up = torch.randn(2 * config.per, generator=generator, dtype=torch.float64)
    first = [0, config.per]
    away[first] = 0.0
    up[first] = 0.0
    return torch.stack([(2 * y - 1) * (away + config.gap / 2), up], dim=1), y


def _descent(x: Tensor, y: Tensor, most: int) -> Generator[Progress, None, tuple]:
    """|w| of plain gradient descent from 0, at steps that grow by a third."""
    rows = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    w, sign = torch.zeros(3, dtype=torch.float64), (2 * y - 1).double()
    steps, lengths, wanted = [], [], 1
    signed = rows * sign[:, None]
    for step in range(1, most + 1):
        if step % STRIDE == 1:
            yield Progress(step - 1, most)
        w += RATE / len(x) * (torch.sigmoid(-(signed @ w)) @ signed)
        if step >= wanted or step == most:
            steps.append(step)
            lengths.append(w[:2].norm().item())
            wanted = max(step + 1, step * 4 // 3)
    return np.array(steps), np.array(lengths)


def _row(w: Tensor, b: Tensor) -> np.ndarray:
    return torch.cat([w, b[None]]).numpy()
