"""The race to the same loss: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_real, check_whole
from engine.logistic_regression.config import MAX_SEED

LAWS = ("gaussian", "skewed")
ROWS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
WIDTHS = (8, 16, 32, 64, 128, 256, 512, 1024, 2048)
CLASSES = (2, 3, 5, 10, 20)
RUNNERS = ("closed", "newton", "lbfgs", "adam", "warm_newton", "warm_lbfgs")
ENDS = ("arrived", "stopped", "absent")
FRESH = 20_000
"""Rows that judge at the end, and that nobody learns from."""
EACH = 10
"""So many rows for each weight, that a maximum of the likelihood exists."""
MOST_BYTES = 2 << 30
MOST_CURVED = 2_100
"""The most rows of a Hessian that is factorised in one turn."""
NEAR = 1e-3
FLOOR = 1e-6
"""Losses nearer than this are one: it is what float32 tells apart."""


@dataclass(frozen=True)
class RaceConfig:
    """`n` rows of `d` columns in `k` classes by `law`; no iteration runs longer than `patience`
    seconds, or than the closed form took.

    "gaussian": what the closed form assumes; "skewed": log-normal coordinates, where it is wrong.
    """

    n: int = 100_000
    d: int = 64
    k: int = 2
    law: str = "gaussian"
    patience: float = 3.0
    seed: int = 7

    def __post_init__(self):
        check_whole(self.n, "n", 100, 10_000_000)
        check_whole(self.d, "d", 1, 4096)
        check_whole(self.k, "k", 2, 100)
        check_one_of(self.law, "law", LAWS)
        check_real(self.patience, "patience", 0.01, 60)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        fewest = EACH * self.k * self.d
        rule = "must be at least {fewest}: ten rows for each of the {weights} weights"
        places = {"fewest": f"{fewest:,}", "weights": f"{self.k * self.d:,}"}
        check(self.n >= fewest, "n", rule, f"{self.n:,}", **places)
        check_room(self.bytes, MOST_BYTES, self.n)

    @property
    def curved(self) -> int:
        """Rows of Newton's Hessian."""
        return (self.k - 1) * (self.d + 1)

    @property
    def bytes(self) -> int:
        """What the race holds at once: the rows (float32), two Hessians, the second moment."""
        square = min(self.curved, MOST_CURVED) ** 2
        return (self.n + FRESH) * (4 * self.d + 8) + 16 * square + 24 * self.d**2


def check_room(needed: int, most: int, rows: int) -> None:
    """`needed` bytes are at most `most`."""
    rule = "needs {needed} GB, and there are at most {most} GB for a race"
    places = {"needed": f"{needed / 1e9:.1f}", "most": f"{most / 1e9:.1f}"}
    check(needed <= most, "n", rule, f"{rows:,}", **places)


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


BUNDLES = {"logistic_regression_race": ("engine.logistic_regression.measure:run", RaceConfig())}
