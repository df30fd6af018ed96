r"""What the hero of page `ddim` is asked and what it answers (torch-free).

A crowd of samples on a line walks back from noise along the σ family, for every η and every
number of steps S; a few of its roads (`config_roads`) are drawn by the reader's browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.diffusion.config import MAX_SEED, SCHEDULES
from engine.diffusion.config_modes import DATA
from engine.diffusion.config_steps import T
from engine.diffusion.spacing import SPACINGS
from engine.errors import check, check_one_of, check_real, check_whole

STOPS = (1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 70, 100, 140, 200, 300, 500, 700, 1000)
ETAS = (0.0, 0.5, 1.0)


@dataclass(frozen=True)
class FanConfig:
    """`count` samples of `data`, for every η of `etas` and every number of `steps`.

    Each (η, S) begins at the same noises, at the first time of `spacing`. Distances are to
    `fresh` sets of data; the floor is that of all their pairs.
    """

    data: str = "two"
    spacing: str = "even"
    seed: int = 7
    schedule: str = "su"
    etas: tuple[float, ...] = ETAS
    steps: tuple[int, ...] = STOPS
    count: int = 20_000
    fresh: int = 100

    def __post_init__(self):
        check_one_of(self.data, "data", DATA)
        check_one_of(self.spacing, "spacing", SPACINGS)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_one_of(self.schedule, "schedule", SCHEDULES)
        for eta in self.etas:
            check_real(eta, "eta", 0, 1)
        for steps in self.steps:
            check_whole(steps, "S", 1, T)
        rises = all(a < b for a, b in pairwise(self.steps)) and len(self.steps) > 0
        check(rises, "S", "must rise from each to the next", self.steps)
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.fresh, "fresh", 2, 200)


@dataclass(frozen=True)
class FanResult:
    r"""The crowd, and what the browser needs to draw its own roads.

    Of the crowd, for each η and S: `w1` the mean $W_1$ to the fresh sets, `walked` the mean
    of $\sum|x_s-x_t|$, `upper` the share in the topmost mode, float64 (etas, steps); `ends`
    uint32 (etas, steps, BINS) and `begins` uint32 (BINS,) are histograms from −REACH to
    REACH. `floor` float64 (101,) holds the percentiles of $W_1$ between fresh sets.

    Of the roads: `log_alpha_bar` float64 (T+1,); `times` int32, the lists of all `steps` one
    after the other; `starts` float64 (ROADS,); `noise` int16 (ROADS, T), in units of
    `noise_scale`: column k belongs to the single step from time k + 1 to k.
    """

    config: FanConfig
    w1: np.ndarray
    walked: np.ndarray
    upper: np.ndarray
    ends: np.ndarray
    begins: np.ndarray
    floor: np.ndarray
    log_alpha_bar: np.ndarray
    times: np.ndarray
    starts: np.ndarray
    noise: np.ndarray
    noise_scale: float
    seconds: float
    device: str
    dtype: str
    threads: int

    @property
    def curves(self) -> dict[str, tuple[tuple[int, ...], list[float]]]:
        """$W_1$ to the data against S for each η, and the bar under which nothing is seen."""
        steps = self.config.steps
        rows = zip(self.config.etas, self.w1.tolist(), strict=True)
        far = {f"η = {eta:g}": (steps, row) for eta, row in rows}
        return {**far, "bar": (steps, [self.bar] * len(steps))}

    @property
    def median(self) -> float:
        """The floor: what half of the pairs of fresh sets stay below."""
        return float(self.floor[50])

    @property
    def bar(self) -> float:
        """What 95 of 100 pairs of fresh sets stay below: under it no difference is seen."""
        return float(self.floor[95])

    def enough(self, eta: float) -> int | None:
        """The least S whose $W_1$ is at most the bar; None if there is none."""
        row = self.w1[self.config.etas.index(eta)]
        return next((s for s, d in zip(self.config.steps, row, strict=True) if d <= self.bar), None)

    def at(self, table: np.ndarray, eta: float, steps: int) -> float:
        """What `table` (`w1`, `walked` or `upper`) has for η and S."""
        return float(table[self.config.etas.index(eta), self.config.steps.index(steps)])


BUNDLES = {"ddim": ("engine.diffusion.fan:run", FanConfig())}
