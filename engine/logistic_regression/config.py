"""What the hero of page `logistic_regression` asks (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from engine.errors import check, check_whole
from engine.logistic_regression.clouds import BOX, FAR, Point, clouds, home, runaway

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


BUNDLES = {
    name: ("engine.logistic_regression.hero:run", HeroConfig())
    for name in ("logistic_regression", "logistic_regression_outliers")
}

__all__ = ["BOX", "CLASSES", "FAR", "MAX_SEED", "MOST", "STEPS", "STRIP", "HeroConfig", "opening"]
