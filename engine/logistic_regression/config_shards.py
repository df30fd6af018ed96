"""Rows that come in shards, for moments that are added (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_whole


@dataclass(frozen=True)
class ShardsConfig:
    """`rows` Gaussian rows of `width` features in `classes` classes, `shard` rows at a time.

    Shard k is drawn from (seed, k) alone; used are the shards from `first` to before `last`
    (default: all there are).
    """

    rows: int = 1_000_000
    width: int = 100
    classes: int = 10
    shard: int = 100_000
    seed: int = 7
    first: int = 0
    last: int | None = None

    def __post_init__(self):
        check_whole(self.width, "width", 1, 2**12)
        check_whole(self.classes, "classes", 2, 2**10)
        check_whole(self.shard, "shard", 1, 2**24)
        check_whole(self.rows, "rows", self.shard, 2**40)
        rule = "must be a multiple of the rows of a shard, {shard}"
        check(self.rows % self.shard == 0, "rows", rule, self.rows, shard=self.shard)
        check_whole(self.seed, "seed", 0, 2**31 - 1)
        check_whole(self.first, "first", 0, self.rows // self.shard - 1)
        if self.last is not None:
            check_whole(self.last, "last", self.first + 1, self.rows // self.shard)

    @property
    def shards(self) -> range:
        """The shards to use."""
        return range(self.first, self.rows // self.shard if self.last is None else self.last)


@dataclass(frozen=True)
class ShardsResult:
    """The sums of `engine.logistic_regression.moments.Moments` as arrays, float64."""

    config: ShardsConfig
    origin: np.ndarray
    counts: np.ndarray
    sums: np.ndarray
    second: np.ndarray
    device: str
    threads: int
