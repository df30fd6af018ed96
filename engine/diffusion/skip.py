r"""Experiment: skip steps, and see what is lost and what is won.

Every member of the σ family, from the same noises, in more and fewer steps: the distance of
the samples to fresh data (`fresh`) against S, and against the *seconds* that this machine took.
Beside it the floor: two fresh sets are never at distance 0 either. Seconds are those of the
steps alone, whoever else has a turn in between.
"""

from __future__ import annotations

from collections.abc import Generator
from statistics import median

import numpy as np
import torch
from torch import Tensor

from engine.device import clock, default, describe, mix, timed
from engine.diffusion.builders import contestants
from engine.diffusion.cells import CELLS, cells
from engine.diffusion.config_contestants import BETA, DRAWN, MEMBERS, METRICS
from engine.diffusion.config_skip import SkipConfig
from engine.diffusion.config_skip_result import SkipResult
from engine.diffusion.family import feasible, sigma_beta_clamped, with_eta
from engine.diffusion.fresh import PAIRS, Fresh
from engine.diffusion.houses import houses
from engine.diffusion.noise import Noise
from engine.diffusion.planar import learned, spiral_mixture
from engine.diffusion.posterior import step_beta
from engine.diffusion.sampler import Denoiser, Step, fold, sample
from engine.diffusion.schedule import Schedule, schedule
from engine.diffusion.sheet import to_bytes
from engine.diffusion.spacing import grid
from engine.jobs import Progress
from engine.task import relayed

T, KNOWN, SHOWN = 1000, 1024, 3
TURN = {"points": 10, "houses": 1}
RULES = {m: sigma_beta_clamped if m == BETA else with_eta(float(m)) for m in MEMBERS}
Work = Generator[Progress, None, None]


def run(config: SkipConfig) -> Generator[Progress, None, SkipResult]:
    """Every run of the chart; a `Progress` every few steps."""
    bench = Bench(config, default())
    begun = clock(bench.device)
    yield from bench.learn()
    for m, c in config.cells:
        yield from bench.cell(m, c)
    yield from bench.floors()
    said = describe(bench.device)
    return SkipResult(
        config=config,
        **bench.arrays,
        device=said.label,
        dtype="float32",
        threads=said.cores,
        wall=clock(bench.device) - begun,
    )


class Bench:
    """A contestant on `device`, the fresh sets, and the table as far as it has been filled."""

    def __init__(self, config: SkipConfig, device: torch.device):
        self.config, self.device, self.table = config, device, schedule("su", T)
        self.fresh = Fresh(config, device)
        self.metrics, self.done = METRICS[config.world], 0
        self.total = config.batches + config.work + len(self.metrics) * PAIRS
        shape = (len(MEMBERS), len(config.columns))
        tile = (SHOWN, 32, 32, 3) if config.world == "houses" else (1, CELLS, CELLS)
        self.arrays = {
            "value": np.full((len(self.metrics), *shape), np.nan),
            "se": np.full((len(self.metrics), *shape), np.nan),
            "floor": np.empty((len(self.metrics), PAIRS)),
            "seconds": np.full(shape, np.nan),
            "crowded": np.zeros(shape[1], dtype=np.int64),
            "pictures": np.zeros((len(DRAWN), shape[1], *tile), dtype=np.uint8),
        }

    def learn(self) -> Work:
        """Have a denoiser, trained here where it must be."""
        config, device = self.config, self.device
        if config.world == "houses":
            known = houses(KNOWN, mix(config.seed, 4), device)
            self.denoiser: Denoiser = contestants(known)[config.builder]
        elif config.builder == "exact":
            self.denoiser = spiral_mixture(device)
        else:
            work = learned("spiral", self.table, mix(config.seed, 5), config.batches, device)
            self.denoiser = yield from relayed(work, lambda done: Progress(done, self.total))
        self.done = config.batches
        self.denoiser(self.noise()(), 0.5)  # the first answer is slower than all others

    def noise(self) -> Noise:
        """The same noises for every run, the start first."""
        points_of = {"points": ((2,), 100), "houses": ((3, 32, 32), 1)}
        shape, block = points_of[self.config.world]
        seed = mix(self.config.seed, 6)
        return Noise(seed, self.config.count, shape, block=block, device=self.device)

    def cell(self, m: int, c: int) -> Work:
        """One member with one number of steps: timed, measured, drawn."""
        steps = self.config.columns[c]
        path = fold(self.table, grid(T, steps), RULES[MEMBERS[m]])
        readings = []
        for _ in range(self.config.readings(steps)):
            x, seconds = yield from self.walk(path)
            readings.append(seconds)
        self.arrays["seconds"][m, c] = median(readings)
        if MEMBERS[m] == BETA:
            self.arrays["crowded"][c] = crowded(path, self.table)
        for k, name in enumerate(self.metrics):
            yield Progress(self.done, self.total)
            found = self.fresh.distance(name, x)
            self.arrays["value"][k, m, c], self.arrays["se"][k, m, c] = found.value, found.se
        if MEMBERS[m] in DRAWN:
            drawn = to_bytes(x[:SHOWN]) if self.config.world == "houses" else cells(x)
            self.arrays["pictures"][DRAWN.index(MEMBERS[m]), c] = drawn.cpu().numpy()

    def walk(self, path: list[Step]) -> Generator[Progress, None, tuple[Tensor, float]]:
        """Where `path` leads, and the seconds it took."""
        noise = self.noise()
        states = timed(sample(self.denoiser, noise(), path, noise), self.device)
        for k, (seconds, state) in enumerate(states):  # noqa: B007 (the last one is the answer)
            if k % TURN[self.config.world] == 0:
                yield Progress(self.done + k, self.total)
        self.done += len(path)
        return state.x, seconds

    def floors(self) -> Work:
        """The distance of fresh pairs, by each metric."""
        for k, name in enumerate(self.metrics):
            for pair in range(PAIRS):
                yield Progress(self.done, self.total)
                self.arrays["floor"][k, pair] = self.fresh.floor(name, pair)
                self.done += 1


def crowded(path: list[Step], table: Schedule) -> int:
    r"""How many steps of `path`, but the one into 0, have no room for $\sigma=\beta$."""
    logs = table.log_alpha_bar.tolist()
    pairs = [(logs[step.t], logs[step.s]) for step in path if step.s]
    return sum(not feasible(t, s, step_beta(t, s)) for t, s in pairs)
