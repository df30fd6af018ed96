"""What was read from the clock, as the experiments of this page draw it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from engine.attention.config_readings import Readings
from view.chart import Series
from view.language import t


def clocked(
    result: Readings, looks: Iterable[tuple[str, str]], kind: str, times: float, x: np.ndarray
) -> list[Series]:
    """For each (name, identity) of `looks` the median of its seconds and their quartiles, `times`
    as many, over `x`; each is called what the catalogue calls it among its `kind`."""
    return [
        Series(
            t(f"attention.{kind}.{name}"),
            identity,
            times * result.median[name],
            x,
            quartiles=times * result.quartiles[name],
        )
        for name, identity in looks
    ]
