"""What the step-skipping chart of page `ddim` answers (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.diffusion.config_contestants import MEMBERS, METRICS
from engine.diffusion.config_estimate import Estimate
from engine.diffusion.config_skip import SkipConfig


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
