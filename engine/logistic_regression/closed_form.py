r"""From moments to weights, without an iteration.

$w_k=\Sigma^{-1}\mu_k$ and $b_k=\log p_k-\tfrac12\mu_k\cdot w_k$, by a Cholesky factor of the
within-class covariance. A column without spread within any class says nothing that a Gaussian
could use: it gets weight 0. Where $\Sigma$ is singular all the same (fewer than d + K rows,
columns that repeat each other), it is shrunk towards a multiple of the identity,
$(1-\rho)\Sigma+\rho\,(\mathrm{tr}\Sigma/d)I$, with the $\rho$ of Ledoit and Wolf (2004); never
in silence: the answer says which $\rho$.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engine.errors import check
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.moments import Moments

COVARIANCES = {"within": lambda m: m.within, "total": lambda m: m.total}
"""The right one, and the classic mistake."""
SINGULAR = 1e-12


def closed_form(moments: Moments, *, shrinkage: float = 0.0, covariance: str = "within") -> Linear:
    r"""The softmax weights of Gaussian classes with one covariance, from `moments`.

    `shrinkage` is $\rho$, 0…1. Raises `InvalidParameter` for a class without rows, and for
    a covariance that is singular: shrink, or bring more rows.
    """
    check(0 <= shrinkage <= 1, "shrinkage", "must be a number from 0 to 1", shrinkage)
    empty = torch.nonzero(moments.counts <= 0).flatten().tolist()
    check(
        not empty,
        "y",
        "must have rows of every class, and none of class {k}",
        len(empty),
        k=empty[0] if empty else 0,
    )
    sigma = shrunk(COVARIANCES[covariance](moments), shrinkage)
    seen = sigma.diagonal() > SINGULAR * moments.total.diagonal()
    weights = torch.zeros_like(moments.sums)
    weights[:, seen] = _solve(sigma[seen][:, seen], moments.offsets[:, seen])
    bias = moments.priors.log() - (weights * moments.offsets).sum(1) / 2
    return Linear(weights, bias - weights @ moments.origin)


def shrunk(sigma: Tensor, rho: float) -> Tensor:
    r"""$(1-\rho)\Sigma+\rho\,(\mathrm{tr}\Sigma/d)I$."""
    eye = torch.eye(len(sigma), dtype=sigma.dtype, device=sigma.device)
    return (1 - rho) * sigma + rho * sigma.diagonal().mean() * eye


def _solve(sigma: Tensor, offsets: Tensor) -> Tensor:
    """Weights (K, d) by Cholesky, columns scaled to unit variance first."""
    scale = sigma.diagonal().sqrt()
    factor, failed = torch.linalg.cholesky_ex(sigma / torch.outer(scale, scale))
    regular = failed.item() == 0 and factor.diagonal().min().item() > SINGULAR**0.5
    rule = "must have a covariance that can be inverted: shrink it, or bring more rows"
    check(regular, "x", rule, f"{len(sigma)}")
    return torch.cholesky_solve((offsets / scale).T, factor).T / scale


def ledoit_wolf(x: Tensor, y: Tensor, moments: Moments, *, chunk: int = 1 << 16) -> float:
    r"""The shrinkage $\rho$ of Ledoit and Wolf (2004) for rows `x` about their class means.

    $\rho=\min(1,\bar b^2/d^2)$ with $d^2=\|\Sigma-mI\|_F^2$ and
    $\bar b^2=n^{-2}\sum_i\|r_ir_i^\top-\Sigma\|_F^2$; a second pass over the rows.
    """
    sigma, n = moments.within, moments.n
    fourth = torch.zeros((), dtype=torch.float64, device=x.device)
    for rows, labels in zip(x.split(chunk), y.split(chunk), strict=True):
        fourth += (rows.double() - moments.means[labels]).square().sum(1).square().sum()
    spread = fourth / n - sigma.square().sum()
    away = sigma.square().sum() - sigma.diagonal().mean() ** 2 * len(sigma)
    return min(1.0, (spread / n / away).item()) if away > 0 else 1.0
