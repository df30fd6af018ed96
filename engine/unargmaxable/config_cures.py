"""Experiment `cures`: what gives mute words a voice, and what does not (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_whole
from engine.unargmaxable.config_hero import HullConfig, Pin

CURES = ("none", "unit", "bias", "lift1", "lift2", "lift4")
"""As it is; rows of length one; b = −|w|²/2; one, two, four more Gaussian coordinates."""
DIMS = {"lift1": 1, "lift2": 2, "lift4": 4}


@dataclass(frozen=True)
class CuresConfig:
    """The words `pins`, the hidden state of the hero, and `seed` for further coordinates."""

    pins: tuple[Pin, ...] = HullConfig().placed
    angle: float = HullConfig().angle
    length: float = HullConfig().length
    seed: int = 2504

    def __post_init__(self):
        HullConfig(pins=self.pins, angle=self.angle, length=self.length)
        check_whole(self.seed, "seed", 0, 2**31 - 1)


@dataclass(frozen=True)
class CuresResult:
    r"""Of n words, float64 unless said otherwise.

    `words` int (n,); `mute` bool (cures, n) which are mute under each of `CURES`. `best` (n,) is
    the largest probability that any h gives a word, 1 where there is no largest. `taus` (t,) are
    temperatures, `chances` (t, n) the probabilities at the hero's h.
    """

    config: CuresConfig
    words: np.ndarray
    mute: np.ndarray
    best: np.ndarray
    taus: np.ndarray
    chances: np.ndarray
    device: str
    threads: int

    def count(self, cure: str) -> int:
        """How many words are mute under `cure`."""
        return int(self.mute[CURES.index(cure)].sum())

    @property
    def loudest(self) -> int:
        """The row of the mute word that some h gives the most to; the last one if none is mute."""
        return int(np.where(self.mute[0], self.best, -1).argmax())

    @property
    def first(self) -> int:
        """The row that is first at the hero's h."""
        return int(self.chances[0].argmax())


BUNDLES = {"unargmaxable_cures": ("engine.unargmaxable.cures:run", CuresConfig())}
