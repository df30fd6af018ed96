r"""One generator for every sampler: guess the end, then move a step.

From $x_t$ to $x_s$, $s<t$, with the guess $\hat x_0$ of a denoiser:

$$x_s=\kappa\,x_t+\lambda\,\hat x_0+\sigma z.$$

DDPM is `posterior` with one noise or another (articles 9119, 9164), DDIM the end η = 0 of
`family` (article 9181), and `spacing` says which times there are: all of them are data.
Coefficients are folded once, in float64, into Python floats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import exp
from typing import NamedTuple

import torch
from torch import Tensor

from engine.diffusion.family import Rule, sigma_beta_clamped, with_eta
from engine.diffusion.posterior import Move, posterior, step_beta
from engine.diffusion.schedule import Schedule
from engine.diffusion.spacing import NEXT
from engine.diffusion.spacing import grid as grid

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


def ddpm(log_t: float, log_s: float) -> Move:
    r"""DDPM as in article 9119: $\sigma=\beta$ of the step, none into t = 0."""
    sigma = step_beta(log_t, log_s) if log_s < 0 else 0.0
    return posterior(log_t, log_s)._replace(sigma=sigma)


def greedy(log_t: float, log_s: float) -> Move:
    """The mean of DDPM without its noise: it collapses, and it is not DDIM."""
    return posterior(log_t, log_s)._replace(sigma=0.0)


RULES: dict[str, Rule] = {
    "ddpm": ddpm,
    "ddpm_lower": posterior,
    "ddim": with_eta(0.0),
    "greedy": greedy,
    "beta": sigma_beta_clamped,
}


def fold(
    schedule: Schedule, times: Sequence[int], rule: str | Rule, following: str = "grid"
) -> list[Step]:
    """The steps along `times` (falling, ending at 0).

    `rule` is a key of `RULES` or a function of both times' logarithms, such as
    `family.with_eta(0.3)`; `following`, a key of `spacing.NEXT`, says where a step leads.
    """
    move, logs = RULES.get(rule, rule), schedule.log_alpha_bar.tolist()
    pairs = NEXT[following](times, schedule.T)
    return [Step(t, s, exp(logs[t]), *move(logs[t], logs[s])) for t, s in pairs]


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
