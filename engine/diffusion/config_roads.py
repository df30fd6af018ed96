"""The roads that the browser draws, walked once more: question and answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_steps import T
from engine.errors import check_real, check_whole

ROADS, HAND = 24, 12
"""How many roads the browser draws, each with noise of its own: the fan's, and the hand's."""
FARTHEST = 3.0
"""How far from 0 a road may start by hand."""


@dataclass(frozen=True)
class RoadsConfig:
    """The roads that the browser has drawn, to be walked once more by the engine.

    η, S and the place `start` where the reader's own roads begin.
    """

    data: str = "two"
    spacing: str = "even"
    seed: int = 7
    schedule: str = "su"
    eta: float = 0.0
    steps: int = 100
    start: float = 0.3

    def __post_init__(self):
        FanConfig(self.data, self.spacing, self.seed, self.schedule)
        check_real(self.eta, "eta", 0, 1)
        check_whole(self.steps, "S", 1, T)
        check_real(self.start, "start", -FARTHEST, FARTHEST)


@dataclass(frozen=True)
class RoadsResult:
    """Where the roads end, float64: `fan` (ROADS,) from their own starts, `hand` (HAND,) from
    the reader's start, each with the noise of the fan's road of that number."""

    config: RoadsConfig
    fan: np.ndarray
    hand: np.ndarray


BUNDLES = {"ddim_roads": ("engine.diffusion.roads:run", RoadsConfig())}
