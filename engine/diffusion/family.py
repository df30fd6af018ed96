r"""Every way back that keeps the marginals: the σ family of article 9181 (torch-free).

Training met $p(x_t|x_0)$ only, so a step $p(x_s|x_t,x_0)=N(\kappa x_t+\lambda x_0,\sigma^2I)$
may be anything that carries $p(x_t|x_0)$ over into $p(x_s|x_0)$:

$$\bar\alpha_s=\kappa\bar\alpha_t+\lambda,\qquad
\bar\beta_s=\sqrt{\kappa^2\bar\beta_t^2+\sigma^2}.$$

Three unknowns, two equations: σ is free from 0 to $\bar\beta_s$, and

$$\kappa=\sqrt{\bar\beta_s^2-\sigma^2}/\bar\beta_t,\qquad\lambda=\bar\alpha_s-\bar\alpha_t\kappa.$$

η scales σ from DDIM (0) to the posterior of DDPM (1). $\sigma=\beta$ of the step is in the
family where $\beta\le\bar\beta_s$ only, so never into t = 0. The paper's $\hat\sigma$, the
mean of η = 1 with the larger noise β, is *not* in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import exp, expm1, sqrt

from engine.diffusion.posterior import Move, beta_bar, posterior, step_beta
from engine.errors import check

Rule = Callable[[float, float], tuple[float, float, float]]
TOO_LARGE = "must be from 0 to {high}, or the square root has no value"
OUTSIDE = "must be a number from {low} to {high}"


def family(log_t: float, log_s: float, sigma: float) -> Move:
    r"""The member with noise `sigma`; raises `InvalidParameter` outside $0\dots\bar\beta_s$."""
    allowed = _number(sigma) and feasible(log_t, log_s, sigma)
    check(allowed, "sigma", TOO_LARGE, sigma, high=float(f"{beta_bar(log_s):.4g}"))
    # a sigma just at its bound may square to a digit more
    kappa = sqrt(max(0.0, -expm1(2 * log_s) - sigma**2) / -expm1(2 * log_t))
    return Move(kappa, exp(log_s) - exp(log_t) * kappa, sigma)


def eta(log_t: float, log_s: float, eta: float) -> Move:
    r"""The member with η times the posterior's σ; raises `InvalidParameter` outside 0…1.

    $\bar\beta_s^2-\sigma^2=\bar\beta_s^2(1-\eta^2+\eta^2\alpha^2\bar\beta_s^2/\bar\beta_t^2)$
    cannot fall below zero, as the difference itself does where little signal is left.
    """
    check(_number(eta) and 0 <= eta <= 1, "eta", OUTSIDE, eta, low=0, high=1)
    ratio = expm1(2 * log_s) / expm1(2 * log_t)
    carried = exp(2 * (log_t - log_s)) * ratio
    kappa = sqrt(ratio * ((1 - eta) * (1 + eta) + eta**2 * carried))
    sigma = eta * posterior(log_t, log_s).sigma
    return Move(kappa, exp(log_s) - exp(log_t) * kappa, sigma)


def feasible(log_t: float, log_s: float, sigma: float) -> bool:
    r"""Whether `sigma` leaves the square root a value: $0\le\sigma\le\bar\beta_s$."""
    return 0 <= sigma <= beta_bar(log_s)


def sigma_beta(log_t: float, log_s: float) -> Move:
    r"""The member with $\sigma=\beta$ of the step; `InvalidParameter` where there is none."""
    return family(log_t, log_s, step_beta(log_t, log_s))


def sigma_beta_clamped(log_t: float, log_s: float) -> Move:
    r"""$\sigma=\beta$ of the step, or $\bar\beta_s$ where that is all there is room for."""
    return family(log_t, log_s, min(step_beta(log_t, log_s), beta_bar(log_s)))


def sigma_hat(log_t: float, log_s: float) -> Move:
    r"""The paper's $\hat\sigma$: the mean of η = 1 with noise β, also in the step into t = 0."""
    return posterior(log_t, log_s)._replace(sigma=step_beta(log_t, log_s))


def with_eta(value: float) -> Rule:
    """The rule of `value`, for `fold`."""
    return partial(eta, eta=value)


def residuals(
    log_t: float, log_s: float, kappa: float, lam: float, sigma: float
) -> tuple[float, float]:
    r"""By how much a step misses both constraints, on $\bar\alpha_s$ and $\bar\beta_s$."""
    carried = sqrt(kappa**2 * -expm1(2 * log_t) + sigma**2)
    return kappa * exp(log_t) + lam - exp(log_s), carried - beta_bar(log_s)


def _number(value) -> bool:
    return type(value) in (int, float)
