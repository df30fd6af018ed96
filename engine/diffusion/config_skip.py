r"""What the step-skipping chart of page `ddim` is asked and what it answers (torch-free)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_estimate import Estimate
from engine.errors import check, check_one_of, check_whole

MEMBERS = ("0", "0.5", "1", "beta")
"""The members of the σ family: η, and σ = β of the step."""
DRAWN = ("0", "1")
"""Those whose samples are shown."""
BETA = "beta"


class Contestant(NamedTuple):
    """Who guesses, in which world: `world` is "points" or "houses"."""

    world: str
    builder: str


CONTESTANTS = {
    "houses_trained": Contestant("houses", "trained"),
    "houses_exact": Contestant("houses", "exact"),
    "houses_half": Contestant("houses", "half"),
    "points_exact": Contestant("points", "exact"),
    "points_network": Contestant("points", "network"),
}
METRICS = {"points": ("sliced", "mmd"), "houses": ("patches",)}


@dataclass(frozen=True)
class SkipConfig:
    """`count` samples of `contestant` for every member of the family and each of `steps`.

    `longest` steps are taken by the members `longest_of` only, and σ = β stops at
    `beta_upto`. A run of at most `short` steps is timed three times. Distances are to `fresh`
    sets of data of as many samples. A network for points learns from `batches` batches.
    """

    contestant: str = "houses_trained"
    count: int = 32
    steps: tuple[int, ...] = (1, 2, 5, 10, 20, 50, 100, 250)
    longest: int = 1000
    longest_of: tuple[str, ...] = ("1",)
    beta_upto: int = 100
    fresh: int = 6
    short: int = 10
    batches: int = 1500
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.contestant, "contestant", CONTESTANTS)
        check_whole(self.count, "count", 16, 10_000)
        some = isinstance(self.steps, tuple) and 0 < len(self.steps) <= 16
        check(some, "S", "must be a tuple of 1 to 16 whole numbers", self.steps)
        for steps in (*self.steps, self.longest):
            check_whole(steps, "S", 1, 1000)
        for member in self.longest_of:
            check_one_of(member, "longest_of", MEMBERS)
        check_whole(self.fresh, "fresh", 1, 64)
        check_whole(self.batches, "batches", 1, 100_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    @property
    def world(self) -> str:
        return CONTESTANTS[self.contestant].world

    @property
    def builder(self) -> str:
        return CONTESTANTS[self.contestant].builder

    @property
    def columns(self) -> tuple[int, ...]:
        """Every number of steps of the chart."""
        return (*self.steps, self.longest)

    @property
    def cells(self) -> Iterator[tuple[int, int]]:
        """Which member takes how many steps: the places in `MEMBERS` and `columns`."""
        for m, member in enumerate(MEMBERS):
            for c, steps in enumerate(self.columns):
                upto = self.beta_upto if member == BETA else self.steps[-1]
                if steps <= upto or (steps == self.longest and member in self.longest_of):
                    yield m, c

    def readings(self, steps: int) -> int:
        """How often a run is timed."""
        return 3 if steps <= self.short else 1

    @property
    def work(self) -> int:
        """All steps to be taken."""
        columns = self.columns
        return sum(columns[c] * self.readings(columns[c]) for _, c in self.cells)


def question(contestant: str, seed: int = SkipConfig.seed) -> SkipConfig:
    """What the page asks of `contestant`."""
    if CONTESTANTS[contestant].world == "houses":
        return SkipConfig(contestant, seed=seed)
    return SkipConfig(
        contestant,
        count=2000,
        steps=(1, 2, 3, 5, 10, 20, 50, 100, 200, 500),
        longest_of=MEMBERS,
        beta_upto=1000,
        fresh=3,
        short=20,
        seed=seed,
    )


class Speedup(NamedTuple):
    """Few steps without noise against many with: distances, seconds and their quotient."""

    few: int
    many: int
    few_distance: Estimate
    many_distance: Estimate
    few_seconds: float
    many_seconds: float

    @property
    def times(self) -> float:
        """How many times fewer seconds."""
        return self.many_seconds / self.few_seconds


@dataclass(frozen=True)
class SkipResult:
    r"""Distances and seconds by metric, member and number of steps; NaN where not asked for.

    `value`, `se` float64 (metrics, members, columns); `floor` (metrics, 6) of fresh pairs;
    `seconds` (members, columns) the median of the readings; `crowded` int (columns,): how many
    steps of σ = β had no room and took $\bar\beta_s$ in its place. `pictures` uint8: houses
    (2, columns, k, 32, 32, 3), or how many points in each cell (2, columns, 1, h, w), of the
    members `DRAWN`, from the same noises; zeros where not asked for.
    """

    config: SkipConfig
    value: np.ndarray
    se: np.ndarray
    floor: np.ndarray
    seconds: np.ndarray
    crowded: np.ndarray
    pictures: np.ndarray
    device: str
    dtype: str
    threads: int
    wall: float

    @property
    def metrics(self) -> tuple[str, ...]:
        return METRICS[self.config.world]

    def bar(self, metric: str) -> float:
        """The floor: the median distance of two fresh sets."""
        return float(np.median(self.floor[self.metrics.index(metric)]))

    def spread(self, metric: str) -> float:
        """Half of what the floor's six pairs span."""
        return float(np.ptp(self.floor[self.metrics.index(metric)])) / 2

    def line(self, metric: str, member: str) -> dict[str, np.ndarray]:
        """One member's `S`, `seconds`, `value` and `se`, where it was asked for."""
        k, m = self.metrics.index(metric), MEMBERS.index(member)
        there = np.isfinite(self.seconds[m])
        columns = {"S": np.array(self.config.columns), "seconds": self.seconds[m]}
        columns |= {"value": self.value[k, m], "se": self.se[k, m]}
        return {name: column[there] for name, column in columns.items()}

    def enough(self, metric: str, member: str) -> int | None:
        """The least S that is no farther than the farthest of the fresh pairs."""
        line, bar = self.line(metric, member), self.floor[self.metrics.index(metric)].max()
        near = line["S"][line["value"] <= bar]
        return int(near[0]) if near.size else None

    def cell(self, metric: str, member: str, steps: int) -> tuple[Estimate, float]:
        """Distance and seconds of one run."""
        line = self.line(metric, member)
        (k,) = np.flatnonzero(line["S"] == steps)
        return Estimate(float(line["value"][k]), float(line["se"][k])), float(line["seconds"][k])

    def speedup(self, few: int = 10) -> Speedup:
        """`few` steps at η = 0 against the most at η = 1."""
        many = self.config.longest
        (near, quick) = self.cell(self.metrics[0], "0", few)
        (far, slow) = self.cell(self.metrics[0], "1", many)
        return Speedup(few, many, near, far, quick, slow)


REPORTED = {
    "S": (10, 20, 50, 100, 1000),
    "0": (13.36, 6.84, 4.67, 4.16, 4.04),
    "0.2": (14.04, 7.11, 4.77, 4.25, 4.09),
    "0.5": (16.66, 8.35, 5.25, 4.46, 4.29),
    "1": (41.07, 18.36, 8.01, 5.78, 4.73),
    "hat": (367.43, 133.37, 32.72, 9.99, 3.17),
}
"""FID on CIFAR-10 as Song, Meng and Ermon report it (2010.02502, table 1)."""

SHIPPED = ("houses_trained", "points_exact", "points_network", "houses_exact")
"""The contestants with a first paint; the others are computed when they are chosen."""
BUNDLES = {f"ddim_skip_{name}": ("engine.diffusion.skip:run", question(name)) for name in SHIPPED}
