r"""Bayes' rule with the house known: where was $x_s$, given $x_t$ and $x_0$? (torch-free)

$p(x_s|x_t)$ needs $p(x_t)$, which nobody has; once $x_0$ is given, all three factors of

$$p(x_s|x_t,x_0)=\frac{p(x_t|x_s)\,p(x_s|x_0)}{p(x_t|x_0)}$$

are Gaussians (article 9164). With $\alpha=\bar\alpha_t/\bar\alpha_s$ and
$\beta=\sqrt{1-\alpha^2}$ of the whole step from t to any $s<t$, precisions add,
$\alpha^2/\beta^2+1/\bar\beta_s^2=\bar\beta_t^2/(\bar\beta_s^2\beta^2)$, and

$$p(x_s|x_t,x_0)=N(\kappa x_t+\lambda x_0,\ \sigma^2I),\quad
\kappa=\frac{\alpha\bar\beta_s^2}{\bar\beta_t^2},\quad
\lambda=\frac{\bar\alpha_s\beta^2}{\bar\beta_t^2},\quad
\sigma=\frac{\bar\beta_s\beta}{\bar\beta_t}.$$

A denoiser's guess takes the place of $x_0$, and three variances of $p(x_s|x_t)$ are on
offer: $\sigma^2$ (right where the data are one point), $\beta^2$ (right where they are
$N(0,I)$), and the *optimal* $\sigma^2+\lambda^2E\,\mathrm{Var}(x_0|x_t)/d$, which adds what
is not known of $x_0$ (Analytic-DPM, 2201.06503).

A network may answer with $\hat x_0$, with $\varepsilon=(x_t-\bar\alpha x_0)/\bar\beta$ or with
$v=\bar\alpha\varepsilon-\bar\beta x_0$ (2202.00512). Times enter as $\log\bar\alpha$, floats at
most 0; pictures as tensors or arrays, with $\bar\alpha$ a float or of a shape that spreads
over them.
"""

from __future__ import annotations

from math import exp, expm1, sqrt
from typing import NamedTuple


class Move(NamedTuple):
    r"""$x_s=\kappa x_t+\lambda\hat x_0+\sigma z$."""

    kappa: float
    lam: float
    sigma: float


def beta_bar(log_t: float) -> float:
    r"""$\bar\beta_t=\sqrt{1-\bar\alpha_t^2}$, from $\log\bar\alpha_t$ without cancellation."""
    return sqrt(-expm1(2 * log_t))


def step_beta(log_t: float, log_s: float) -> float:
    r"""$\beta$ of the whole step from t to s, a standard deviation."""
    return sqrt(-expm1(2 * (log_t - log_s)))


def posterior(log_t: float, log_s: float) -> Move:
    r"""$\kappa$, $\lambda$ and $\sigma$ of $p(x_s|x_t,x_0)$, for $s<t$."""
    beta_t2, beta_s2 = -expm1(2 * log_t), -expm1(2 * log_s)
    step2 = -expm1(2 * (log_t - log_s))
    kappa = exp(log_t - log_s) * beta_s2 / beta_t2
    return Move(kappa, exp(log_s) * step2 / beta_t2, sqrt(step2 * (beta_s2 / beta_t2)))


def lower(log_t: float, log_s: float, spread: float = 0.0) -> float:
    r"""$\bar\beta_s^2\beta^2/\bar\beta_t^2$: as if $x_0$ were known."""
    return posterior(log_t, log_s).sigma ** 2


def upper(log_t: float, log_s: float, spread: float = 0.0) -> float:
    r"""$\beta^2$ of the step: as if the data were $N(0,I)$."""
    return -expm1(2 * (log_t - log_s))


def optimal(log_t: float, log_s: float, spread: float) -> float:
    r"""The lower one and $\lambda^2$ times `spread`, $E\,\mathrm{Var}(x_0|x_t)/d$ at t."""
    _, lam, sigma = posterior(log_t, log_s)
    return sigma**2 + lam**2 * spread


# Variances of p(x_s|x_t), (log_t, log_s, spread) -> σ²; only the last one looks at the spread.
VARIANCES = {"upper": upper, "lower": lower, "optimal": optimal}


def x0_from_epsilon(x, epsilon, alpha_bar):
    r"""$x_0=(x_t-\bar\beta\varepsilon)/\bar\alpha$; there is none at $\bar\alpha=0$."""
    return (x - _beta_bar(alpha_bar) * epsilon) / alpha_bar


def epsilon_from_x0(x, x0, alpha_bar):
    r"""$\varepsilon=(x_t-\bar\alpha x_0)/\bar\beta$; there is none at $\bar\alpha=1$."""
    return (x - alpha_bar * x0) / _beta_bar(alpha_bar)


def x0_from_v(x, v, alpha_bar):
    r"""$x_0=\bar\alpha x_t-\bar\beta v$."""
    return alpha_bar * x - _beta_bar(alpha_bar) * v


def v_from_x0(x, x0, alpha_bar):
    r"""$v=(\bar\alpha x_t-x_0)/\bar\beta$; there is none at $\bar\alpha=1$."""
    return (alpha_bar * x - x0) / _beta_bar(alpha_bar)


def epsilon_from_v(x, v, alpha_bar):
    r"""$\varepsilon=\bar\beta x_t+\bar\alpha v$."""
    return _beta_bar(alpha_bar) * x + alpha_bar * v


def v_from_epsilon(x, epsilon, alpha_bar):
    r"""$v=(\varepsilon-\bar\beta x_t)/\bar\alpha$; there is none at $\bar\alpha=0$."""
    return (epsilon - _beta_bar(alpha_bar) * x) / alpha_bar


def x0_itself(x, x0, alpha_bar):
    r"""$x_0$ from $x_0$."""
    return x0


# What a network predicts, by diffusers' name: (x, output, alpha_bar) -> x0.
PREDICTIONS = {"sample": x0_itself, "epsilon": x0_from_epsilon, "v_prediction": x0_from_v}


def _beta_bar(alpha_bar):
    return ((1 - alpha_bar) * (1 + alpha_bar)) ** 0.5


# What |x_0 − x̂_0|² is to be multiplied by for the squared error of each prediction.
LOSS_WEIGHTS = {
    "sample": lambda alpha_bar: alpha_bar**0,
    "epsilon": lambda alpha_bar: alpha_bar**2 / ((1 - alpha_bar) * (1 + alpha_bar)),
    "v_prediction": lambda alpha_bar: 1 / ((1 - alpha_bar) * (1 + alpha_bar)),
}


def bound_weight(log_t: float, log_s: float, variance: float) -> float:
    r"""$\lambda^2/2\sigma^2$, of $|x_0-\hat x_0|^2$ in the variational bound at `variance`."""
    return posterior(log_t, log_s).lam ** 2 / (2 * variance)
