r"""The noise schedule: how fast the house comes down.

The article's schedule is $\alpha_t=\sqrt{1-0.02\,t/T}$, $t=1\dots T$. Every schedule is
a table of $\log\bar\alpha_t$, $t=0\dots T$, in float64; everything else follows:

$$\alpha_t=\bar\alpha_t/\bar\alpha_{t-1},\quad \beta_t=\sqrt{1-\alpha_t^2},\quad
\bar\beta_t=\sqrt{1-\bar\alpha_t^2},\quad \mathrm{SNR}_t=\bar\alpha_t^2/\bar\beta_t^2.$$

The map to others: Ho et al. write $\beta_t$ for our $\beta_t^2$ and $\bar\alpha_t$ for
our $\bar\alpha_t^2$; diffusers counts from 0, so its index is our $t-1$.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Schedule:
    r"""$\log\bar\alpha_t$ for t = 0…T: float64 tensor of shape (T+1,), first entry 0."""

    log_alpha_bar: Tensor

    @property
    def T(self) -> int:
        return len(self.log_alpha_bar) - 1

    @property
    def alpha_bar(self) -> Tensor:
        r"""$\bar\alpha_t$, t = 0…T: what is left of the house."""
        return self.log_alpha_bar.exp()

    @property
    def beta_bar(self) -> Tensor:
        r"""$\bar\beta_t=\sqrt{1-\bar\alpha_t^2}$, t = 0…T: a standard deviation."""
        return torch.expm1(2 * self.log_alpha_bar).abs().sqrt()

    @property
    def alpha(self) -> Tensor:
        r"""$\alpha_t$ of the single steps t = 1…T, shape (T,)."""
        return self.log_alpha_bar.diff().exp()

    @property
    def beta(self) -> Tensor:
        r"""$\beta_t=\sqrt{1-\alpha_t^2}$ of the single steps t = 1…T, shape (T,)."""
        return (-torch.expm1(2 * self.log_alpha_bar.diff())).sqrt()

    @property
    def snr(self) -> Tensor:
        r"""$\bar\alpha_t^2/\bar\beta_t^2$, t = 0…T; infinite at t = 0."""
        return 1 / torch.expm1(-2 * self.log_alpha_bar).abs()

    @property
    def ho_betas(self) -> Tensor:
        r"""Ho's $\beta_t$, our $\beta_t^2$: diffusers' `trained_betas`, shape (T,)."""
        return -torch.expm1(2 * self.log_alpha_bar.diff())


def su(T: int) -> Tensor:
    r"""$\log\alpha_t=\tfrac12\log(1-0.02\,t/T)$ (article 9119)."""
    return torch.log1p(-0.02 * torch.arange(1, T + 1, dtype=torch.float64) / T) / 2


def linear(T: int) -> Tensor:
    r"""Ho et al. (2006.11239): $\beta^2$ from 1e-4 to 0.02 at T = 1000, as it stands for any T."""
    return torch.log1p(-torch.linspace(1e-4, 0.02, T, dtype=torch.float64)) / 2


def scaled_linear(T: int) -> Tensor:
    r"""Latent diffusion: $\beta$ (ours, a standard deviation) linear from √.00085 to √.012."""
    return torch.log1p(-(torch.linspace(0.00085**0.5, 0.012**0.5, T, dtype=torch.float64) ** 2)) / 2


def cosine(T: int) -> Tensor:
    r"""Nichol and Dhariwal (2102.09672), eq. 17: $\bar\alpha^2\propto\cos^2$, $\beta^2\le .999$."""
    t = torch.arange(T + 1, dtype=torch.float64) / T
    curve = torch.cos((t + 0.008) / 1.008 * torch.pi / 2).square()
    return torch.log1p(-(1 - curve[1:] / curve[:-1]).clamp(max=0.999)) / 2


SCHEDULES = {"su": su, "linear": linear, "scaled_linear": scaled_linear, "cosine": cosine}


def schedule(name: str, T: int) -> Schedule:
    """The schedule `name` (a key of `SCHEDULES`) in `T` steps."""
    return from_steps(SCHEDULES[name](T))


def drawn(knots: Sequence[float], T: int) -> Schedule:
    r"""The schedule through `knots`, values of $\bar\alpha$ at even times from 0 to T.

    Between knots $\log\bar\alpha$ is a straight line; the first knot counts as 1, the
    untouched house.
    """
    logs = torch.tensor([1.0, *knots[1:]], dtype=torch.float64).log()
    place = torch.arange(T + 1, dtype=torch.float64) * (len(knots) - 1) / T
    left = place.floor().long().clamp(max=len(knots) - 2)
    return Schedule(torch.lerp(logs[left], logs[left + 1], place - left))


def from_steps(log_alpha: Tensor) -> Schedule:
    r"""The schedule whose single steps are $\log\alpha_t$, float64 of shape (T,)."""
    zero = torch.zeros(1, dtype=torch.float64)
    return Schedule(torch.cat([zero, log_alpha.cumsum(0)]))


def from_ho_betas(betas: Tensor) -> Schedule:
    r"""The schedule of Ho's $\beta_t$ (diffusers' `betas`), shape (T,)."""
    return from_steps(torch.log1p(-betas.to(torch.float64)) / 2)


def demolish(x0: Tensor, epsilon: Tensor, alpha_bar: float | Tensor) -> Tensor:
    r"""The jump $x_t=\bar\alpha_t x_0+\bar\beta_t\varepsilon$, in the dtype of `x0`.

    `alpha_bar` is a float, or one per sample, shape (n,). The roots are taken in float64.
    """
    alpha_bar = torch.as_tensor(alpha_bar, dtype=torch.float64, device=x0.device)
    beta_bar = ((1 - alpha_bar) * (1 + alpha_bar)).sqrt()
    return _per_sample(alpha_bar, x0) * x0 + _per_sample(beta_bar, x0) * epsilon


def _per_sample(value: Tensor, like: Tensor) -> Tensor:
    value = value.to(like.dtype)
    return value.view(-1, *[1] * (like.dim() - 1)) if value.dim() else value
