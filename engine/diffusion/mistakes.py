r"""Four mistakes that look right.

*alpha*: on a subsequence $\alpha$ is that of the whole step, $\bar\alpha_t/\bar\alpha_s$. With
the single step's $\alpha_t$ in the article's
$x_s=(x_t-(\bar\beta_t-\alpha\bar\beta_s)\varepsilon)/\alpha$ next to nothing is undone.
*noise*: the mean of DDPM without its noise is not DDIM; its coefficient of ε is about twice
DDIM's. *stride*: diffusers steps to $t-\lfloor T/S\rfloor$, which is not the next time of every
list. *last*: a σ that is not 0 in the last step leaves noise on the house.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp

import numpy as np

from engine.diffusion.config_steps import T
from engine.diffusion.family import sigma_hat, with_eta
from engine.diffusion.posterior import Move, beta_bar, posterior
from engine.diffusion.sampler import Step, fold
from engine.diffusion.schedule import Schedule
from engine.diffusion.spacing import grid, leading, linspace, next_of_diffusers, next_of_grid

S, AT = 10, 500
Both = tuple[list[Step], list[Step]]


def alpha(table: Schedule, steps: int) -> Both:
    """DDIM with the whole step's α, and with the single step's."""
    right, logs = fold(table, leading(T, S), "ddim"), table.log_alpha_bar.tolist()
    wrong = [
        step._replace(lam=step.alpha_bar * (exp(logs[step.t - 1] - logs[step.t]) - step.kappa))
        for step in right
    ]
    return right, wrong


def noise(table: Schedule, steps: int) -> Both:
    """DDIM, and DDPM's mean alone, in `steps` steps."""
    times = grid(T, steps)
    return fold(table, times, "ddim"), fold(table, times, "greedy")


def stride(table: Schedule, steps: int) -> Both:
    """To the next time of the list, and to diffusers'."""
    times = linspace(T, S)
    return fold(table, times, "ddim"), fold(table, times, "ddim", "diffusers")


def last(table: Schedule, steps: int) -> Both:
    r"""The paper's $\hat\sigma$ without noise in the last step, and with."""
    wrong = fold(table, grid(T, S), sigma_hat)
    return [*wrong[:-1], wrong[-1]._replace(sigma=0.0)], wrong


PATHS: dict[str, Callable[[Schedule, int], Both]] = {
    "alpha": alpha,
    "noise": noise,
    "stride": stride,
    "last": last,
}


def formulas(table: Schedule) -> dict:
    """What each trap comes to on paper."""
    logs, times = table.log_alpha_bar.tolist(), linspace(T, S)
    single = [logs[t] - logs[t - 1] for t in leading(T, S)[:-1]]
    pair = (logs[AT], logs[AT - 1])
    both = zip(next_of_grid(times, T), next_of_diffusers(times, T), strict=True)
    return {
        "product": exp(sum(single)),
        "alpha_bar": exp(logs[leading(T, S)[0]]),
        "ddpm": epsilon_part(posterior(*pair), *pair),
        "ddim": epsilon_part(with_eta(0.0)(*pair), *pair),
        "pairs": np.array([(t, s, theirs) for (t, s), (_, theirs) in both], dtype=np.int64),
        "leftover": sigma_hat(logs[grid(T, S)[-2]], 0.0).sigma,
    }


def epsilon_part(move: Move, log_t: float, log_s: float) -> float:
    r"""The coefficient of ε in $x_s=(x_t-c\varepsilon)/\alpha$, where a step is written so."""
    return exp(log_t - log_s) * move.lam * beta_bar(log_t) / exp(log_t)
