"""The race to the same loss: what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.logistic_regression.config_race import RaceConfig

RUNNERS = ("closed", "newton", "lbfgs", "adam", "warm_newton", "warm_lbfgs")
ENDS = ("arrived", "stopped", "absent")
NEAR = 1e-3
FLOOR = 1e-6
"""Losses nearer than this are one: it is what float32 tells apart."""


@dataclass(frozen=True)
class RaceResult:
    """When who had come how far.

    Marks, end to end for all runners: `runner` (m,) int64, an index of `RUNNERS`; `seconds` (m,)
    of its own work, others' turns and the judging left out; `loss` (m,) over all rows, nats.
    `ends` (6,) int64, an index of `ENDS`; `accuracy` and `fresh` (6,) of the last weights on fresh
    rows (share and log loss), NaN for who is absent. `closed_runs` are the seconds of every run of
    the closed form; the median is its mark. `device` is "CPU" or a GPU's name.
    """

    config: RaceConfig
    runner: np.ndarray
    seconds: np.ndarray
    loss: np.ndarray
    ends: np.ndarray
    accuracy: np.ndarray
    fresh: np.ndarray
    closed_runs: np.ndarray
    device: str
    dtype: str
    threads: int
    torch_version: str

    def of(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Seconds and losses of runner `name`."""
        mine = self.runner == RUNNERS.index(name)
        return self.seconds[mine], self.loss[mine]

    def end(self, name: str) -> str:
        """How runner `name` ended, one of `ENDS`."""
        return ENDS[int(self.ends[RUNNERS.index(name)])]

    def judged(self, name: str) -> tuple[float, float]:
        """Accuracy and log loss of runner `name` on fresh rows."""
        k = RUNNERS.index(name)
        return float(self.accuracy[k]), float(self.fresh[k])

    @property
    def closed(self) -> tuple[float, float]:
        """Seconds and loss of the closed form."""
        seconds, loss = self.of("closed")
        return float(seconds[0]), float(loss[0])

    @property
    def spread(self) -> float:
        """The interquartile range of the closed form's seconds."""
        return float(np.subtract(*np.percentile(self.closed_runs, [75, 25])))

    @property
    def best(self) -> float:
        """The lowest loss that anybody reached."""
        return float(self.loss.min())

    @property
    def gap(self) -> float:
        """How far the closed form's loss lies above the best."""
        return self.closed[1] - self.best

    def seconds_to(self, name: str, loss: float) -> float:
        """When runner `name` first had `loss` or less; NaN where it never did."""
        seconds, losses = self.of(name)
        there = losses <= loss + FLOOR
        return float(seconds[there].min()) if there.any() else float("nan")

    @property
    def ended(self) -> dict[str, list[str]]:
        """Who ended in which of `ENDS`."""
        return {end: [name for name in RUNNERS if self.end(name) == end] for end in ENDS}

    @property
    def cold(self) -> list[str]:
        """Runners that begin at zero, in the order in which they reached the closed form's loss.

        Those that never did come last.
        """
        names = [name for name in RUNNERS if not name.startswith("warm")]
        when = {name: self.seconds_to(name, self.closed[1]) for name in names}
        return sorted(names, key=lambda name: (np.isnan(when[name]), when[name]))

    @property
    def first(self) -> str:
        """Who first had the closed form's loss."""
        return self.cold[0]

    @property
    def second(self) -> str:
        """The first iteration that had it."""
        return next(name for name in self.cold if name != "closed")

    @property
    def first_to_best(self) -> str:
        """Who first came within `NEAR` of the best."""
        when = {name: self.seconds_to(name, self.best + NEAR) for name in RUNNERS}
        return min((name for name in RUNNERS if when[name] == when[name]), key=when.get)

    def above(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Seconds and loss above the best, where it can be told from the best."""
        seconds, loss = self.of(name)
        seen = loss - self.best > FLOOR
        return seconds[seen], loss[seen] - self.best

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Loss above the best against seconds."""
        return {name: self.above(name) for name in RUNNERS if self.end(name) != "absent"}
