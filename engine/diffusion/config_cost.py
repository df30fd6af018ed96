"""What sampling costs: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine import readings
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

    def at(self, x: float) -> float:
        """y on the line."""
        return self.intercept + self.slope * x

    @property
    def milliseconds(self) -> dict[str, float]:
        """Slope and intercept in thousandths, and the share explained in percent."""
        slope, start = 1e3 * self.slope, 1e3 * self.intercept
        return {"slope": slope, "start": start, "r2": 100 * self.r2}


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
        return {
            name: np.diff(readings.quartiles(times), axis=0)[0]
            for name, times in self._sweeps.items()
        }

    @property
    def _sweeps(self) -> dict[str, np.ndarray]:
        return {"steps": self.by_steps, "batch": self.by_batch}

    @property
    def medians(self) -> dict[str, np.ndarray]:
        """Seconds at each point: of a whole rebuild by steps, of one step by batch."""
        by_batch = np.median(self.by_batch, axis=1) / self.config.moves
        return {"steps": np.median(self.by_steps, axis=1), "batch": by_batch}

    @property
    def quartiles(self) -> dict[str, np.ndarray]:
        """Lower and upper quartile of what `medians` holds, (2, points)."""
        ends = {name: readings.quartiles(one) for name, one in self._sweeps.items()}
        return ends | {"batch": ends["batch"] / self.config.moves}

    @property
    def lines(self) -> dict[str, tuple[tuple[int, ...], Line]]:
        """Where each sweep was read, and the line through it."""
        return {
            "steps": (self.config.steps, self.steps_line),
            "batch": (self.config.batches, self.batch_line),
        }

    def seconds_of(self, steps: int) -> float:
        """What `steps` steps of `config.batch` houses take by the line."""
        return self.steps_line.at(steps)


BUNDLES = {"ddpm_cost": ("engine.diffusion.measure:run", CostConfig())}
