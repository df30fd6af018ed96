"""What the step-skipping chart of page `ddim` is asked (torch-free)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_contestants import BETA, CONTESTANTS, MEMBERS
from engine.errors import check, check_one_of, check_whole


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
        check_whole(self.beta_upto, "beta_upto", 1, 1000)
        check_whole(self.fresh, "fresh", 1, 64)
        check_whole(self.short, "short", 0, 1000)
        check_whole(self.batches, "batches", 1, 100_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    @property
    def world(self) -> str:
        """What is sampled: "points" or "houses"."""
        return CONTESTANTS[self.contestant].world

    @property
    def builder(self) -> str:
        """Who guesses."""
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


SHIPPED = ("houses_trained", "points_exact", "points_network", "houses_exact")
"""The contestants with a first paint; the others are computed when they are chosen."""
BUNDLES = {f"ddim_skip_{name}": ("engine.diffusion.skip:run", question(name)) for name in SHIPPED}
