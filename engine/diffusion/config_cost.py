"""What sampling costs: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED, RULES
from engine.errors import check, check_one_of, check_whole


@dataclass(frozen=True)
class CostConfig:
    """Time the builder at each of `steps` with `batch` houses, and at each of `batches`.

    The second sweep takes `moves` steps. Every point is read `readings` times, in turn with
    all the others.
    """

    steps: tuple[int, ...] = (1, 2, 4, 6, 8, 10)
    batch: int = 4
    batches: tuple[int, ...] = (1, 2, 4, 8, 12, 16)
    moves: int = 2
    rule: str = "ddim"
    readings: int = 9
    seed: int = 7

    def __post_init__(self):
        _check_sweep(self.steps, "steps", 1000)
        check_whole(self.batch, "batch", 1, 64)
        _check_sweep(self.batches, "batches", 64)
        check_whole(self.moves, "moves", 1, 1000)
        check_one_of(self.rule, "rule", RULES)
        check_whole(self.readings, "readings", 3, 101)
        check_whole(self.seed, "seed", 0, MAX_SEED)


def _check_sweep(values: tuple[int, ...], name: str, most: int) -> None:
    some = isinstance(values, tuple) and 3 <= len(values) <= 16
    check(some, name, "must be a tuple of 3 to 16 whole numbers", values)
    for value in values:
        check_whole(value, name, 1, most)
    check(len(set(values)) > 1, name, "must not all be the same", values)


@dataclass(frozen=True)
class Line:
    """The straight line y = intercept + slope · x, and the share of the variance it explains."""

    slope: float
    intercept: float
    r2: float


def fitted(x: tuple[float, ...], y: np.ndarray) -> Line:
    """The line of least squares through the points (x, y)."""
    slope, intercept = np.polyfit(np.asarray(x, dtype=np.float64), y, 1)
    rest = y - (intercept + slope * np.asarray(x, dtype=np.float64))
    r2 = 1 - (rest @ rest) / np.square(y - y.mean()).sum()
    return Line(float(slope), float(intercept), float(r2))


@dataclass(frozen=True)
class CostResult:
    """Seconds of every reading, float64: `by_steps` and `by_batch`, both (points, readings).

    The lines go through the medians. `device` is "CPU" or a GPU's name.
    """

    config: CostConfig
    by_steps: np.ndarray
    by_batch: np.ndarray
    device: str
    dtype: str
    threads: int
    torch_version: str

    @property
    def steps_line(self) -> Line:
        """Seconds against steps, `config.batch` houses at a time."""
        return fitted(self.config.steps, np.median(self.by_steps, axis=1))

    @property
    def batch_line(self) -> Line:
        """Seconds of one *step* against the houses in the batch."""
        return fitted(self.config.batches, np.median(self.by_batch, axis=1) / self.config.moves)

    @property
    def spread(self) -> dict[str, np.ndarray]:
        """The interquartile range of the readings at each point, in seconds."""
        sweeps = {"steps": self.by_steps, "batch": self.by_batch}
        return {
            name: np.subtract(*np.percentile(times, [75, 25], axis=1))
            for name, times in sweeps.items()
        }
