"""Two small tasks, one easy, one hard for frozen features; all methods on both (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_one_of, check_whole
from engine.ladder_side_tuning.config import MAX_SEED, METHODS, Setting
from engine.readings import half_iqr

TASKS = ("easy", "hard")
TOPICS, WORDS, N, BLANK = 8, 8, 24, 64
"""So many topics with so many words each, so many words a text; the word that stands for a gap."""
OWN, MAJOR = 0.8, 0.75
"""Share of a text's words that are their topic's, and of the major topic in the easy task."""
REDUCTIONS = (2, 3, 4, 6, 12)
STEPS, EVERY, JUDGED = 200, 40, 384
"""Steps of a training, how often it is judged, on so many texts that it has not seen."""
MARKS = np.arange(EVERY, STEPS + 1, EVERY)
"""Steps after which it is judged."""
MOST_SEEDS = 8
RATE = {
    "full": (1e-3, 1e-3),
    "prompt": (3e-2, 3e-2),
    "adapter": (5e-3, 5e-3),
    "lora": (1e-2, 2e-2),
    "ia3": (1e-1, 1e-1),
    "bitfit": (1e-2, 1e-2),
    "head": (2e-2, 2e-2),
    "lst": (1e-2, 1e-2),
}
"""Adam's rate by method and task, the best of at least three on seeds that are not shown."""


PARTS = {
    "places": (("place.",), 1e-2),
    "lowest": (("sublayers.0.", "sublayers.1."), 1e-3),
    "highest": (("sublayers.6.", "sublayers.7."), 1e-3),
}
"""Parts of the tower that are trained alone, with the head, on the hard task: the table of places,
the lowest layer, the highest. How their weights' names begin or go on, and the rate."""


def setting(reduction: int = 4, seed: int = 1, skip: int = 1) -> Setting:
    """The shipped tower and the methods beside it."""
    sizes = {"layers": 4, "width": 48, "heads": 4, "batch": 16, "n": N}
    ladder = {"reduction": reduction, "skip": skip}
    return Setting(**sizes, **ladder, rank=8, adapter=12, prompt=4, vocabulary=BLANK + 1, seed=seed)


class Seeded:
    """A Config of trainings from `seeds` seeds, `seed` the first; `reduction` is the ladder's r."""

    reduction: int
    seeds: int
    seed: int

    def __post_init__(self):
        check_one_of(self.reduction, "reduction", REDUCTIONS)
        check_whole(self.seeds, "seeds", 2, MOST_SEEDS)
        check_whole(self.seed, "seed", 0, MAX_SEED - MOST_SEEDS)

    @property
    def from_seeds(self) -> range:
        """The seeds themselves."""
        return range(self.seed, self.seed + self.seeds)


def over_seeds(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of `values` over the seeds, their first axis."""
    return values.mean(axis=0), values.std(axis=0, ddof=1)


@dataclass(frozen=True)
class TasksConfig(Seeded):
    """Every method on both tasks."""

    reduction: int = 4
    seeds: int = 3
    seed: int = 1


@dataclass(frozen=True)
class TasksResult:
    """Axes: `TASKS`, `METHODS`, seeds, then marks or steps.

    `accuracy` at each of `MARKS`, on texts that nothing was trained on; `loss` of every step;
    `seconds` of every step, measured. `bytes` (methods): what a step keeps for its backward pass,
    counted. `best` (tasks): accuracy of Bayes' rule on the same texts. `parts` (`PARTS`, seeds,
    marks): accuracy on the hard task where a part of the tower alone is trained.
    """

    config: TasksConfig
    accuracy: np.ndarray
    loss: np.ndarray
    seconds: np.ndarray
    bytes: np.ndarray
    trainable: np.ndarray
    best: np.ndarray
    parts: np.ndarray
    device: str
    threads: int
    torch_version: str

    def end(self, task: str, method: str) -> tuple[float, float]:
        """Mean accuracy after the last step, and its standard deviation over seeds."""
        return over_seeds(self.accuracy[TASKS.index(task), METHODS.index(method), :, -1])

    def curve(self, task: str, method: str) -> tuple[np.ndarray, np.ndarray]:
        """The same at every mark."""
        return over_seeds(self.accuracy[TASKS.index(task), METHODS.index(method)])

    def part(self, name: str) -> tuple[float, float]:
        """The same as `end`, of a part of the tower on the hard task."""
        return over_seeds(self.parts[list(PARTS).index(name), :, -1])

    def size(self, method: str) -> int:
        """Bytes that a step of `method` keeps."""
        return int(self.bytes[METHODS.index(method)])

    def step(self, method: str) -> float:
        """Median of the seconds of a step, of both tasks."""
        return float(np.median(self.seconds[:, METHODS.index(method)]))

    def spread(self, method: str) -> float:
        """Half of the distance between the quartiles of the same."""
        return float(half_iqr(self.seconds[:, METHODS.index(method)].ravel()))


BUNDLES = {"ladder_side_tuning_tasks": ("engine.ladder_side_tuning.compare:run", TasksConfig())}
