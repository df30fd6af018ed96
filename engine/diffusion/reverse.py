r"""What $x_s$ may be once $x_t$ is known: the laws that brute force is held against.

Every law here is a mixture of Gaussians whose weights and means depend on $x_t$. With $x_0$
given it is the posterior $N(\kappa x_t+\lambda x_0,\sigma^2)$; with data $D_1\dots D_m$ and no
$x_0$ it is the mixture of their posteriors with the weights $p(D_i|x_t)$; DDPM puts one
Gaussian in its place, around the guess $\hat x_0=E[x_0|x_t]$ (article 9164).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, expm1, pi, sqrt
from typing import NamedTuple

import torch
from torch import Tensor

from engine.diffusion.posterior import posterior, step_beta


class Bells(NamedTuple):
    """For each of n values of $x_t$: `weight`, `mean` (m, n) of m Gaussians as wide as `sd`."""

    weight: Tensor
    mean: Tensor
    sd: float

    def density(self, x: Tensor) -> Tensor:
        """At `x` (n,), one for each value; or at any (g,) where n is 1."""
        z = (x - self.mean) / self.sd
        return (self.weight * torch.exp(-z * z / 2)).sum(0) / (self.sd * sqrt(2 * pi))

    def below(self, x: Tensor) -> Tensor:
        """The share below `x` (n,), or below any (g,) where n is 1."""
        z = (x - self.mean) / (self.sd * sqrt(2))
        return (self.weight * (1 + torch.erf(z))).sum(0) / 2

    def moments(self) -> tuple[Tensor, Tensor]:
        """Mean and standard deviation, (n,) each."""
        mean = (self.weight * self.mean).sum(0)
        spread = (self.weight * (self.mean - mean).square()).sum(0)
        return mean, (spread + self.sd**2).sqrt()


Laws = Callable[[Tensor], dict[str, Bells]]
"""From $x_t$ (n,) to what $x_s$ may be, in its dtype, by the name of who says so."""


def around(x0: float | Tensor, x: Tensor, log_t: float, log_s: float, sd: float) -> Bells:
    r"""One Gaussian as wide as `sd` around $\kappa x_t+\lambda x_0$; `x0` is one or (n,)."""
    kappa, lam, _ = posterior(log_t, log_s)
    return Bells(torch.ones_like(x)[None], (kappa * x + lam * x0)[None], sd)


def given(x0: float, log_t: float, log_s: float) -> Laws:
    r"""`exact`: the posterior $p(x_s|x_t,x_0)$."""
    sd = posterior(log_t, log_s).sigma
    return lambda x: {"exact": around(x0, x, log_t, log_s, sd)}


def among(data: Tensor, log_t: float, log_s: float, widths: Mapping[str, float]) -> Laws:
    """For `data` (m,): `exact`, every point's posterior by its weight, and by the names of
    `widths` DDPM's one Gaussian around the guess, that wide.
    """
    kappa, lam, sigma = posterior(log_t, log_s)

    def laws(x: Tensor) -> dict[str, Bells]:
        places = data.to(x)
        share = weights(places, x, log_t)
        exact = Bells(share, kappa * x + lam * places[:, None], sigma)
        guess = places @ share
        single = {name: around(guess, x, log_t, log_s, sd) for name, sd in widths.items()}
        return {"exact": exact} | single

    return laws


def normal(log_t: float, log_s: float, widths: Mapping[str, float]) -> Laws:
    r"""For data $N(0,1)$: `exact`, $N(\alpha x_t,\beta^2)$, and DDPM's with each of `widths`."""
    a, alpha, beta = exp(log_t), exp(log_t - log_s), step_beta(log_t, log_s)

    def laws(x: Tensor) -> dict[str, Bells]:
        exact = Bells(torch.ones_like(x)[None], alpha * x[None], beta)
        single = {name: around(a * x, x, log_t, log_s, sd) for name, sd in widths.items()}
        return {"exact": exact} | single

    return laws


def ddpm(log_t: float, log_s: float) -> dict[str, float]:
    """DDPM's two widths, `lower` and `upper`: standard deviations."""
    return {"lower": posterior(log_t, log_s).sigma, "upper": step_beta(log_t, log_s)}


def weights(data: Tensor, x: Tensor, log_t: float) -> Tensor:
    r"""$p(D_i|x_t)$ of `data` (m,), each as likely before, for `x` (n,): (m, n)."""
    a, b2 = exp(log_t), -expm1(2 * log_t)
    exponent = (a / b2 * data)[:, None] * x - (a * a / (2 * b2) * data.square())[:, None]
    share = exponent.sub_(exponent.amax(0)).exp_()
    return share.div_(share.sum(0))
