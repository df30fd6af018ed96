"""A table of readings of the clock, whatever was read (torch-free)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from engine.errors import check, check_whole

NOISY = 0.25
"""A reading whose quartiles lie further apart than this share of its median tells too little."""


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
        return dict(zip(self.NAMES, np.median(self.seconds, axis=2), strict=True))

    @property
    def quartiles(self) -> dict[str, np.ndarray]:
        """Lower and upper quartile of each, (2, lengths)."""
        ends = np.quantile(self.seconds, (0.25, 0.75), axis=2)
        return {name: ends[:, k] for k, name in enumerate(self.NAMES)}

    @property
    def half_iqr(self) -> dict[str, np.ndarray]:
        """Half of the distance between the quartiles."""
        return {name: (high - low) / 2 for name, (low, high) in self.quartiles.items()}

    @property
    def spread(self) -> dict[str, np.ndarray]:
        """The IQR as a share of the median, by name and length."""
        return {name: 2 * half / self.median[name] for name, half in self.half_iqr.items()}

    @property
    def noisy(self) -> dict[str, np.ndarray]:
        """Where the clock tells too little."""
        return {name: share > NOISY for name, share in self.spread.items()}

    @property
    def unsteady(self) -> bool:
        """Whether it does so anywhere."""
        return any(where.any() for where in self.noisy.values())
