r"""A mixture of Gaussians, where everything about $x_0$ given $x_t$ is known.

$p(x_0)=\sum_kw_kN(\mu_k,s_k^2I)$ stays a mixture under demolition, with means
$\bar\alpha\mu_k$ and variances $v_k=\bar\alpha^2s_k^2+\bar\beta^2$. Given the component,
$x_0|x_t$ is Gaussian with mean $\mu_k+(\bar\alpha s_k^2/v_k)(x_t-\bar\alpha\mu_k)$ and
variance $s_k^2\bar\beta^2/v_k$; the component itself has the weights
$r_k\propto w_kN(x_t;\bar\alpha\mu_k,v_kI)$. Since $v_k-\bar\alpha^2s_k^2=\bar\beta^2$, the guess
needs three sums only: with $u_k=r_k/v_k$,

$$E[x_0|x_t]=\frac{\bar\beta^2\sum_ku_k\mu_k+\bar\alpha\,x_t\sum_ku_ks_k^2}
{\bar\beta^2\sum_ku_k+\bar\alpha^2\sum_ku_ks_k^2},$$

products with $\mu_k$, $s_k^2$ and 1, whatever the stage.
"""

from __future__ import annotations

from math import log, pi

import torch
from torch import Tensor

from engine.device import mix
from engine.diffusion.denoiser import roots


class GaussianMixture:
    r"""`(x, alpha_bar) -> E[x_0|x_t]` for a mixture; `x` has shape (n, d).

    `weights` (k,) are normalised, `means` (k, d), `sds` (k,) one standard deviation a
    component. `alpha_bar`, $0\le\bar\alpha\le1$, is a float or one per sample, shape (n,).
    The computing is in the dtype of `means`, the guess in that of `x`.
    """

    def __init__(self, weights: Tensor, means: Tensor, sds: Tensor):
        self.weights, self.means, self.sds = weights / weights.sum(), means, sds
        s2 = sds.square()
        self._table = torch.cat([means.T, s2[None], torch.ones_like(s2)[None]])

    def to(self, dtype: torch.dtype, device: torch.device | str = "cpu") -> GaussianMixture:
        """The same mixture in `dtype` on `device`."""
        parts = (self.weights, self.means, self.sds)
        return GaussianMixture(*(part.to(device, dtype) for part in parts))

    def __call__(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        across, a, b2, (means, squares, ones) = self._sums(x, alpha_bar)
        guess = torch.addcmul(b2 * means, across, a * squares) / (b2 * ones + a * a * squares)
        return _rows(guess, x)

    def score(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        r"""$\nabla\log p(x_t)$, shape (n, d), at the data themselves ($\bar\alpha=1$) as well."""
        across, a, b2, (means, squares, ones) = self._sums(x, alpha_bar)
        slope = (a * means - across * ones) / (b2 * ones + a * a * squares)
        return _rows(slope, x)

    def _sums(self, x: Tensor, alpha_bar: float | Tensor):
        """x, both roots, and the sums of u with means, squares and 1, all over samples (…, n)."""
        # components first, samples along the rows, where sums over a few are quick
        across = torch.stack(x.to(self.means.dtype).unbind(1))
        a, b2 = (c.T if isinstance(c, Tensor) else c for c in roots(alpha_bar, across))
        exponent = self._exponent(across, a, b2)
        u = exponent.sub_(exponent.detach().amax(0)).exp_()
        sums = self._table @ u
        return across, a, b2, (sums[:-2], sums[-2:-1], sums[-1:])

    def _exponent(self, x: Tensor, a, b2) -> Tensor:
        r"""$\log u_k$ up to what the components share: (k, n), of `x` (d, n)."""
        v = a * a * self.sds.square()[:, None] + b2
        places = a * a / 2 * self.means.square().sum(1, keepdim=True)
        lengths = x.new_ones(1, len(x)) @ x.square()
        apart = torch.addmm(lengths, self.means, a * x, beta=-0.5)
        shift = self.weights.log()[:, None] - (len(x) / 2 + 1) * v.log()
        return apart.div_(v).add_(shift - places / v)

    def variance(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        r"""The variance of each coordinate of $x_0$ given $x_t$, shape (n, d)."""
        r, mean, variance = self._posterior(x, alpha_bar)
        guess = (r[:, :, None] * mean).sum(1, keepdim=True)
        return (r[:, :, None] * (variance[:, :, None] + (mean - guess).square())).sum(1)

    def log_density(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        r"""$\log p(x_t)$, shape (n,)."""
        return self._log_joint(x, *roots(alpha_bar, x)).logsumexp(dim=1)

    def draw(self, count: int, seed: int) -> Tensor:
        """`count` samples, shape (count, d), drawn on the CPU."""
        generators = [torch.Generator().manual_seed(mix(seed, k)) for k in range(2)]
        u = torch.rand(count, generator=generators[0], dtype=torch.float64)
        steps = self.weights.double().cumsum(0).cpu()
        index = torch.searchsorted(steps, u, right=True).clamp(max=len(steps) - 1)
        shape = (count, self.means.shape[1])
        z = torch.randn(shape, generator=generators[1], dtype=torch.float64).to(self.means)
        index = index.to(self.means.device)
        return self.means[index] + self.sds[index, None] * z

    def _log_joint(self, x: Tensor, a, b2) -> Tensor:
        r"""$\log w_kN(x_t;\bar\alpha\mu_k,v_kI)$, shape (n, k)."""
        v = a * a * self.sds.square() + b2
        distance = (x[:, None] - _deep(a) * self.means).square().sum(2)
        return self.weights.log() - distance / (2 * v) - x.shape[1] / 2 * (log(2 * pi) + v.log())

    def _posterior(self, x: Tensor, alpha_bar: float | Tensor) -> tuple[Tensor, Tensor, Tensor]:
        r"""Of each component: its share (n, k), mean (n, k, d) and variance (n or 1, k)."""
        a, b2 = roots(alpha_bar, x)
        s2 = self.sds.square()
        v = (a * a * s2 + b2).view(-1, len(s2))
        gain = (a * s2 / v)[:, :, None]
        mean = self.means + gain * (x[:, None] - _deep(a) * self.means)
        return self._log_joint(x, a, b2).softmax(dim=1), mean, s2 * b2 / v


def _rows(across: Tensor, like: Tensor) -> Tensor:
    """`across` (d, n) sample by sample; a copy is three times as quick as a stack of columns."""
    rows = torch.empty_like(like)
    rows.T.copy_(across)
    return rows


def _deep(a: float | Tensor) -> float | Tensor:
    return a[:, :, None] if isinstance(a, Tensor) else a


def two_modes(
    left: float = 0.3, *, dtype: torch.dtype = torch.float64, device: torch.device | str = "cpu"
) -> GaussianMixture:
    """The mixture of the lab's runs on a line: `left` at −1, the rest at +1, sd .1."""
    weights, means, sds = [left, 1 - left], [[-1.0], [1.0]], [0.1, 0.1]
    parts = (torch.tensor(part, dtype=dtype, device=device) for part in (weights, means, sds))
    return GaussianMixture(*parts)
