r"""Experiment: the same two estimators where the Gaussian assumption holds and where it does not.

Where it holds the closed form is the maximum likelihood of a larger model and needs fewer rows
(Efron 1975); where it fails, the rival that only looks at $p(y|x)$ catches up and overtakes (Ng
and Jordan 2001). The true posterior is known here, so both can be judged against the best there
is. A training set that can be separated has no rival: it is counted, and left out of both.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.device import mix
from engine.jobs import Progress
from engine.logistic_regression.classifier import Linear, calibration
from engine.logistic_regression.closed_form import closed_form
from engine.logistic_regression.config_assumption import (
    BINS,
    FITS,
    AssumptionConfig,
    AssumptionResult,
)
from engine.logistic_regression.moments import moments
from engine.logistic_regression.newton import newton

SKEW, STRETCH = 1.0, 4.0
FLAT = 1e-8


class Law(NamedTuple):
    """How rows of a class come about: `skew` of each coordinate, `scale` (2, d) of each class."""

    means: Tensor
    scale: Tensor
    skew: float

    def draw(self, n: int, seed: int) -> tuple[Tensor, Tensor]:
        """`n` rows (n, d), half of each class."""
        generator = torch.Generator().manual_seed(seed)
        y = torch.arange(n) % 2
        z = torch.randn(n, self.means.shape[1], generator=generator, dtype=torch.float64)
        return self.means[y] + self.scale[y] * bent(z, self.skew), y

    def logit(self, x: Tensor) -> Tensor:
        """log p(1|x) − log p(0|x), (n,); ±∞ where a class has no density."""
        one, two = (self._log(x, k) for k in (0, 1))
        return torch.where(one == two, 0.0, two - one)

    def _log(self, x: Tensor, k: int) -> Tensor:
        z, slope = straightened((x - self.means[k]) / self.scale[k], self.skew)
        return (-z.square() / 2 - slope - self.scale[k].log()).sum(1)


def law(config: AssumptionConfig) -> Law:
    """The two classes that `config` asks for."""
    d = config.width
    means = torch.zeros(2, d, dtype=torch.float64)
    means[1] = config.distance / math.sqrt(d)
    scale = torch.ones(2, d, dtype=torch.float64)
    if config.how == "unequal":
        scale[1, ::2] += (STRETCH - 1) * config.away
    return Law(means, scale, SKEW * config.away if config.how == "skewed" else 0.0)


def bent(z: Tensor, skew: float) -> Tensor:
    """Normal `z` made log-normal, of mean 0 and variance 1."""
    if skew == 0:
        return z
    middle, width = _lognormal(skew)
    return (torch.exp(skew * z) - middle) / width


def straightened(v: Tensor, skew: float) -> tuple[Tensor, Tensor]:
    """The inverse of `bent`, and the logarithm of its slope there; ∞ outside its range."""
    if skew == 0:
        return v, torch.zeros_like(v)
    middle, width = _lognormal(skew)
    inside = v * width + middle
    z = torch.where(inside > 0, inside.clamp(min=1e-300).log() / skew, torch.inf)
    return z, torch.where(inside > 0, math.log(skew / width) + skew * z, 0.0)


def _lognormal(skew: float) -> tuple[float, float]:
    square = skew * skew
    return math.exp(square / 2), math.sqrt(math.expm1(square) * math.exp(square))


def run(config: AssumptionConfig) -> Generator[Progress, None, AssumptionResult]:
    """Every size `repeats` times; one `Progress` for each ten fits."""
    truth, total = law(config), len(config.sizes) * config.repeats
    x, y = truth.draw(config.held, mix(config.seed, -1))
    table = np.full((len(config.sizes), config.repeats, len(FITS), 2), np.nan)
    kept: tuple[list, list] = ([], [])
    for k, size in enumerate(config.sizes):
        for r in range(config.repeats):
            if r % 10 == 0:
                yield Progress(k * config.repeats + r, total)
            models = fitted(*truth.draw(size, mix(config.seed, k, r)))
            if models is None:
                continue
            table[k, r] = [(m.accuracy(x, y), m.log_loss(x, y)) for m in models]
            if size == config.calibrated:
                for found, model in zip(kept, models, strict=True):
                    found.append(model.probabilities(x)[:, 1])
    mean, se = _summary(table)
    said, true = zip(*(_calibrated(found, y) for found in kept), strict=True)
    return AssumptionResult(
        config=config,
        accuracy=mean[..., 0],
        accuracy_se=se[..., 0],
        loss=mean[..., 1],
        loss_se=se[..., 1],
        missing=np.isnan(table[:, :, 0, 0]).mean(1),
        best=_best(truth, x, y),
        said=np.stack(said),
        true=np.stack(true),
        device="cpu",
    )


def fitted(x: Tensor, y: Tensor) -> tuple[Linear, Linear] | None:
    """Closed form and rival of one training set; None where the rival does not exist."""
    *_, last = newton(x, y, 2, most=40, tolerance=FLAT)
    if last.gradient > FLAT or last.model.accuracy(x, y) == 1:
        return None
    return closed_form(moments(x, y, 2)), last.model


def _summary(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard error over the repeats that count: both (fits, sizes, 2)."""
    count = np.maximum(1, (~np.isnan(table)).sum(1))
    sums = np.nansum(table, 1)
    mean = np.where(count > 1, sums / count, np.nan)
    square = np.nansum((table - mean[:, None]) ** 2, 1) / np.maximum(1, count - 1)
    se = np.sqrt(square / count)
    return mean.swapaxes(0, 1).copy(), se.swapaxes(0, 1).copy()


def _calibrated(found: list[Tensor], y: Tensor) -> tuple[np.ndarray, np.ndarray]:
    if not found:
        return np.full(BINS, np.nan), np.full(BINS, np.nan)
    said, true, _ = calibration(torch.cat(found), (y == 1).repeat(len(found)), BINS)
    return said.numpy(), true.numpy()


def _best(truth: Law, x: Tensor, y: Tensor) -> tuple[float, float]:
    """Accuracy and log loss of the true posterior."""
    logit = truth.logit(x)
    signed = torch.where(y == 1, logit, -logit)
    return (signed > 0).double().mean().item(), torch.nn.functional.softplus(-signed).mean().item()
