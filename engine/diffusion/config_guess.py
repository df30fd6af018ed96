"""Guess and correct, and why not jump: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES, HouseFilm
from engine.diffusion.config_estimate import Estimate, Floor
from engine.errors import check_one_of, check_whole

GUESSERS = ("trained", "exact", "one")


@dataclass(frozen=True)
class GuessConfig:
    """`crowd` houses rebuilt by a guesser in `steps` steps; the film shows the first `shown`.

    The guesser is the trained builder, or the exact one that knows `known` houses, or `one`.
    """

    builder: str = "trained"
    schedule: str = "su"
    T: int = 1000
    steps: int = 40
    crowd: int = 24
    shown: int = 8
    known: int = 256
    frames: int = 21
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.builder, "builder", GUESSERS)
        check_one_of(self.schedule, "schedule", SCHEDULES)
        check_whole(self.T, "T", 1, MAX_T)
        check_whole(self.steps, "steps", 1, MAX_T)
        check_whole(self.crowd, "crowd", 4, 256)
        check_whole(self.shown, "shown", 1, min(self.crowd, 12))
        check_whole(self.known, "known", 2, 4096)
        check_whole(self.frames, "frames", 2, 64)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    @property
    def moves(self) -> int:
        """How many steps the rebuild takes."""
        return min(self.steps, self.T)


@dataclass(frozen=True)
class GuessResult(HouseFilm):
    r"""The film, and what one gets who accepts $\hat x_0$ at `back_t` instead of going on.

    `mean` uint8 (32, 32, 3) is the mean house. Of the whole crowd, float64 (f,): `away`, the
    mean root-mean-square difference of the guesses from it per channel, with its standard
    error `away_se`; `sharp`, the strength of their fine detail as a share of that of real
    houses; `blur`, `blur_se`, the patch distance to fresh houses. `real_away` is `away` of real
    houses, `floor` the patch distance between fresh sets of as many.
    """

    config: GuessConfig
    mean: np.ndarray
    away: np.ndarray
    away_se: np.ndarray
    sharp: np.ndarray
    blur: np.ndarray
    blur_se: np.ndarray
    real_away: float
    floor: Floor

    @property
    def times_floor(self) -> tuple[np.ndarray, np.ndarray]:
        """The patch distance in multiples of the floor's median, and its standard error."""
        return self.blur / self.floor.median, self.blur_se / self.floor.median

    def frame_at(self, done: float) -> int:
        """The frame where `done` percent of the way from T to 0 are done."""
        return int(np.abs(self.back_t - (1 - done / 100) * self.config.T).argmin())

    def away_at(self, frame: int) -> Estimate:
        """How far the guesses of a frame are from the mean house."""
        return Estimate(float(self.away[frame]), float(self.away_se[frame]))


BUNDLES = {
    "bayes_guess": ("engine.diffusion.guess:run", GuessConfig()),
}
