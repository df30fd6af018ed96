r"""The plane in which classes with one covariance lie furthest apart.

With $\Sigma=LL^\top$ and $z=L^{-1}(x-\bar x)$ the within-class covariance is the identity; the
class means span at most K − 1 directions of z. The first two principal directions $q_1,q_2$ of
these means are the axes (Fisher's discriminants); where two classes span one only, the second is
the widest direction of all rows that is orthogonal to it. A place (u, v) of the plane is the row
$\bar x+L(uq_1+vq_2)$.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from engine.logistic_regression.closed_form import SINGULAR, shrunk
from engine.logistic_regression.moments import Moments

ROOM = 0.1


class Plane(NamedTuple):
    """`mean` (d,), `factor` L (d, d) and `axes` q (d, 2); `captured` 0…1, `apart` a distance."""

    mean: Tensor
    factor: Tensor
    axes: Tensor
    captured: float
    apart: float

    def project(self, x: Tensor) -> Tensor:
        """(n, 2) of rows `x` (n, d)."""
        z = torch.linalg.solve_triangular(self.factor, (x - self.mean).T, upper=False)
        return z.T @ self.axes

    def lift(self, places: Tensor) -> Tensor:
        """Rows (n, d) that lie in the plane at `places` (n, 2)."""
        return self.mean + places @ (self.factor @ self.axes).T

    def box(self, points: Tensor) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a picture of `points` (n, 2), with room around them."""
        low, high = points.min(0).values, points.max(0).values
        room = ROOM * (high - low).clamp(min=1.0)
        (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
        return left, right, bottom, top


def plane_of(seen: Moments, rho: float) -> Plane:
    """The plane of the rows behind `seen`; the covariance is shrunk by `rho` first."""
    mean = (seen.priors[:, None] * seen.means).sum(0)
    factor = _factor(seen, rho)
    whiten = torch.linalg.solve_triangular
    away = whiten(factor, (seen.means - mean).T, upper=False).T
    _, lengths, directions = torch.linalg.svd(seen.priors.sqrt()[:, None] * away)
    axes = directions[:2].T
    if len(seen.counts) == 2 and axes.shape[1] == 2:
        axes = torch.stack([axes[:, 0], _widest(seen, factor, axes[:, 0])], dim=1)
    if axes.shape[1] == 1:  # a single column
        axes = torch.cat([axes, torch.zeros_like(axes)], dim=1)
    squares = lengths.square()
    total = squares.sum().item()
    captured = squares[:2].sum().item() / total if total > 0 else 1.0
    return Plane(mean, factor, axes, captured, torch.cdist(away, away).max().item())


def _factor(seen: Moments, rho: float) -> Tensor:
    """L of the within-class covariance; a column without spread in it has that of all rows."""
    sigma, total = shrunk(seen.within, rho), seen.total.diagonal()
    flat = sigma.diagonal() <= SINGULAR * total
    sigma = torch.where(flat[:, None] | flat[None, :], 0.0, sigma)
    return torch.linalg.cholesky(sigma + torch.diag(torch.where(flat, total, 0.0)))


def _widest(seen: Moments, factor: Tensor, first: Tensor) -> Tensor:
    """The widest direction of all rows, as they came, made orthogonal to `first`."""
    _, vectors = torch.linalg.eigh(seen.total)
    z = torch.linalg.solve_triangular(factor, vectors.flip(1), upper=False)
    rest = z - torch.outer(first, first @ z)
    lengths = rest.norm(dim=0)
    which = int((lengths > 1e-6 * z.norm(dim=0)).int().argmax())
    return rest[:, which] / lengths[which]
