"""What a measurement comes to: a value with its error, and the floor under it (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """A measured value with its standard error."""

    value: float
    se: float


@dataclass(frozen=True)
class Floor:
    """A distance between fresh sets: what a perfect sampler would measure."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return float(np.median(self.values))


def binomial(share: float, count: int) -> Estimate:
    """A share of `count` with its standard error."""
    return Estimate(share, (share * (1 - share) / count) ** 0.5)
