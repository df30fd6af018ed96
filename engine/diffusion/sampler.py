r"""One generator for every sampler: guess the end, then move a step.

From $x_t$ to $x_s$, $s<t$, with the guess $\hat x_0$ of a denoiser:

$$x_s=\kappa\,x_t+\lambda\,\hat x_0+\sigma z.$$

With $\alpha=\bar\alpha_t/\bar\alpha_s$ and $\beta=\sqrt{1-\alpha^2}$ of the whole step, the
mean of $p(x_s|x_t,\hat x_0)$ has $\kappa=\alpha\bar\beta_s^2/\bar\beta_t^2$ and
$\lambda=\bar\alpha_s\beta^2/\bar\beta_t^2$ (articles 9119, 9164); DDIM has
$\kappa=\bar\beta_s/\bar\beta_t$, $\lambda=\bar\alpha_s-\bar\alpha_t\kappa$ (article 9181).
Coefficients are folded once, in float64, into Python floats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import exp, expm1, sqrt
from typing import NamedTuple

import torch
from torch import Tensor

from engine.diffusion.schedule import Schedule

Denoiser = Callable[[Tensor, float], Tensor]


class Step(NamedTuple):
    r"""Coefficients of one step from time `t` to time `s`, with $\bar\alpha_t$."""

    t: int
    s: int
    alpha_bar: float
    kappa: float
    lam: float
    sigma: float


class State(NamedTuple):
    r"""Where the sampler stands: time `t`, $x_t$, and the guess $\hat x_0$ made from it.

    At t = 0 nothing is left to guess: `x0` is the guess that led there.
    """

    t: int
    x: Tensor
    x0: Tensor


def _posterior_mean(log_t: float, log_s: float) -> tuple[float, float]:
    beta_t2, beta_s2 = -expm1(2 * log_t), -expm1(2 * log_s)
    step2 = -expm1(2 * (log_t - log_s))
    return exp(log_t - log_s) * beta_s2 / beta_t2, exp(log_s) * step2 / beta_t2


def ddpm(log_t: float, log_s: float) -> tuple[float, float, float]:
    r"""DDPM as in article 9119: $\sigma=\beta$ of the step, none into t = 0."""
    sigma = sqrt(-expm1(2 * (log_t - log_s))) if log_s < 0 else 0.0
    return *_posterior_mean(log_t, log_s), sigma


def ddpm_lower(log_t: float, log_s: float) -> tuple[float, float, float]:
    r"""DDPM with the variance of $p(x_s|x_t,x_0)$: $\sigma=\beta\bar\beta_s/\bar\beta_t$."""
    ratio = expm1(2 * log_s) / expm1(2 * log_t)
    return *_posterior_mean(log_t, log_s), sqrt(-expm1(2 * (log_t - log_s)) * ratio)


def greedy(log_t: float, log_s: float) -> tuple[float, float, float]:
    """The mean of DDPM without its noise: it collapses, and it is not DDIM."""
    return *_posterior_mean(log_t, log_s), 0.0


def ddim(log_t: float, log_s: float) -> tuple[float, float, float]:
    r"""DDIM with $\eta=0$: $\kappa=\bar\beta_s/\bar\beta_t$, no noise."""
    kappa = sqrt(expm1(2 * log_s) / expm1(2 * log_t))
    return kappa, exp(log_s) - exp(log_t) * kappa, 0.0


RULES = {"ddpm": ddpm, "ddpm_lower": ddpm_lower, "ddim": ddim, "greedy": greedy}


def grid(T: int, steps: int) -> list[int]:
    """`steps` + 1 times from T down to 0, as even as whole numbers allow."""
    return [(T * (steps - k) + steps // 2) // steps for k in range(steps + 1)]


def fold(schedule: Schedule, times: Sequence[int], rule: str) -> list[Step]:
    """The steps along `times` (falling, ending at 0) by the rule named `rule`."""
    logs = schedule.log_alpha_bar.tolist()
    return [Step(t, s, exp(logs[t]), *RULES[rule](logs[t], logs[s])) for t, s in pairwise(times)]


def sample(
    denoiser: Denoiser, x: Tensor, steps: Sequence[Step], noise: Callable[[], Tensor]
) -> Iterator[State]:
    r"""From `x` at the first step's t down to 0, one `State` per time: len(steps) + 1.

    `noise` is called once for each step that has noise; `x` keeps its dtype and device.
    """
    for step in steps:
        x0 = denoiser(x, step.alpha_bar)
        yield State(step.t, x, x0)
        x = torch.mul(x, step.kappa).add_(x0, alpha=step.lam)
        if step.sigma:
            x.add_(noise(), alpha=step.sigma)
    yield State(steps[-1].s, x, x0)
