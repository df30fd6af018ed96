"""Parameters, four bars of memory, FLOPs and the clock: asked and answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine import readings
from engine.errors import check, check_whole
from engine.ladder_side_tuning.config import ENTRANTS, Counted, Setting, of_full

BARS = ("weights", "gradients", "optimiser", "activations")
LARGEST = 12 * 768**2
"""No more than this much depth × width²: BERT base."""
CLOCKED = 20e9
"""A forward pass of more FLOPs is counted but not timed: one turn of it would take too long."""


@dataclass(frozen=True)
class BarsConfig:
    """Every entrant of `ENTRANTS` at one setting: counted, then timed `readings` times in turn."""

    setting: Setting = field(default_factory=Setting)
    readings: int = 7

    def __post_init__(self):
        size = self.setting.layers * self.setting.width**2
        check(size <= LARGEST, "layers", "is too much for this width", self.setting.layers)
        check_whole(self.readings, "readings", 5, 101)


@dataclass(frozen=True)
class BarsResult(Counted):
    """In the order of `ENTRANTS`.

    `memory` (entrants, `BARS`): bytes, each counted: of all weights, of the gradients and Adam's
    state of the trained ones, of the activations kept for the backward pass. `again` (entrants):
    bytes that the backward pass lays out anew, one layer at a time; nothing but with
    checkpointing. `trainable`, `total`: parameters; `forward`, `backward`: FLOPs; `reach`: the
    lowest layer a gradient enters. `seconds` (entrants, readings): forward, backward and Adam's
    step; NaN where the clock was not asked: see `CLOCKED`, or where not all fit side by side.
    `peak` (entrants): bytes by which the GPU's allocator rose in a step; NaN on a CPU.
    """

    config: BarsConfig
    memory: np.ndarray
    again: np.ndarray
    trainable: np.ndarray
    total: np.ndarray
    forward: np.ndarray
    backward: np.ndarray
    reach: np.ndarray
    seconds: np.ndarray
    peak: np.ndarray
    device: str
    threads: int
    torch_version: str

    @property
    def timed(self) -> bool:
        """Whether the clock was asked."""
        return bool(np.isfinite(self.seconds).all())

    @property
    def whole(self) -> np.ndarray:
        """All four bars together."""
        return self.memory.sum(axis=1)

    @property
    def spared(self) -> np.ndarray:
        """Share of full fine-tuning's bytes that is not taken, by entrant and bar."""
        return 1 - of_full(self.memory)

    @property
    def spared_whole(self) -> np.ndarray:
        """The same of all four bars together."""
        return 1 - of_full(self.whole)

    @property
    def median(self) -> np.ndarray:
        """Seconds of a step."""
        return np.median(self.seconds, axis=1)

    @property
    def time(self) -> np.ndarray:
        """Seconds over those of full fine-tuning, the median of the ratios within a round."""
        return np.median(of_full(self.seconds), axis=1)

    @property
    def noisy(self) -> bool:
        """Whether some reading tells too little."""
        return bool(readings.noisy(self.seconds).any())

    @property
    def row(self) -> dict[str, int]:
        """The row of each entrant."""
        return {name: k for k, name in enumerate(ENTRANTS)}


BUNDLES = {"ladder_side_tuning_bars": ("engine.ladder_side_tuning.bars:run", BarsConfig())}
