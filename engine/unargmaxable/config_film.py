"""Experiment `proof`: Frank and Wolfe step by step, and who can still say the word (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_one_of, check_whole
from engine.unargmaxable.config_hero import HullConfig, Pin

STILLS = (1, 2, 4, 10, 40, 200)
"""The steps whose weights are drawn."""


@dataclass(frozen=True)
class FilmConfig:
    """Row `word` (its number) of the words `pins`; `steps` of Frank and Wolfe; then a chain of
    `length` words, each drawn from a hidden state that the one before it leads to."""

    pins: tuple[Pin, ...] = HullConfig().placed
    word: int = 4
    steps: int = 200
    length: int = 4
    widths: tuple[int, ...] = (1, 2, 4, 8)
    seed: int = 2504

    def __post_init__(self):
        HullConfig(pins=self.pins, seed=self.seed)
        check_one_of(self.word, "word", [pin[0] for pin in self.pins])
        check_whole(self.steps, "steps", STILLS[-1], 5000)
        check_whole(self.length, "length", 2, 8)
        for width in self.widths:
            check_whole(width, "widths", 1, 64)


@dataclass(frozen=True)
class FilmResult:
    r"""The path and the chain, float64.

    `words` int (n,), `w` (n, 2); `lengths` (s,) is $\|\sum_i\alpha_i(w_k-w_i)\|$ after each step
    and `least` (s,) what the duality gap says it cannot fall below; `way` (s, n) the weights of the
    convex combination after each step, and `stills` int those steps that are drawn. `margin` is the
    minimum itself, `certificate` (n,) exact weights where it is zero. Of the chain: `greedy` int
    (L,), `beams` int (widths, L) and `best` int (L,) are rows, `chances` (widths + 2,) the
    sequences' probabilities (greedy, beams, best); `said` (L,) how likely sampling says the word
    at each place, `ever` at least once.
    """

    config: FilmConfig
    words: np.ndarray
    w: np.ndarray
    lengths: np.ndarray
    least: np.ndarray
    way: np.ndarray
    stills: np.ndarray
    margin: float
    certificate: np.ndarray
    greedy: np.ndarray
    beams: np.ndarray
    best: np.ndarray
    chances: np.ndarray
    said: np.ndarray
    ever: float
    device: str
    threads: int

    @property
    def weights(self) -> np.ndarray:
        """The weights at each of the stills, (stills, n)."""
        return self.way[self.stills - 1]

    @property
    def means(self) -> np.ndarray:
        """The convex combinations there, (stills, 2)."""
        return self.weights @ self.w

    @property
    def row(self) -> int:
        """The row in question."""
        return int(np.flatnonzero(self.words == self.config.word)[0])

    @property
    def mute(self) -> bool:
        """Whether nothing puts the word first."""
        return self.margin == 0


BUNDLES = {"unargmaxable_proof": ("engine.unargmaxable.film:run", FilmConfig())}
