"""Experiment `pull`: one word dragged out, step by step (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_whole
from engine.unargmaxable.config_hero import REACH, HullConfig, Pin

MOST_STEPS = 16


@dataclass(frozen=True)
class PullConfig:
    """The words `pins`, of which `word` (its number) is pulled out in `steps` pictures."""

    pins: tuple[Pin, ...] = HullConfig().placed
    word: int = 4
    steps: int = 8

    def __post_init__(self):
        HullConfig(pins=self.pins)
        check(len(self.pins) > 3, "pins", "must have at least four words", len(self.pins))
        check_one_of(self.word, "word", [pin[0] for pin in self.pins])
        check_whole(self.steps, "steps", 2, MOST_STEPS)


@dataclass(frozen=True)
class PullResult:
    r"""In each of s pictures, float64.

    `words` int (n,) are the words' numbers, `w` (n, 2) where the others stand; `places` (s, 2)
    are the pulled one's, in hundredths, `way` (s,) how far it has come. `sector` and `start`
    (s, n) are the degrees of every word's sector and where it begins. `out` is the way at which
    the word leaves the others' band.
    """

    config: PullConfig
    words: np.ndarray
    w: np.ndarray
    places: np.ndarray
    way: np.ndarray
    sector: np.ndarray
    start: np.ndarray
    out: float
    device: str
    threads: int

    @property
    def row(self) -> int:
        """The pulled word's row."""
        return int(np.flatnonzero(self.words == self.config.word)[0])

    @property
    def own(self) -> np.ndarray:
        """The pulled word's sectors (s,)."""
        return self.sector[:, self.row]

    @property
    def mute(self) -> int:
        """In how many pictures it is mute."""
        return int((self.own == 0).sum())

    def pins(self, step: int) -> tuple[Pin, ...]:
        """All words as they stand in picture `step`."""
        at = tuple(int(x) for x in self.places[step])
        return tuple(
            (k, *at) if k == self.config.word else (k, x, y) for k, x, y in self.config.pins
        )

    def corners(self, step: int) -> np.ndarray:
        """The band of picture `step`: its corners (c, 2), in the order of their sectors."""
        w = self.w.copy()
        w[self.row] = self.places[step] / 100
        there = np.flatnonzero(self.sector[step] > 0)
        return w[there[np.argsort(self.start[step, there])]]


LIMIT = REACH / 100
BUNDLES = {"unargmaxable_pull": ("engine.unargmaxable.pull:run", PullConfig())}
