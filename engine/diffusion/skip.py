r"""Experiment: skip steps, and see what is lost and what is won.

Every member of the σ family, from the same noises, in more and fewer steps: the distance of
the samples to fresh data against S, and against the *seconds* that this machine took. Beside
it the floor: two fresh sets are never at distance 0 either.

Points are compared by sliced Wasserstein and MMD², houses by the patch distance (`metrics`).
A distance is the mean over the fresh sets (of MMD², which is slow, to the first alone), its
error the mean of their standard errors: they share the samples, so it is not divided by their
number. Seconds are those of the steps alone, whoever else has a turn in between.

`python -m engine.diffusion.skip [CONTESTANT …]` prints the table.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from statistics import median
from time import perf_counter

import numpy as np
import torch
from torch import Tensor

from engine.device import clock, default, describe, mix
from engine.diffusion.builders import contestants
from engine.diffusion.config_estimate import Estimate
from engine.diffusion.config_skip import (
    BETA,
    CONTESTANTS,
    DRAWN,
    MEMBERS,
    METRICS,
    SkipConfig,
    SkipResult,
    question,
)
from engine.diffusion.family import feasible, sigma_beta_clamped, with_eta
from engine.diffusion.houses import houses
from engine.diffusion.metrics import mmd, patch_distance, sliced_wasserstein
from engine.diffusion.noise import Noise
from engine.diffusion.planar import learned, spiral_mixture
from engine.diffusion.points import points
from engine.diffusion.posterior import step_beta
from engine.diffusion.sampler import Denoiser, Step, fold, sample
from engine.diffusion.schedule import Schedule, schedule
from engine.diffusion.sheet import to_bytes
from engine.diffusion.spacing import grid
from engine.jobs import Progress
from engine.task import finished

T, KNOWN, SHOWN, CELLS, REACH, PAIRS = 1000, 1024, 3, 72, 2.4, 6
TURN = {"points": 10, "houses": 1}
RULES = {m: sigma_beta_clamped if m == BETA else with_eta(float(m)) for m in MEMBERS}
DISTANCES = {"sliced": sliced_wasserstein, "mmd": mmd, "patches": patch_distance}
Work = Generator[Progress, None, None]


def run(config: SkipConfig) -> Generator[Progress, None, SkipResult]:
    """Every run of the chart; a `Progress` every few steps."""
    bench = Bench(config, default())
    begun = perf_counter()
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
        wall=perf_counter() - begun,
    )


class Bench:
    """A contestant on `device`, the fresh sets, and the table as far as it has been filled."""

    def __init__(self, config: SkipConfig, device: torch.device):
        self.config, self.device, self.table = config, device, schedule("su", T)
        self.sets = [self.fresh(k) for k in range(config.fresh)]
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

    def fresh(self, k: int) -> Tensor:
        """The k-th fresh set of data."""
        count, seed = self.config.count, mix(self.config.seed, 3, k)
        if self.config.world == "houses":
            return houses(count, seed, self.device)
        return points("spiral", count, seed, self.device)

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
            self.denoiser = yield from self.reported(work)
        self.done = config.batches
        self.denoiser(self.noise()(), 0.5)  # the first answer is slower than all others

    def reported(self, work: Generator[int, None, Denoiser]) -> Generator[Progress, None, Denoiser]:
        """`work`, its steps said as progress."""
        while True:
            try:
                done = next(work)
            except StopIteration as end:
                return end.value
            yield Progress(self.done + done, self.total)

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
            found = self.distance(name, x)
            self.arrays["value"][k, m, c], self.arrays["se"][k, m, c] = found.value, found.se
        if MEMBERS[m] in DRAWN:
            drawn = self.picture(x)
            self.arrays["pictures"][DRAWN.index(MEMBERS[m]), c] = drawn.cpu().numpy()

    def walk(self, path: list[Step]) -> Generator[Progress, None, tuple[Tensor, float]]:
        """Where `path` leads, and the seconds it took."""
        noise, seconds = self.noise(), 0.0
        states = sample(self.denoiser, noise(), path, noise)
        for k in range(len(path) + 1):
            begun = clock(self.device)
            state = next(states)
            seconds += clock(self.device) - begun
            if k % TURN[self.config.world] == 0:
                yield Progress(self.done + k, self.total)
        self.done += len(path)
        return state.x, seconds

    def distance(self, name: str, x: Tensor) -> Estimate:
        """How far `x` is from fresh data."""
        sets = self.sets[:1] if name == "mmd" else self.sets
        found = [DISTANCES[name](x, one) for one in sets]
        return Estimate(*(sum(part) / len(found) for part in zip(*map(both, found), strict=True)))

    def picture(self, x: Tensor) -> Tensor:
        """What is shown of `x`: a few houses, or how many points fell into each cell."""
        if self.config.world == "houses":
            return to_bytes(x[:SHOWN])
        place = ((x.clamp(-REACH, REACH) / REACH + 1) / 2 * CELLS).long().clamp(max=CELLS - 1)
        cell = (CELLS - 1 - place[:, 1]) * CELLS + place[:, 0]
        counts = torch.bincount(cell, minlength=CELLS * CELLS).clamp(max=255)
        return counts.byte().view(1, CELLS, CELLS)

    def floors(self) -> Work:
        """The distance of fresh pairs, by each metric."""
        for k, name in enumerate(self.metrics):
            for pair in range(PAIRS):
                yield Progress(self.done, self.total)
                one, other = (self.fresh(100 + 2 * pair + j) for j in (0, 1))
                self.arrays["floor"][k, pair] = DISTANCES[name](one, other).value
                self.done += 1


def both(found: Estimate) -> tuple[float, float]:
    """Value and standard error."""
    return found.value, found.se


def crowded(path: list[Step], table: Schedule) -> int:
    r"""How many steps of `path`, but the one into 0, have no room for $\sigma=\beta$."""
    logs = table.log_alpha_bar.tolist()
    pairs = [(logs[step.t], logs[step.s]) for step in path if step.s]
    return sum(not feasible(t, s, step_beta(t, s)) for t, s in pairs)


def table(result: SkipResult) -> str:
    """What the command prints of one contestant."""
    config = result.config
    head = (
        f"{config.contestant}: {config.count} samples on {result.device}, {result.threads} threads"
    )
    rows = [f"\n{head}, {result.wall:.0f} s in all"]
    for metric in result.metrics:
        floor = f"{result.bar(metric):.5f} ± {result.spread(metric):.5f}"
        rows.append(f"  {metric}: two fresh sets are {floor} apart")
        for member in MEMBERS:
            line = result.line(metric, member)
            for S, seconds, value, se in zip(*line.values(), strict=True):
                said = f"{value:9.5f} ± {se:.5f}   floor {floor}   {seconds:9.4f} s"
                rows.append(f"    {label(member):>8}   S = {S:<5d} {said}")
    won = result.speedup()
    few = f"S = {won.few} at η = 0: {won.few_distance.value:.5f} in {won.few_seconds:.4f} s"
    many = f"S = {won.many} at η = 1: {won.many_distance.value:.5f} in {won.many_seconds:.4f} s"
    return "\n".join([*rows, f"  {few}; {many}: {won.times:.1f} times fewer seconds"])


def label(member: str) -> str:
    """A member's name."""
    return "σ = β" if member == BETA else f"η = {member}"


def main(names: list[str]) -> None:
    for name in names or CONTESTANTS:
        print(table(finished(run(question(name)))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
