r"""The exact denoiser of a finite data set: the best guess there is, no training.

If $x_0$ is one of $D_1\dots D_m$, each as likely, then after the demolition
$x_t=\bar\alpha x_0+\bar\beta\varepsilon$ Bayes' rule leaves a softmax,

$$E[x_0|x_t]=\sum_i w_iD_i,\qquad
w\propto\exp\Bigl(-\frac{|x_t-\bar\alpha D_i|^2}{2\bar\beta^2}\Bigr),$$

and Tweedie's formula turns the guess into the score,
$\nabla\log p(x_t)=(\bar\alpha\,E[x_0|x_t]-x_t)/\bar\beta^2$. It can only say what it has
seen: a sampler that follows it ends on a data point, so it memorises.

Leaving out what all points share, the exponent is
$(\bar\alpha/\bar\beta^2)\,x_t\!\cdot\!D_i-(\bar\alpha^2/2\bar\beta^2)|D_i|^2$: one product
with the table of rows $(D_i,|D_i|^2,1)$, data centred on their mean. A second one, with
the weights from the left, returns the sums of $w_iD_i$, $w_i|D_i|^2$ and $w_i$. Data come
in chunks under a running maximum; batches in blocks of one fixed height, the last filled
up, so that a sample's sums are taken in the same order whatever batch it is in.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log, pi

import torch
from torch import Tensor


def roots(alpha_bar: float | Tensor, x: Tensor) -> tuple[float | Tensor, float | Tensor]:
    r"""$\bar\alpha$ and $\bar\beta^2$: floats of a float, else shape (n, 1) in the dtype of `x`."""
    if not isinstance(alpha_bar, Tensor):
        return alpha_bar, (1 - alpha_bar) * (1 + alpha_bar)
    wide = alpha_bar.to(x.device, torch.float64).reshape(-1, 1)
    return wide.to(x.dtype), ((1 - wide) * (1 + wide)).to(x.dtype)


def score(denoiser, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
    r"""Tweedie: $\nabla\log p(x_t)=(\bar\alpha\hat x_0-x_t)/\bar\beta^2$, in the shape of `x`."""
    a, b2 = roots(alpha_bar, x)
    guess = denoiser(x, alpha_bar)
    return ((a * guess.flatten(1) - x.flatten(1)) / b2).view_as(x)


class FiniteDenoiser:
    r"""`(x, alpha_bar) -> E[x_0|x_t]` for `data` of shape (m, …), pictures or points.

    `x` has shape (n, …); `alpha_bar`, $0\le\bar\alpha<1$, is a float or one per sample,
    shape (n,). The computing is in the dtype of `data`, the answer in that of `x`.
    `chunk` data points are met at a time.
    """

    def __init__(self, data: Tensor, chunk: int = 1000):
        flat = data.flatten(1)
        self.centre = flat.mean(dim=0)
        offset = flat - self.centre
        squares = offset.square().sum(1, keepdim=True)
        table = torch.cat([offset, squares, torch.ones_like(squares)], dim=1)
        self.data, self.chunks = data, table.split(chunk)
        on_cpu = data.device.type == "cpu"
        self.rows = max(16, 512 // flat.shape[1]) * (1 if on_cpu else 16)

    def __call__(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        return self.moments(x, alpha_bar)[0]

    def moments(self, x: Tensor, alpha_bar: float | Tensor) -> tuple[Tensor, Tensor]:
        r"""$E[x_0|x_t]$ in the shape of `x`, and $E|x_0-\hat x_0|^2$ given $x_t$, shape (n,)."""
        sums, _ = self._stream(x, alpha_bar)
        mean, square = sums[:, :-2] / sums[:, -1:], sums[:, -2] / sums[:, -1]
        variance = (square - mean.square().sum(1)).clamp(min=0)
        return (mean + self.centre).view(x.shape).to(x.dtype), variance.to(x.dtype)

    def log_density(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        r"""$\log p(x_t)$, shape (n,)."""
        sums, peak = self._stream(x, alpha_bar)
        offset, _, b2 = self._offset(x, alpha_bar)
        b2 = torch.as_tensor(b2, dtype=offset.dtype, device=offset.device).flatten()
        exponent = peak + sums[:, -1].log() - offset.square().sum(1) / (2 * b2)
        volume = log(len(self.data)) + offset.shape[1] / 2 * (2 * pi * b2).log()
        return (exponent - volume).to(x.dtype)

    def weights(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        """The share of each data point in the guess: (n, m), rows summing to one."""
        exponents = [torch.cat(list(self._exponents(q)), dim=1) for q in self._blocks(x, alpha_bar)]
        return torch.cat(exponents)[: len(x)].softmax(dim=1)

    def nearest(self, x: Tensor, alpha_bar: float | Tensor) -> tuple[Tensor, Tensor]:
        """Index (n,) of the data point with the largest weight, and that weight (n,)."""
        weight, index = self.weights(x, alpha_bar).max(dim=1)
        return index, weight

    def _offset(self, x: Tensor, alpha_bar: float | Tensor) -> tuple[Tensor, ...]:
        r"""$x_t-\bar\alpha c$ with the data's centre c, flat; $\bar\alpha$ and $\bar\beta^2$."""
        flat = x.flatten(1).to(self.data.dtype)
        a, b2 = roots(alpha_bar, flat)
        return flat - a * self.centre, a, b2

    def _blocks(self, x: Tensor, alpha_bar: float | Tensor) -> tuple[Tensor, ...]:
        r"""Rows $(\bar\alpha x/\bar\beta^2,\ -\bar\alpha^2/2\bar\beta^2,\ 0)$ in full blocks."""
        flat, a, b2 = self._offset(x, alpha_bar)
        shift = flat.new_zeros(len(flat), 2)
        shift[:, :1] -= a * a / (2 * b2)
        missing = -len(flat) % self.rows
        filler = flat.new_zeros(missing, flat.shape[1] + 2)
        return torch.cat([torch.cat([flat * (a / b2), shift], dim=1), filler]).split(self.rows)

    def _exponents(self, query: Tensor) -> Iterator[Tensor]:
        for table in self.chunks:
            yield query @ table.T

    def _stream(self, x: Tensor, alpha_bar: float | Tensor) -> tuple[Tensor, Tensor]:
        """Sums (n, d + 2) of weight × table row, relative to the largest exponent (n,)."""
        sums, peaks = zip(*(self._fold(q) for q in self._blocks(x, alpha_bar)), strict=True)
        return torch.cat(sums)[: len(x)], torch.cat(peaks)[: len(x), 0]

    def _fold(self, query: Tensor) -> tuple[Tensor, Tensor]:
        sums, peak = torch.zeros_like(query), query.new_full((len(query), 1), -torch.inf)
        for exponent, table in zip(self._exponents(query), self.chunks, strict=True):
            higher = torch.maximum(peak, exponent.amax(dim=1, keepdim=True))
            weight = (exponent - higher).exp()
            sums = sums * (peak - higher).exp() + weight @ table
            peak = higher
        return sums, peak
