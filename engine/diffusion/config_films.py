"""What the experiments with films of houses are asked and what they answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.diffusion.config import MAX_SEED, MAX_T, RULES, SCHEDULES, HouseFilm
from engine.errors import check, check_one_of, check_real, check_whole

BUILDERS = ("exact", "trained", "half", "zero")
COLUMNS = {"builders": BUILDERS, "schedules": SCHEDULES, "rules": RULES}
KNOTS = 33
PIXELS = 32 * 32 * 3


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


@dataclass(frozen=True)
class OwnConfig:
    """The reader's house, 32×32 RGB as 3,072 bytes, demolished to `t` and rebuilt `count` times."""

    pixels: bytes
    t: int = 500
    count: int = 4
    steps: int = 50
    seed: int = 7
    frames: int = 24
    rule: str = "ddpm_lower"

    def __post_init__(self):
        right = isinstance(self.pixels, bytes) and len(self.pixels) == PIXELS
        check(right, "pixels", "must be {count} bytes", len(self.pixels), count=PIXELS)
        check_whole(self.t, "t", 1, 1000)
        check_whole(self.count, "count", 1, 12)
        check_whole(self.steps, "steps", 1, 1000)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_whole(self.frames, "frames", 2, 64)
        check_one_of(self.rule, "rule", RULES)

    @property
    def moves(self) -> int:
        """How many steps the rebuild takes."""
        return min(self.steps, self.t)


@dataclass(frozen=True)
class OwnResult(HouseFilm):
    """The film of the reader's house; its axis ends where the demolition stopped.

    `distance` float64 (n,): the root mean square difference of each rebuilt house from it.
    """

    config: OwnConfig
    distance: np.ndarray


@dataclass(frozen=True)
class JumpConfig:
    """`count` points walk `t` single steps, as many jump; tested with `repeats` seeds."""

    schedule: str = "su"
    T: int = 1000
    t: int = 500
    count: int = 20_000
    repeats: int = 8
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.schedule, "schedule", SCHEDULES)
        check_whole(self.T, "T", 1, MAX_T)
        check_whole(self.t, "t", 1, self.T)
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.repeats, "repeats", 1, 64)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class JumpResult:
    """`walked` and `jumped`, float32 (count,), of the first seed; the test of every seed.

    `distance` is the Kolmogorov–Smirnov statistic, `p` how often chance alone gives more.
    """

    config: JumpConfig
    walked: np.ndarray
    jumped: np.ndarray
    distance: tuple[float, ...]
    p: tuple[float, ...]
    device: str

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Both distribution functions: the sorted samples against the share below."""
        share = (np.arange(self.config.count) + 0.5) / self.config.count
        crowds = {"walked": self.walked, "jumped": self.jumped}
        return {name: (np.sort(x), share) for name, x in crowds.items()}

    @property
    def critical(self) -> float:
        """The distance that equal distributions pass in one case of twenty."""
        return 1.3581 * (2 / self.config.count) ** 0.5

    @property
    def above(self) -> int:
        """How many seeds passed the critical distance."""
        return sum(distance > self.critical for distance in self.distance)


@dataclass(frozen=True)
class FloorConfig:
    """The loss of every builder on `count` of the `known` houses, at `points` times."""

    known: int = 256
    count: int = 48
    points: int = 13
    seed: int = 7

    def __post_init__(self):
        check_whole(self.known, "known", 1, 4096)
        check_whole(self.count, "count", 1, self.known)
        check_whole(self.points, "points", 2, 101)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class FloorResult:
    r"""Mean squared error of $\hat x_0$ per pixel and channel, by builder and time.

    `t` int (points,); `seen`, `fresh` float64 (builders, points): on houses the exact
    builder knows, where it is the Bayes floor, and on houses nobody has seen; `seen_se`,
    `fresh_se` their standard errors over houses.
    """

    config: FloorConfig
    t: np.ndarray
    seen: np.ndarray
    seen_se: np.ndarray
    fresh: np.ndarray
    fresh_se: np.ndarray
    device: str

    @property
    def sets(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Both sets of houses: the errors and their standard errors."""
        return {"seen": (self.seen, self.seen_se), "fresh": (self.fresh, self.fresh_se)}

    def middle(self, kind: str) -> dict[str, str]:
        """The errors on set `kind` at the middle time, by builder, and that time."""
        k = len(self.t) // 2
        errors = zip(BUILDERS, self.sets[kind][0][:, k], strict=True)
        return {name: f"{error:.4f}" for name, error in errors} | {"t": str(self.t[k])}


@dataclass(frozen=True)
class BrokenConfig:
    """A crowd of `crowd` points walking with `scales` times the noise; `count` one-shot guesses."""

    scales: tuple[float, ...] = (0.5, 1.0, 1.5)
    crowd: int = 5000
    points: int = 41
    count: int = 6
    seed: int = 7

    def __post_init__(self):
        some = isinstance(self.scales, tuple) and 0 < len(self.scales) <= 6
        check(some, "scales", "must be a tuple of 1 to 6 numbers", self.scales)
        for scale in self.scales:
            check_real(scale, "scales", 0, 4)
        check_whole(self.crowd, "crowd", 100, 100_000)
        check_whole(self.points, "points", 2, 201)
        check_whole(self.count, "count", 1, 64)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class BrokenResult:
    """The crowd's standard deviation at `t`, `measured` and `predicted`, (scales, points).

    `guess` uint8 (count, 32, 32, 3) are the builder's first guesses, `mean` (32, 32, 3) the
    average of 4,096 houses, `distance` (count,) their root mean square difference.
    """

    config: BrokenConfig
    t: np.ndarray
    measured: np.ndarray
    predicted: np.ndarray
    guess: np.ndarray
    mean: np.ndarray
    distance: np.ndarray
    device: str


BUNDLES = {
    "ddpm_broken": ("engine.diffusion.broken:run", BrokenConfig()),
    "ddpm_builders": ("engine.diffusion.columns:run", ColumnsConfig()),
    "ddpm_schedules": ("engine.diffusion.columns:run", ColumnsConfig(subject="schedules")),
    "ddpm_jump": ("engine.diffusion.jump:run", JumpConfig()),
    "ddpm_floor": ("engine.diffusion.floor:run", FloorConfig()),
}
