r"""Experiment: a race of solvers down the same flow.

DDIM at η = 0 is an ODE, so any solver may take it (`ode`): Euler, Heun, and Runge and Kutta's
fourth order, in even steps of $s=t/T$ or of $s=t^2/T^2$, with the article's
$\bar\alpha=e^{-5t^2/T^2}$. DDIM itself is Euler's step in $\bar\beta/\bar\alpha$: the same
order, another constant. All begin at the same places, and where each must end is known.

On a line nobody overtakes, so $x_0=F_0^{-1}(F_1(x_1))$ with the distribution functions of the
data and of what is left of them at s = 1. The order is the slope of the error against the
number of steps, in logarithms, by least squares over the last of them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import pairwise
from math import exp

import torch
from torch import Tensor

from engine.diffusion.config_race import SOLVERS, VARIABLES, RaceConfig, RaceResult
from engine.diffusion.family import with_eta
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.ode import ARTICLE, QUESTIONS, flow
from engine.diffusion.ode import VARIABLES as TO_S
from engine.diffusion.roads import mixture
from engine.diffusion.sampler import Step, sample
from engine.jobs import Progress


def run(config: RaceConfig) -> Generator[Progress, None, RaceResult]:
    """Every solver, variable and number of steps; a `Progress` each."""
    data = mixture(config.data)
    x = torch.special.ndtri((torch.arange(config.starts).double() + 0.5) / config.starts)[:, None]
    goal = transported(data, x)
    error = torch.empty(len(SOLVERS), len(VARIABLES), len(config.steps), dtype=torch.float64)
    for n, (place, steps) in enumerate((p, config.steps[p[2]]) for p in _places(error)):
        yield Progress(n, error.numel())
        solver, variable = SOLVERS[place[0]], VARIABLES[place[1]]
        end = last(data, x, solver, variable, steps)
        error[place] = (end - goal).square().mean().sqrt()
    asked = [[QUESTIONS.get(solver, 1) * steps for steps in config.steps] for solver in SOLVERS]
    return RaceResult(
        config,
        error=error.numpy(),
        asked=torch.tensor(asked).numpy(),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def _places(table: Tensor) -> Iterator[tuple[int, ...]]:
    return iter(map(tuple, torch.cartesian_prod(*map(torch.arange, table.shape)).tolist()))


def last(data: GaussianMixture, x: Tensor, solver: str, variable: str, steps: int) -> Tensor:
    """Where `solver` comes out in `steps` even steps of `variable`."""
    if solver == "ddim":
        *_, state = sample(data, x, ddim(variable, steps), torch.empty)
        return state.x
    *_, (_, end) = flow(data, x, ARTICLE, solver=solver, steps=steps, variable=variable)
    return end


def ddim(variable: str, steps: int) -> list[Step]:
    """DDIM's steps on the same path, at the same even places of `variable`."""
    places = [TO_S[variable]((steps - k) / steps) for k in range(steps + 1)]
    logs = [ARTICLE.log_alpha_bar(s) for s in places]
    move, pairs = with_eta(0.0), enumerate(pairwise(logs))
    return [Step(steps - k, steps - k - 1, exp(a), *move(a, b)) for k, (a, b) in pairs]


def transported(data: GaussianMixture, x: Tensor) -> Tensor:
    r"""Where the flow carries `x` (n, 1) from s = 1 to 0: $F_0^{-1}(F_1(x))$, by bisection."""
    share = cdf(data, x, exp(ARTICLE.log_alpha_bar(1.0)))
    low, high = torch.full_like(x, -20.0), torch.full_like(x, 20.0)
    for _ in range(80):
        middle = (low + high) / 2
        below = cdf(data, middle, 1.0) < share
        low, high = torch.where(below, middle, low), torch.where(below, high, middle)
    return (low + high) / 2


def cdf(data: GaussianMixture, x: Tensor, alpha_bar: float) -> Tensor:
    """The distribution function of the mixture on a line at `alpha_bar`, at `x` (n, 1)."""
    spread = (alpha_bar**2 * data.sds.square() + (1 - alpha_bar) * (1 + alpha_bar)).sqrt()
    parts = torch.special.ndtr((x - alpha_bar * data.means[:, 0]) / spread)
    return (data.weights * parts).sum(1, keepdim=True)
