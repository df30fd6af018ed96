"""Rungs and gates: which are used, which can go, and what a side cut from the tower is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_one_of
from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.config_tasks import TASKS, Seeded, over_seeds, setting

VARIANTS = ("random", "pruned", "half", "one", "alone")
"""A side drawn at random; one cut from the tower; random with every second rung and its layer
dropped; with one rung left; random, and every feature of a tower layer put to 0."""
GATED = VARIANTS[:2]
"""Those whose gates are read, and whose rungs are cut one at a time."""
SKIP = {"half": 2, "one": 4}


@dataclass(frozen=True)
class GatesConfig(Seeded):
    """Every one of `VARIANTS` on `task`."""

    task: str = "easy"
    reduction: int = 4
    seeds: int = 3
    seed: int = 1

    def __post_init__(self):
        check_one_of(self.task, "task", TASKS)
        super().__post_init__()

    def setting(self, variant: str, seed: int = 1) -> Setting:
        """That of a variant."""
        return setting(self.reduction, seed, SKIP.get(variant, 1))


@dataclass(frozen=True)
class GatesResult:
    """`accuracy` (`VARIANTS`, seeds, `MARKS`) on unseen texts; `loss` (`VARIANTS`, seeds, steps).
    After training, of `GATED`: `gates` (2, seeds, rungs), the share that comes up the ladder;
    `cut` (2, seeds, rungs + 1), accuracy where one rung hands on its mean for every text (the
    first is the embedding's). `bytes`, `trainable` (`VARIANTS`), counted."""

    config: GatesConfig
    accuracy: np.ndarray
    loss: np.ndarray
    gates: np.ndarray
    cut: np.ndarray
    bytes: np.ndarray
    trainable: np.ndarray
    device: str
    threads: int
    torch_version: str

    def curve(self, variant: str) -> tuple[np.ndarray, np.ndarray]:
        """Mean accuracy at every mark, and its standard deviation over seeds."""
        return over_seeds(self.accuracy[VARIANTS.index(variant)])

    def end(self, variant: str) -> tuple[float, float]:
        """The same after the last step."""
        return over_seeds(self.accuracy[VARIANTS.index(variant), :, -1])

    def gate(self, variant: str) -> tuple[np.ndarray, np.ndarray]:
        """Mean gates, rung by rung from below, and their standard deviation."""
        return over_seeds(self.gates[GATED.index(variant)])

    def without(self, variant: str) -> tuple[np.ndarray, np.ndarray]:
        """Accuracy lost with each rung, the embedding's first, and its standard deviation."""
        k = GATED.index(variant)
        return over_seeds(self.accuracy[k, :, -1:] - self.cut[k])

    def size(self, variant: str) -> int:
        """Bytes that a step keeps."""
        return int(self.bytes[VARIANTS.index(variant)])


BUNDLES = {"ladder_side_tuning_gates": ("engine.ladder_side_tuning.gates:run", GatesConfig())}
