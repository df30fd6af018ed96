"""Fused attention over the dense part of the layer, by the clock and by the count (torch-free)."""

from __future__ import annotations

import numpy as np

from engine.attention import cost
from engine.attention.config_readings import Readings
from engine.readings import quartiles

NEAR = 0.25
"""So far a measured ratio may lie from the counted one and still be called the same."""
LONG = 1024
"""Tokens, B·n, from which on the count is expected to tell the time."""
VERDICTS = ("agrees", "unclear", "departs")


class Ratio(Readings):
    """What the readings of `fused` and `dense` say of each other."""

    @property
    def tokens(self) -> np.ndarray:
        """B·n, the tokens that a kernel gets at once."""
        return self.lengths * self.config.batch

    @property
    def ratio(self) -> np.ndarray:
        """Fused attention over the dense part, measured: median of the readings' own ratios."""
        return np.median(self._ratios, axis=1)

    @property
    def ratio_ends(self) -> np.ndarray:
        """Quartiles of that ratio, (2, lengths)."""
        return quartiles(self._ratios)

    @property
    def _ratios(self) -> np.ndarray:
        return self.seconds[self.NAMES.index("fused")] / self.seconds[self.NAMES.index("dense")]

    @property
    def counted(self) -> np.ndarray:
        """The same ratio by count, n/6D for a plain layer (7/6 of it both ways: the fused kernel
        lays the scores out anew)."""
        layer, lengths = self.config.layer, self.lengths.astype(np.float64)
        if self.config.backward:
            both = cost.both_ways("fused", layer, lengths), cost.both_ways("dense", layer, lengths)
            return both[0] / both[1]
        return cost.sheet(layer, lengths) / cost.dense(layer, lengths)

    @property
    def departure(self) -> np.ndarray:
        """How far the measured ratio is from the counted one, as a share of it."""
        return self.ratio / self.counted - 1

    @property
    def departure_ends(self) -> np.ndarray:
        """Quartiles of that share, (2, lengths)."""
        return self.ratio_ends / self.counted - 1

    @property
    def share(self) -> np.ndarray:
        """The sheet's share of the layer by the clock: fused over fused and dense."""
        return self.ratio / (1 + self.ratio)

    @property
    def share_ends(self) -> np.ndarray:
        """Quartiles of that share, (2, lengths)."""
        return self.ratio_ends / (1 + self.ratio_ends)

    @property
    def from_1024(self) -> np.ndarray:
        """Which lengths are long enough for the count to tell the time: 1,024 and more tokens."""
        return self.tokens >= LONG

    @property
    def verdict(self) -> str:
        """One of `VERDICTS` on clock and count of fused attention over the dense part there.

        They agree where every median is `NEAR`; they depart where all between the quartiles of
        some length is not. Between the two the readings scatter too widely to tell, and where no
        length is long enough there is nothing to tell by.
        """
        long = self.from_1024
        low, high = self.departure_ends[:, long]
        if (low > NEAR).any() or (high < -NEAR).any():
            return "departs"
        near = np.abs(self.departure[long]) <= NEAR
        return "agrees" if len(near) and near.all() else "unclear"
