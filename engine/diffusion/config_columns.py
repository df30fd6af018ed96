"""Houses in four columns that differ in one thing: question and answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.diffusion.config import MAX_SEED, MAX_T, RULES, SCHEDULES, HouseFilm
from engine.errors import check, check_one_of, check_whole

BUILDERS = ("exact", "trained", "half", "zero")
COLUMNS = {"builders": BUILDERS, "schedules": SCHEDULES, "rules": RULES}
KNOTS = 33


@dataclass(frozen=True)
class ColumnsConfig:
    r"""`rows` houses in four columns that differ in one thing: the `subject`.

    The exact builder knows `known` houses and no others; those on the sheet are among
    them. `drawn`, 33 values of $\bar\alpha$ from t = 0 to T, replaces the last schedule.
    """

    subject: str = "builders"
    T: int = 1000
    steps: int = 50
    rows: int = 3
    known: int = 256
    seed: int = 7
    frames: int = 24
    drawn: tuple[float, ...] = ()

    def __post_init__(self):
        check_one_of(self.subject, "subject", COLUMNS)
        check_whole(self.T, "T", 1, MAX_T)
        check_whole(self.steps, "steps", 1, MAX_T)
        check_whole(self.rows, "rows", 1, 8)
        check_whole(self.known, "known", self.rows, 4096)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_whole(self.frames, "frames", 2, 64)
        check_drawn(self.drawn)

    @property
    def moves(self) -> int:
        """How many steps each rebuild takes."""
        return min(self.steps, self.T)

    @property
    def columns(self) -> tuple[str, ...]:
        """What the columns are called."""
        names = COLUMNS[self.subject]
        return (*names[:-1], "drawn") if self.subject == "schedules" and self.drawn else names


def check_drawn(drawn: tuple[float, ...]) -> None:
    r"""A drawn schedule has `KNOTS` values in (0, 1) that fall all the way, the first near 1."""
    if not drawn:
        return
    whole = isinstance(drawn, tuple) and len(drawn) == KNOTS
    check(whole, "drawn", "must have {count} points", len(drawn), count=KNOTS)
    for value in drawn:
        inside = isinstance(value, float) and 0 < value < 1
        check(inside, "drawn", "must stay between 0 and 1", value)
    for k, (left, right) in enumerate(pairwise(drawn)):
        check(right <= left, "drawn", "must not rise, and does at point {k}", right, k=k + 1)
        check(right < left, "drawn", "must not be flat, and is at point {k}", right, k=k + 1)


@dataclass(frozen=True)
class ColumnsResult(HouseFilm):
    r"""The film, and for each house that was built the nearest one that the exact builder knows.

    `nearest` uint8 (n, 32, 32, 3); `distance` float64 (n,), the root mean square
    difference per channel in units of the picture's [−1, 1]; tiles in reading order.
    """

    config: ColumnsConfig
    nearest: np.ndarray
    distance: np.ndarray

    @property
    def left_at_end(self) -> tuple[float, ...]:
        r"""$\bar\alpha_T$ of each column."""
        ends = np.exp(np.atleast_2d(self.log_alpha_bar)[:, -1])
        return tuple(np.broadcast_to(ends, len(self.config.columns)).tolist())

    @property
    def distance_of(self) -> dict[str, float]:
        """The mean distance to the nearest known house, by column."""
        per_column = self.distance.reshape(self.config.rows, -1).mean(axis=0)
        return dict(zip(self.config.columns, per_column.tolist(), strict=True))


BUNDLES = {
    "ddpm_builders": ("engine.diffusion.columns:run", ColumnsConfig()),
    "ddpm_schedules": ("engine.diffusion.columns:run", ColumnsConfig(subject="schedules")),
}
