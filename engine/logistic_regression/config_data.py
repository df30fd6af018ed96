"""Real tables, ours and the reader's: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_whole
from engine.logistic_regression.config import MAX_SEED
from engine.logistic_regression.config_table import Table

SHIPPED = ("iris", "wine", "breast_cancer", "digits")
TABLES = (*SHIPPED, "own")
FITS = ("closed", "shrunk", "rival", "ridge")
KINDS = ("overlapping", "quasi", "separated", "undecided")
SIDE = 160
"""Pixels of a field, each way."""
SEEN = 600
"""Points drawn at most."""
PALETTE = (
    "#1F7FC0",
    "#D55E00",
    "#009E73",
    "#B0609A",
    "#9A7400",
    "#6B74E0",
    "#C8434B",
    "#3A8FA8",
    "#808080",
    "#8A63C4",
)
"""Colours of the classes, again from the first after the last; they stand on light and on dark."""
REPORTED = (
    ("SENTIMENT", "validation", 91.14, 90.81),
    ("SENTIMENT", "test", 91.14, 91.57),
    ("IFLYTEK", "validation", 51.14, 56.44),
    ("TNEWS", "validation", 53.35, 54.20),
    ("SHOPPING", "validation", 86.98, 86.38),
)
"""The article's accuracies in percent: on which rows, by gradient descent and by closed form."""


@dataclass(frozen=True)
class DataConfig:
    """One of `TABLES`, a quarter of its rows held back, split by `seed`; `own` is the reader's."""

    table: str = "iris"
    own: Table | None = None
    seed: int = 0

    def __post_init__(self):
        check_one_of(self.table, "table", TABLES)
        here = self.table != "own" or self.own is not None
        check(here, "file", "must be brought first", self.table)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class DataResult:
    r"""Fits of one table and how they do.

    `scores` (4, 2, 2) float64: `FITS` by (learned, held back) by (accuracy, log loss), NaN where
    there is no such fit; "rival" is maximum likelihood, "ridge" the same with
    $\frac12\|w\|^2$ added to the sum (scikit-learn's C = 1). `kind` of `KINDS` says whether a
    maximum exists. `rho` is Ledoit and Wolf's shrinkage; `regular` says that the covariance could
    be inverted without it. `dropped` have no spread, `flat` none within any class. `apart` is the
    largest Mahalanobis distance of two means.

    `fields` (2, SIDE, SIDE, 4) uint8, closed form and rival (ridge, if there is none), top row
    first, over `box` (left, right, bottom, top) of the plane through the mean that `points`
    (m, 2) float32 are projected to, of classes `kinds` (m,) int64; `wrong` (2, m) bool where the
    fit says another class; `captured` is the share of the between-class variance that it shows.
    """

    config: DataConfig
    names: tuple[str, ...]
    counts: tuple[int, ...]
    columns: int
    learned: int
    held: int
    scores: np.ndarray
    kind: str
    rho: float
    regular: bool
    dropped: tuple[str, ...]
    flat: tuple[str, ...]
    apart: float
    fields: np.ndarray
    box: tuple[float, float, float, float]
    points: np.ndarray
    kinds: np.ndarray
    wrong: np.ndarray
    captured: float
    device: str
    threads: int

    @property
    def shown(self) -> tuple[str, str]:
        """The two of `FITS` whose fields are drawn."""
        closed = "closed" if self.regular else "shrunk"
        return closed, "ridge" if np.isnan(self.scores[2, 0, 0]) else "rival"

    def score(self, fit: str) -> np.ndarray:
        """The scores of `fit`, (2, 2)."""
        return self.scores[FITS.index(fit)]

    @property
    def gap(self) -> float:
        """Accuracy held back, closed form minus its rival."""
        mine, theirs = (self.score(name)[1, 0] for name in self.shown)
        return float(mine - theirs)

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The points of each class."""
        return {
            name: (self.points[self.kinds == k, 0], self.points[self.kinds == k, 1])
            for k, name in enumerate(self.names)
        }


BUNDLES = {
    "logistic_regression_data": ("engine.logistic_regression.data:run", DataConfig()),
}
