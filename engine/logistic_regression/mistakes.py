r"""Experiment: the closed form with the wrong covariance, or with two divisors mixed.

With the *total* covariance two classes keep their direction and lose a factor
$1+p_0p_1D^2$ of their length (D is the Mahalanobis distance of the means); where $p_0\ne p_1$
the boundary moves as well, since $\log(p_1/p_0)$ does not shrink along. With *mixed* divisors
(the article's code as printed) the eight points get logits −10.5 … 10.5 instead of −24 … 24.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import mix
from engine.jobs import Progress
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.closed_form import closed_form
from engine.logistic_regression.config_mistakes import (
    SIZES,
    SQUARES,
    MistakesConfig,
    MistakesResult,
)
from engine.logistic_regression.moments import Moments, moments
from engine.logistic_regression.whitening import by_whitening

DDOF = {"same": 0, "mixed": 1}


def run(config: MistakesConfig) -> Generator[Progress, None, MistakesResult]:
    """Two fits of the points, then the mixed divisors at each size; one `Progress` a size."""
    x, y = points(config)
    m = moments(x, y, 2)
    right, made = closed_form(m), mistaken(x, y, m, config)
    shrunk = []
    for k, size in enumerate(SIZES):
        yield Progress(k, len(SIZES))
        rows, labels = clouds(size, 0.5, config.distance, mix(config.seed, k))
        shrunk.append(_length(by_whitening(rows, labels, 2, 1)) / _length(_fit(rows, labels)))
    gap = m.means[1] - m.means[0]
    square = gap @ torch.linalg.solve(m.within, gap)
    shift = _crossing(made, m.means[0], gap) - _crossing(right, m.means[0], gap)
    directions = [model.binary()[0] / _length(model) for model in (right, made)]
    return MistakesResult(
        config=config,
        x=x.numpy(),
        y=y.numpy(),
        right=_row(right),
        made=_row(made),
        logits=np.stack([_logits(model, x) for model in (right, made)]),
        ratio=_length(right) / _length(made),
        predicted=1 + (m.priors.prod() * square).item(),
        moved=shift,
        turned=torch.rad2deg((directions[0] @ directions[1]).clamp(-1, 1).acos()).item(),
        shrunk=np.array(shrunk),
        device="cpu",
    )


def points(config: MistakesConfig) -> tuple[Tensor, Tensor]:
    """The rows (n, 2) and their classes."""
    if config.points == "squares":
        return torch.tensor(SQUARES, dtype=torch.float64), torch.arange(2).repeat_interleave(4)
    return clouds(config.count, config.share, config.distance, mix(config.seed))


def clouds(count: int, share: float, distance: float, seed: int) -> tuple[Tensor, Tensor]:
    """`count` rows in the plane, `share` of class 1, means `distance` apart, one covariance."""
    generator = torch.Generator().manual_seed(seed)
    y = (torch.arange(count) < max(2, round(share * count))).long()
    z = torch.randn(count, 2, generator=generator, dtype=torch.float64)
    z[:, 0] += distance * (y.double() - 0.5)
    return z @ torch.tensor([[1.0, 0.5], [-0.3, 0.9]], dtype=torch.float64), y


def mistaken(x: Tensor, y: Tensor, m: Moments, config: MistakesConfig) -> Linear:
    """The closed form as both switches have it."""
    n, ddof = len(x), DDOF[config.divisor]
    if config.covariance == "within":
        return by_whitening(x, y, 2, ddof)
    wide = closed_form(m, covariance="total")
    scale = (n - ddof) / n  # the total covariance grows by n/(n − ddof), the weights shrink
    bias = m.priors.log() + scale * (wide.bias - m.priors.log())
    return Linear(scale * wide.weights, bias)


def _fit(x: Tensor, y: Tensor) -> Linear:
    return closed_form(moments(x, y, 2))


def _length(model: Linear) -> float:
    return model.binary()[0].norm().item()


def _row(model: Linear) -> np.ndarray:
    w, b = model.binary()
    return torch.cat([w, b[None]]).numpy()


def _logits(model: Linear, x: Tensor) -> np.ndarray:
    w, b = model.binary()
    return (x @ w + b).numpy()


def _crossing(model: Linear, start: Tensor, gap: Tensor) -> float:
    """Where the boundary cuts the line from mean 0 (0) to mean 1 (1)."""
    w, b = model.binary()
    return (-(w @ start + b) / (w @ gap)).item()
