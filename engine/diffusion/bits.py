r"""Bits per dimension: what a house costs to write down, by the variational bound.

$$-\log p(x_0)\le\mathrm{KL}\bigl(p(x_T|x_0)\,\|\,N(0,I)\bigr)
+\sum_{s>0}\mathrm{KL}\bigl(p(x_s|x_t,x_0)\,\|\,p(x_s|x_t)\bigr)-\log p(x_0|x_\tau),$$

summed over the steps t → s of a way down, of which τ → 0 is the last (Ho et al.,
2006.11239, eq. 5). Both sides of a step are Gaussians with standard deviations σ (the
posterior's) and $\sigma_p$ and with means $\lambda(x_0-\hat x_0)$ apart: a dimension costs

$$\log\frac{\sigma_p}{\sigma}+\frac{\sigma^2+\lambda^2e}{2\sigma_p^2}-\frac12,\qquad
e=|x_0-\hat x_0|^2/d,$$

and the last step, where σ = 0 and λ = 1, $\tfrac12\log2\pi\sigma_p^2+e/2\sigma_p^2$: the lower
variance is none there, so a density needs another. Of all $\sigma_p$ the *optimal* one costs
least. For Gaussian data and the best denoiser every reverse step is itself Gaussian, and the
bound is the entropy plus $\mathrm{KL}(x_T\|N(0,I))$, nothing lost.

The data are continuous: this is a density's cost, below zero where they are narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, expm1, inf, log, pi

import torch
from torch import Tensor

from engine.diffusion.posterior import VARIANCES, posterior
from engine.diffusion.sampler import Denoiser
from engine.diffusion.schedule import Schedule, demolish


@dataclass(frozen=True)
class Bound:
    """Bits per dimension: `prior` of the end, `steps` of each step (the last is t → 0).

    `se` is the standard error of the total over the samples; 0 where none were drawn.
    """

    prior: float
    steps: tuple[float, ...]
    se: float

    @property
    def total(self) -> float:
        return self.prior + sum(self.steps)


def squared_errors(
    denoiser: Denoiser, x0: Tensor, alpha_bars: Sequence[float], noise: Callable[[], Tensor]
) -> Iterator[Tensor]:
    r"""$|x_0-\hat x_0|^2/d$ of each sample, float64 (n,), at each of `alpha_bars`.

    `noise` gives a draw in the shape of `x0`, (n, …), for each; any denoiser will do.
    """
    for alpha_bar in alpha_bars:
        guess = denoiser(demolish(x0, noise(), alpha_bar), alpha_bar)
        yield (guess - x0).square().flatten(1).mean(1, dtype=torch.float64)


def variances(
    mixture, x0: Tensor, alpha_bars: Sequence[float], noise: Callable[[], Tensor]
) -> Iterator[Tensor]:
    r"""$\mathrm{Var}(x_0|x_t)/d$ of an exact denoiser with a `variance`, in their place.

    The same on average where `x0` are the mixture's own samples, and scattering less.
    """
    for alpha_bar in alpha_bars:
        x = demolish(x0, noise(), alpha_bar)
        yield mixture.variance(x, alpha_bar).mean(1, dtype=torch.float64)


def bound(
    schedule: Schedule,
    times: Sequence[int],
    unknown: Sequence[Tensor | float],
    power: Tensor | float,
    *,
    variance: str = "optimal",
    last: str = "optimal",
) -> Bound:
    r"""The bound of the way down along `times`, falling to 0.

    `unknown` is $e$ at each time but 0, of each sample (n,) or its known mean; `power` is
    $|x_0|^2/d$ likewise. `variance` is a key of `VARIANCES` for all steps but the last, which
    has `last`; the optimal one is that of the mean of `unknown`.
    """
    logs = [schedule.log_alpha_bar[t].item() for t in times]
    signal = exp(2 * logs[0])
    whole = [(signal * _wide(power) - signal - log(-expm1(2 * logs[0]))) / 2]
    for (log_t, log_s), e in zip(pairwise(logs), map(_wide, unknown), strict=True):
        spread = e.mean().item()
        chosen = VARIANCES[variance if log_s else last](log_t, log_s, spread)
        whole.append(_cost(log_t, log_s, chosen, e))
    prior, *steps = ((part / log(2)).mean().item() for part in whole)
    return Bound(prior, tuple(steps), _standard_error(sum(whole) / log(2)))


def _cost(log_t: float, log_s: float, variance: float, e: Tensor) -> Tensor:
    """Nats a dimension of the step from t to s, of each sample."""
    _, lam, sigma = posterior(log_t, log_s)
    if variance == 0:
        return torch.full_like(e, inf)
    apart = lam**2 * e / (2 * variance)
    if log_s == 0:
        return apart + log(2 * pi * variance) / 2
    return apart + (sigma**2 / variance - 1 - log(sigma**2 / variance)) / 2


def _wide(value: Tensor | float) -> Tensor:
    return torch.as_tensor(value, dtype=torch.float64)


def _standard_error(total: Tensor) -> float:
    return (total.std() / total.numel() ** 0.5).item() if total.numel() > 1 else 0.0
