r"""Experiment: four mistakes that look right.

*alpha*: on a subsequence $\alpha$ is that of the whole step, $\bar\alpha_t/\bar\alpha_s$. With
the single step's $\alpha_t$ in the article's
$x_s=(x_t-(\bar\beta_t-\alpha\bar\beta_s)\varepsilon)/\alpha$ next to nothing is undone.
*noise*: the mean of DDPM without its noise is not DDIM; its coefficient of ε is about twice
DDIM's. *stride*: diffusers steps to $t-\lfloor T/S\rfloor$, which is not the next time of every
list. *last*: a σ that is not 0 in the last step leaves noise on the house.

Points on a line (.3 at −1, .7 at +1, sd .1) with the exact guess, houses with the network.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import exp
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.diffusion.builders import opened
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_traps import TRAPS, TrapsConfig, TrapsResult
from engine.diffusion.family import sigma_hat, with_eta
from engine.diffusion.greedy import doubled
from engine.diffusion.mixture import two_modes
from engine.diffusion.noise import Noise
from engine.diffusion.posterior import Move, beta_bar, posterior
from engine.diffusion.sampler import Denoiser, Step, fold, sample
from engine.diffusion.schedule import Schedule, schedule
from engine.diffusion.sheet import to_bytes
from engine.diffusion.spacing import grid, leading, linspace, next_of_diffusers, next_of_grid
from engine.jobs import Progress

T, S, AT, TURN = 1000, 10, 500, 50
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


class World(NamedTuple):
    """Who guesses, the noises afresh at each call, and how many steps the trap `noise` takes."""

    denoiser: Denoiser
    noises: Callable[[], Callable[[], Tensor]]
    steps: int


def worlds(config: TrapsConfig, device: torch.device) -> dict[str, World]:
    """Points on a line, and houses."""

    def crowd() -> Callable[[], Tensor]:
        return doubled(Noise(mix(config.seed), config.count, (1,), block=100, device=device))

    def ruins() -> Noise:
        return Noise(mix(config.seed, 1), config.houses, (3, 32, 32), device=device)

    return {
        "line": World(two_modes(device=device), crowd, T),
        "houses": World(opened(SHIPPED, device).denoiser, ruins, 50),
    }


def run(config: TrapsConfig) -> Generator[Progress, None, TrapsResult]:
    """Both sides of every trap, on the line and with houses; a `Progress` every few steps."""
    device, table = default(), schedule("su", T)
    both, ends, done = worlds(config, device), {}, 0
    paths = {name: _paths(table, world.steps) for name, world in both.items()}
    total = sum(len(path) for world in paths.values() for path in world)
    for name, world in both.items():
        ends[name] = []
        for path in paths[name]:
            noises = world.noises()
            for k, state in enumerate(  # noqa: B007 (the last one is the answer)
                sample(world.denoiser, noises(), path, noises)
            ):
                if name == "houses" or k % TURN == 0:
                    yield Progress(done + k, total)
            done += len(path)
            ends[name].append(state.x)
    said, shape = describe(device), (len(TRAPS), 2)
    return TrapsResult(
        config=config,
        samples=torch.stack(ends["line"])[..., 0].float().unflatten(0, shape).cpu().numpy(),
        pictures=to_bytes(torch.stack(ends["houses"])).unflatten(0, shape).cpu().numpy(),
        **formulas(table),
        device=said.label,
        threads=said.cores,
    )


def _paths(table: Schedule, steps: int) -> list[list[Step]]:
    """Every trap's right path and its wrong one, one after the other."""
    return [path for trap in TRAPS for path in PATHS[trap](table, steps)]


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
