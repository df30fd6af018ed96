r"""The article's own route: whiten first, then the within-class covariance needs means alone.

With $x\leftarrow(x-\bar x)W$, $W=u\,\mathrm{diag}(1/\sqrt s)$ from the singular values of the
covariance, every column has variance 1 and $\Sigma=I-\sum_kp_k\mu_k\mu_k^\top$. In exact
arithmetic that is the closed form, affine maps change nothing. The trap: `np.cov` divides by
$n-1$ and the class terms by $n$. Mixed, $\Sigma$ becomes $\frac{n}{n-1}S-B$ (S total, B between
classes, both with $1/n$), and every logit is too short; by n = 10⁴ nobody sees it.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engine.logistic_regression.classifier import Linear


def whitening(x: Tensor, ddof: int = 0) -> tuple[Tensor, Tensor]:
    """Mean (d,) and W (d, d) after which rows `x` (n, d) have covariance I, divided by n − ddof."""
    mean = x.mean(0)
    u, s, _ = torch.linalg.svd(torch.atleast_2d(torch.cov(x.T, correction=ddof)))
    return mean, u / s.sqrt()


def by_whitening(x: Tensor, y: Tensor, classes: int, ddof: int = 0) -> Linear:
    """The closed form by the article's code: `ddof` 0 is consistent, 1 is the code as printed.

    The weights are those of the rows as they came, before whitening.
    """
    mean, w = whitening(x, ddof)
    white = (x - mean) @ w
    shares = torch.bincount(y, minlength=classes).to(x) / len(y)
    means = torch.stack([white[y == k].mean(0) for k in range(classes)])
    within = torch.eye(len(w), dtype=x.dtype) - (means.T * shares) @ means
    weights = torch.linalg.solve(within, means.T).T
    bias = shares.log() - (weights * means).sum(1) / 2
    back = weights @ w.T
    return Linear(back, bias - back @ mean)
