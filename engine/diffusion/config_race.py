"""The race of the solvers: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config_steps import check_list
from engine.errors import check_one_of, check_whole

SOLVERS = ("euler", "heun", "rk4", "ddim")
VARIABLES = ("s", "s2")
RACES = ("wide", "two")


@dataclass(frozen=True)
class RaceConfig:
    """Every solver in both time variables with each number of `steps`; `data` as the hero's."""

    data: str = "wide"
    steps: tuple[int, ...] = (5, 10, 20, 50, 100, 200, 400, 800)
    fitted: int = 4
    starts: int = 64

    def __post_init__(self):
        check_one_of(self.data, "data", RACES)
        check_list(self.steps, "steps")
        check_whole(self.fitted, "fitted", 2, len(self.steps))
        check_whole(self.starts, "starts", 2, 10_000)


@dataclass(frozen=True)
class RaceResult:
    """Root mean square error where the flow ends, by solver, variable and number of steps.

    `error` float64 (solvers, variables, steps), `asked` int (solvers, steps): how often the
    denoiser was asked.
    """

    config: RaceConfig
    error: np.ndarray
    asked: np.ndarray
    device: str
    threads: int

    def order(self, solver: str, variable: str) -> float:
        """The slope of the error against the steps, over the last `fitted` of them."""
        k = self.config.fitted
        row = self.error[SOLVERS.index(solver), VARIABLES.index(variable)]
        return slope(self.config.steps[-k:], row[-k:])

    def of(self, solver: str, variable: str) -> tuple[np.ndarray, np.ndarray]:
        """How often it asked, and its errors."""
        k = SOLVERS.index(solver)
        return self.asked[k], self.error[k, VARIABLES.index(variable)]

    def least(self, goal: float, solver: str, variable: str) -> int | None:
        """The least number of questions with an error of at most `goal`."""
        asked, error = self.of(solver, variable)
        good = asked[error <= goal]
        return int(good[0]) if good.size else None


def slope(steps, error) -> float:
    """How fast the error falls: minus its slope against the steps, in logarithms."""
    return -float(np.polyfit(np.log(steps), np.log(error), 1)[0])


BUNDLES = {"ddim_race": ("engine.diffusion.race:run", RaceConfig())}
