"""A table of readings of the clock, whatever was read (torch-free)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from engine import readings
from engine.errors import check, check_whole

MOST_LENGTHS = 16


def check_lengths(lengths: Any, low: int, high: int) -> None:
    """`lengths` is a tuple of 2 to `MOST_LENGTHS` whole numbers from `low` to `high` that rise."""
    some = isinstance(lengths, tuple) and 2 <= len(lengths) <= MOST_LENGTHS
    rule = "must be a tuple of 2 to {most} whole numbers"
    check(some, "lengths", rule, lengths, most=MOST_LENGTHS)
    for n in lengths:
        check_whole(n, "lengths", low, high)
    check(all(a < b for a, b in pairwise(lengths)), "lengths", "must rise", lengths)


class Readings:
    """Of `seconds` (names, lengths, readings), in the order of `NAMES`, at `config.lengths`."""

    NAMES: ClassVar[tuple[str, ...]]
    config: Any
    seconds: np.ndarray

    @property
    def lengths(self) -> np.ndarray:
        """The lengths, as an array."""
        return np.asarray(self.config.lengths, dtype=np.int64)

    @property
    def median(self) -> dict[str, np.ndarray]:
        """Seconds by name and length."""
        return self._each(partial(np.median, axis=-1))

    @property
    def quartiles(self) -> dict[str, np.ndarray]:
        """Lower and upper quartile of each, (2, lengths)."""
        return self._each(readings.quartiles)

    @property
    def spread(self) -> dict[str, np.ndarray]:
        """The IQR as a share of the median, by name and length."""
        return self._each(readings.spread)

    @property
    def noisy(self) -> dict[str, np.ndarray]:
        """Where the clock tells too little."""
        return self._each(readings.noisy)

    @property
    def unsteady(self) -> bool:
        """Whether it does so anywhere."""
        return any(where.any() for where in self.noisy.values())

    def _each(self, of: Callable[[np.ndarray], np.ndarray]) -> dict[str, np.ndarray]:
        return {name: of(one) for name, one in zip(self.NAMES, self.seconds, strict=True)}
