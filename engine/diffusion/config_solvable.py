"""What is solvable: one slice for each set of data; question and answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_dots import DOTS, check_dots
from engine.diffusion.config_slices import Slices
from engine.errors import check, check_real, check_whole

SETS = ("point", "normal", "dots")


@dataclass(frozen=True)
class SolvableConfig:
    """One slice at `centre` for each of `SETS`, `count` pairs each; rebuilt in each of `steps`.

    All starts are `x0`, or N(0, 1), or one of `data`.
    """

    s: int = 150
    t: int = 500
    centre: float = 0.8
    x0: float = 0.0
    data: tuple[float, ...] = DOTS
    count: int = 1_000_000
    width: float = 0.025
    steps: tuple[int, ...] = (1, 2, 10, 100)
    seed: int = 7

    def __post_init__(self):
        check_whole(self.t, "t", 2, 1000)
        check_whole(self.s, "s", 1, self.t - 1)
        check_real(self.centre, "centre", -20, 20)
        check_real(self.x0, "x0", -10, 10)
        check_dots(self.data)
        check_whole(self.count, "count", 1000, 10_000_000)
        check_real(self.width, "width", 0.001, 1)
        some = isinstance(self.steps, tuple) and 0 < len(self.steps) <= 16
        check(some, "steps", "must be a tuple of 1 to 16 whole numbers", self.steps)
        for steps in self.steps:
            check_whole(steps, "steps", 1, 1000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class SolvableResult(Slices):
    """The slices of `SETS`, and the largest error of one rebuilt point for each of the steps."""

    config: SolvableConfig
    error: tuple[float, ...]

    @property
    def worst(self) -> float:
        """The largest of the errors."""
        return max(self.error)


BUNDLES = {"bayes_solvable": ("engine.diffusion.solvable:run", SolvableConfig())}
