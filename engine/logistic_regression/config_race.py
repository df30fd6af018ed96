"""The race to the same loss: what is asked (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import check, check_one_of, check_real, check_whole
from engine.logistic_regression.config import MAX_SEED

LAWS = ("gaussian", "skewed")
ROWS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
WIDTHS = (8, 16, 32, 64, 128, 256, 512, 1024, 2048)
CLASSES = (2, 3, 5, 10, 20)
FRESH = 20_000
"""Rows that judge at the end, and that nobody learns from."""
EACH = 10
"""So many rows for each weight, that a maximum of the likelihood exists."""
MOST_BYTES = 2 << 30
MOST_CURVED = 2_100
"""The most rows of a Hessian that is factorised in one turn."""


@dataclass(frozen=True)
class RaceConfig:
    """`n` rows of `d` columns in `k` classes by `law`; no iteration runs longer than `patience`
    seconds, or than the closed form took.

    "gaussian": what the closed form assumes; "skewed": log-normal coordinates, where it is wrong.
    """

    n: int = 100_000
    d: int = 64
    k: int = 2
    law: str = "gaussian"
    patience: float = 3.0
    seed: int = 7

    def __post_init__(self):
        check_whole(self.n, "n", 100, 10_000_000)
        check_whole(self.d, "d", 1, 4096)
        check_whole(self.k, "k", 2, 100)
        check_one_of(self.law, "law", LAWS)
        check_real(self.patience, "patience", 0.01, 60)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        fewest = EACH * self.k * self.d
        rule = "must be at least {fewest}: ten rows for each of the {weights} weights"
        places = {"fewest": f"{fewest:,}", "weights": f"{self.k * self.d:,}"}
        check(self.n >= fewest, "n", rule, f"{self.n:,}", **places)
        check_room(self.bytes, MOST_BYTES, self.n)

    @property
    def curved(self) -> int:
        """Rows of Newton's Hessian."""
        return (self.k - 1) * (self.d + 1)

    @property
    def bytes(self) -> int:
        """What the race holds at once: the rows (float32), two Hessians, the second moment."""
        square = min(self.curved, MOST_CURVED) ** 2
        return (self.n + FRESH) * (4 * self.d + 8) + 16 * square + 24 * self.d**2


def check_room(needed: int, most: int, rows: int) -> None:
    """`needed` bytes are at most `most`."""
    rule = "needs {needed} GB, and there are at most {most} GB for a race"
    places = {"needed": f"{needed / 1e9:.1f}", "most": f"{most / 1e9:.1f}"}
    check(needed <= most, "n", rule, f"{rows:,}", **places)


BUNDLES = {"logistic_regression_race": ("engine.logistic_regression.measure:run", RaceConfig())}
