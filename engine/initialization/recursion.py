r"""The same building from variances and correlations alone: no weight is drawn.

Of two tokens with variance 1 and correlation c, after matrices of std σ, $g=d\sigma^2$:

- attention scores are $\mathcal N(0,g^2)$ over the weights, of which $g^2(1-c)$ differs from key to
  key, so that the weights of a row have $\sum_jp_j^2\approx S=e^{\tau^2}/(n-1+e^{\tau^2})$,
  $\tau^2=g^2(1-c)$; the branch has variance $g^2(c+(1-c)S)$ and covariance $g^2(c+(1-c)/n)$;
- feed-forward has variance $m\sigma^2\,\mathbb E[\phi(u)^2]$ and covariance
  $m\sigma^2\,\mathbb E[\phi(u)\phi(v)]$, u and v Gaussian with variance g and correlation c, m
  features in the middle, φ = GELU;
- sum and post-norm: $c\leftarrow(c+\mathrm{cov})/(1+\mathrm{var})$.

Only post-norm is followed. c rises from floor to floor and saturates at 1: tokens become alike.
"""

from __future__ import annotations

from math import exp, sqrt

import numpy as np
import torch

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(40)
MASS = WEIGHTS / WEIGHTS.sum()


def follow(
    std: float, floors: int, width: int, n: int, rho: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Var F on floors 1 … (floors,), and the correlation on floors 0 … (floors + 1,)."""
    variance, alike = [], [rho]
    for floor in range(1, floors + 1):
        branch = attention if floor % 2 else feed_forward
        var, cov = branch(std, width, n, alike[-1])
        variance.append(var)
        alike.append((alike[-1] + cov) / (1 + var))
    return np.array(variance), np.array(alike)


def attention(std: float, width: int, n: int, c: float) -> tuple[float, float]:
    """Variance and covariance of the attention branch."""
    g = width * std**2
    sharp = exp(g**2 * (1 - c))
    return g**2 * (c + (1 - c) * sharp / (n - 1 + sharp)), g**2 * (c + (1 - c) / n)


def feed_forward(std: float, width: int, n: int, c: float) -> tuple[float, float]:
    """Variance and covariance of the feed-forward branch, four times as wide inside."""
    spread, inside = sqrt(width) * std, 4 * width * std**2
    u = gelu(spread * NODES)
    mixed = c * NODES[:, None] + sqrt(max(1 - c * c, 0)) * NODES[None, :]
    both = u[:, None] * gelu(spread * mixed)
    return float(inside * MASS @ u**2), float(inside * MASS @ both @ MASS)


def gelu(x: np.ndarray) -> np.ndarray:
    r"""$x\,\Phi(x)$."""
    return x * torch.special.ndtr(torch.from_numpy(np.asarray(x))).numpy()


def skip_path(variance: np.ndarray) -> float:
    r"""$\prod(1+\mathrm{Var}\,F)^{-1/2}$."""
    return float(np.exp(-np.log1p(variance).sum() / 2))
