"""What the hero of page `logistic_regression` asks and what it gets (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from engine.errors import check, check_whole
from engine.logistic_regression.clouds import BOX, DIGITS, FAR, Point, clouds, home, runaway

MAX_SEED = 2**31 - 1
CLASSES = (2, 3)
FEWEST, MOST = 3, 60
"""Points of a class, the least and the most."""
STEPS = 30
"""Newton steps at most; where they still run away, they would for ever."""
STRIP = tuple(range(16))
"""How many σ away the chosen point is put, one after the other."""


@dataclass(frozen=True)
class HeroConfig:
    """`count` points of each of `classes` from `seed`, or where the reader has put them.

    `placed` are points (x, y, class) within `BOX`, empty for those of the seed; `chosen` is the
    one that is moved away step by step.
    """

    classes: int = 2
    count: int = 20
    seed: int = 336
    placed: tuple[Point, ...] = ()
    chosen: int = 39

    def __post_init__(self):
        check_whole(self.classes, "classes", *CLASSES)
        check_whole(self.count, "count", FEWEST, MOST)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_placed(self.placed, self.classes)
        check_whole(self.chosen, "chosen", 0, len(self.points) - 1)

    @property
    def base(self) -> str:
        """Which drawn points the placed ones were moved from."""
        return f"{self.classes}/{self.count}/{self.seed}"

    @property
    def drawn(self) -> tuple[Point, ...]:
        """The points of the seed."""
        return clouds(self.classes, self.count, self.seed)

    @property
    def home(self) -> tuple[float, float]:
        """Where the seed's runaway came from."""
        return home(self.classes, self.count, self.seed)

    @property
    def points(self) -> tuple[Point, ...]:
        """The points themselves."""
        return self.placed or self.drawn

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Places (n, 2) float64 and classes (n,) int64."""
        table = np.array(self.points)
        return table[:, :2].copy(), table[:, 2].astype(np.int64)


def check_placed(points: tuple[Point, ...], classes: int) -> None:
    """`points` are within `BOX`, and of every class there are enough and not too many."""
    left, right, bottom, top = BOX
    for x, y, kind in points:
        check_whole(kind, "class", 0, classes - 1)
        inside = isfinite(x) and isfinite(y) and left <= x <= right and bottom <= y <= top
        check(inside, "points", "must lie within the picture", f"({x}, {y})")
    for k in range(classes) if points else ():
        count = sum(kind == k for _, _, kind in points)
        check_whole(count, "count", FEWEST, MOST)


def opening(classes: int, count: int, seed: int) -> HeroConfig:
    """The Config of a seed's own points, its runaway chosen."""
    return HeroConfig(classes, count, seed, chosen=runaway(count))


@dataclass(frozen=True)
class HeroResult:
    r"""Both classifiers on the points of `config`, float64.

    `closed` (K, 3) are $w_k$ and $b_k$ by the closed form, shrunk by `rho` where the covariance
    within classes is singular; `path` (steps + 1, K, 3) those of Newton's iteration from zero,
    `losses` its losses; `separated` says that one of its steps ranks every point rightly, so
    that no maximum exists. `without_closed` and `without_mle` are the ends without the chosen
    point, `strip_closed` and `strip_mle` (16, K, 3) those with it 0…15 σ away, `distance` is
    how many σ it is away now. `closed_loss` is the mean of −log p(y|x).
    """

    config: HeroConfig
    closed: np.ndarray
    path: np.ndarray
    losses: np.ndarray
    separated: bool
    rho: float
    closed_loss: float
    distance: float
    without_closed: np.ndarray
    without_mle: np.ndarray
    strip_closed: np.ndarray
    strip_mle: np.ndarray
    device: str
    threads: int

    @property
    def mle(self) -> np.ndarray:
        """Where the iteration ended, (K, 3)."""
        return self.path[-1]

    @property
    def angle(self) -> float:
        """Between both lines, in degrees; of three classes the largest of the three."""
        return between(self.closed, self.mle)

    @property
    def first(self) -> float:
        """Between the closed form and the first Newton step from zero."""
        return between(self.closed, self.path[1])

    @property
    def turned(self) -> tuple[float, float]:
        """How far the chosen point turns either line: against the lines without it."""
        one, other = self.without_closed, self.without_mle
        return between(self.closed, one), between(self.mle, other)

    @property
    def strip(self) -> tuple[np.ndarray, np.ndarray]:
        """How far both lines are turned at 0…15 σ, against those at 0 σ, in degrees."""
        both = self.strip_closed, self.strip_mle
        return tuple(np.array([between(at, row[0]) for at in row]) for row in both)

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Degrees over σ."""
        closed, mle = self.strip
        away = np.array(STRIP, np.float64)
        return {"model": (away, closed), "truth": (away, mle)}

    def gap(self, left: float, right: float) -> float:
        """Degrees between a guess and the closed form's line with the point 15 σ away.

        The guess is a line through the heights `left` and `right`, shares of the picture's, at
        its edges.
        """
        low, high, bottom, top = BOX
        across = np.array([high - low, (right - left) * (top - bottom)])
        normal = np.array([-across[1], across[0]])
        w = self.strip_closed[-1, 1, :2] - self.strip_closed[-1, 0, :2]
        return _degrees(normal, w)


def between(one: np.ndarray, other: np.ndarray) -> float:
    """The largest angle, in degrees, between two boundaries of the same two classes, (K, 3)."""
    pairs = [(a, b) for a in range(len(one)) for b in range(a)]
    return max(_degrees(one[a, :2] - one[b, :2], other[a, :2] - other[b, :2]) for a, b in pairs)


def _degrees(one: np.ndarray, other: np.ndarray) -> float:
    cross = one[0] * other[1] - one[1] * other[0]
    return float(np.degrees(np.arctan2(abs(cross), abs(one @ other))))


BUNDLES = {
    name: ("engine.logistic_regression.hero:run", HeroConfig())
    for name in ("logistic_regression", "logistic_regression_outliers")
}

__all__ = ["BOX", "CLASSES", "DIGITS", "FAR", "HeroConfig", "HeroResult", "between", "opening"]
