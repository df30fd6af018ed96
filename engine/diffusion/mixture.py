r"""A mixture of Gaussians, where everything about $x_0$ given $x_t$ is known.

$p(x_0)=\sum_kw_kN(\mu_k,s_k^2I)$ stays a mixture under demolition, with means
$\bar\alpha\mu_k$ and variances $v_k=\bar\alpha^2s_k^2+\bar\beta^2$. Given the component,
$x_0|x_t$ is Gaussian with mean $\mu_k+(\bar\alpha s_k^2/v_k)(x_t-\bar\alpha\mu_k)$ and
variance $s_k^2\bar\beta^2/v_k$; the component itself has the weights
$r_k\propto w_kN(x_t;\bar\alpha\mu_k,v_kI)$. Since $v_k-\bar\alpha^2s_k^2=\bar\beta^2$, with
$u_k=r_k/v_k$ the guess is

$$E[x_0|x_t]=\bar\beta^2\sum_ku_k\mu_k+\bar\alpha\,x_t\sum_ku_ks_k^2,$$

products with $\mu_k$ and $s_k^2$, whatever the stage. Where all components are as wide, v and
the second sum are numbers, and two products with $\mu_k$ are the whole of it.
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
        self._s2, self._logs = sds.square(), self.weights.log()
        self._lengths = means.square().sum(1, keepdim=True)
        self._table = torch.cat([means.T, self._s2[None], torch.ones_like(self._s2)[None]])
        self._width = sds[0].item() if (sds == sds[0]).all() else None

    def to(self, dtype: torch.dtype, device: torch.device | str = "cpu") -> GaussianMixture:
        """The same mixture in `dtype` on `device`."""
        parts = (self.weights, self.means, self.sds)
        return GaussianMixture(*(part.to(device, dtype) for part in parts))

    def __call__(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        across = self._across(x)
        if self._width is None or isinstance(alpha_bar, Tensor):
            a, b2, (means, squares, _) = self._sums(across, alpha_bar)
            return _rows(torch.addcmul(b2 * means, across, a * squares), x)
        a, b2 = roots(alpha_bar, across)
        if b2 == 0:
            return x.clone()
        s2 = self._width**2
        v = a * a * s2 + b2
        shift = torch.add(self._logs[:, None], self._lengths, alpha=-a * a / (2 * v))
        r = torch.addmm(shift, self.means, across, alpha=a / v).softmax(0)
        guess = torch.addmm(across, self.means.T, r, beta=a * s2 / v, alpha=b2 / v)
        return _rows(guess, x)

    def score(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        r"""$\nabla\log p(x_t)$, shape (n, d), at the data themselves ($\bar\alpha=1$) as well."""
        across = self._across(x)
        a, _, (means, _, ones) = self._sums(across, alpha_bar)
        return _rows(a * means - across * ones, x)

    def _across(self, x: Tensor) -> Tensor:
        """`x` with samples along the rows, where sums over a few components are quick: (d, n)."""
        return torch.stack(x.to(self.means.dtype).unbind(1))

    def _sums(self, x: Tensor, alpha_bar: float | Tensor):
        r"""$\bar\alpha$, $\bar\beta^2$, and the sums of u with means, squares and 1: (…, n)."""
        a, b2 = (c.T if isinstance(c, Tensor) else c for c in roots(alpha_bar, x))
        v = a * a * self._s2[:, None] + b2
        # the square of x − āμ without its copies; what is large and shared goes in softmax
        apart = x.square().sum(0) / 2 - self.means @ (a * x) + a * a / 2 * self._lengths
        r = (self._logs[:, None] - len(x) / 2 * v.log() - apart / v).softmax(0)
        sums = self._table @ (r / v)
        return a, b2, (sums[:-2], sums[-2:-1], sums[-1:])

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
        v = a * a * self._s2 + b2
        distance = (x[:, None] - _deep(a) * self.means).square().sum(2)
        return self._logs - distance / (2 * v) - x.shape[1] / 2 * (log(2 * pi) + v.log())

    def _posterior(self, x: Tensor, alpha_bar: float | Tensor) -> tuple[Tensor, Tensor, Tensor]:
        r"""Of each component: its share (n, k), mean (n, k, d) and variance (n or 1, k)."""
        a, b2 = roots(alpha_bar, x)
        s2 = self._s2
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
