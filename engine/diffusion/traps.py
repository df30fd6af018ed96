r"""Experiment: four mistakes that look right (`mistakes`).

Points on a line (.3 at −1, .7 at +1, sd .1) with the exact guess, houses with the network.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import NamedTuple

import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.diffusion.builders import opened
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_steps import T
from engine.diffusion.config_traps import TRAPS, TrapsConfig, TrapsResult
from engine.diffusion.greedy import doubled
from engine.diffusion.mistakes import PATHS, formulas
from engine.diffusion.mixture import two_modes
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import Denoiser, Step, sample
from engine.diffusion.schedule import Schedule, schedule
from engine.diffusion.sheet import to_bytes
from engine.jobs import Progress

TURN = 50


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
        so_far = Progress(done, total)
        ends[name] = yield from _walked(world, paths[name], so_far, 1 if name == "houses" else TURN)
        done += sum(map(len, paths[name]))
    said, shape = describe(device), (len(TRAPS), 2)
    return TrapsResult(
        config=config,
        samples=ends["line"][..., 0].float().unflatten(0, shape).cpu().numpy(),
        pictures=to_bytes(ends["houses"]).unflatten(0, shape).cpu().numpy(),
        **formulas(table),
        device=said.label,
        threads=said.cores,
    )


def _walked(
    world: World, paths: list[list[Step]], so_far: Progress, turn: int
) -> Generator[Progress, None, Tensor]:
    """Where each of `paths` leads from the same noises; a `Progress` every `turn` steps."""
    ends, done = [], so_far.done
    for path in paths:
        noises = world.noises()
        states = sample(world.denoiser, noises(), path, noises)
        for k, state in enumerate(states):  # noqa: B007 (the last one is the answer)
            if k % turn == 0:
                yield Progress(done + k, so_far.total)
        done += len(path)
        ends.append(state.x)
    return torch.stack(ends)


def _paths(table: Schedule, steps: int) -> list[list[Step]]:
    """Every trap's right path and its wrong one, one after the other."""
    return [path for trap in TRAPS for path in PATHS[trap](table, steps)]
