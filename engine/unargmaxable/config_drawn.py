"""A vocabulary drawn at random, to be decided in ranges of words (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import check_one_of, check_whole
from engine.unargmaxable.config import Verdicts
from engine.unargmaxable.config_lift import NORMS

MIXED = 5


@dataclass(frozen=True)
class DrawnConfig:
    """`count` words in `d` dimensions, rows by `norms`; the first `planted` are each the mean of
    five others. Decided are the words from `start` to before `stop` (default: the last), in ranges
    of `share`.
    """

    count: int = 20_000
    d: int = 64
    norms: str = "lognormal"
    planted: int = 20
    seed: int = 8
    share: int = 2_500
    start: int = 0
    stop: int | None = None

    def __post_init__(self):
        check_whole(self.count, "n", 2, 2**24)
        check_whole(self.d, "d", 1, 2**16)
        check_one_of(self.norms, "norms", NORMS)
        check_whole(self.planted, "planted", 0, max(0, self.count - MIXED))
        check_whole(self.seed, "seed", 0, 2**31 - 1)
        check_whole(self.share, "share", 1, 2**24)
        check_whole(self.start, "start", 0, self.count - 1)
        if self.stop is not None:
            check_whole(self.stop, "stop", self.start + 1, self.count)

    @property
    def words(self) -> range:
        """The words to decide."""
        return range(self.start, self.count if self.stop is None else self.stop)


@dataclass(frozen=True)
class DrawnResult:
    """The `verdicts` of the words of `config`; all others are undecided."""

    config: DrawnConfig
    verdicts: Verdicts
    device: str
    threads: int
