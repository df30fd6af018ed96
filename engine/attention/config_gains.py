"""What each part is of the whole layer, and what doing without it is worth (torch-free)."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.attention import cost


class Gains:
    """Of multiplications by length (lengths,), as `BudgetResult` has them; `at` its config's n."""

    config: Any
    lengths: np.ndarray
    projections: np.ndarray
    ffn: np.ndarray
    sheet: np.ndarray
    linear: np.ndarray
    widening: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """The layer with softmax attention."""
        return self.projections + self.ffn + self.sheet

    @property
    def shares(self) -> dict[str, np.ndarray]:
        """What each part is of the layer."""
        return {name: getattr(self, name) / self.total for name in ("sheet", "projections", "ffn")}

    @property
    def exponent(self) -> np.ndarray:
        """How the layer grows, d log cost / d log n."""
        return 1 + self.shares["sheet"]

    @property
    def faster(self) -> np.ndarray:
        """How many times as fast linear attention makes the layer, by count."""
        linear = self.projections + self.ffn + self.linear
        return self.total / (linear + (self.widening if self.config.counted else 0))

    @property
    def free(self) -> np.ndarray:
        """How many times as fast the layer were with the sheet for nothing."""
        return self.total / (self.projections + self.ffn)

    @property
    def gone(self) -> np.ndarray:
        """... with all of self-attention taken away, projections too."""
        return self.total / self.ffn

    def at(self, values: np.ndarray) -> float:
        """`values` at the length looked at."""
        return float(values[np.searchsorted(self.lengths, self.config.n)])

    @property
    def core(self) -> float:
        """Gain of linear attention at n, attention alone."""
        return self.at(self.sheet) / self.at(self.linear)

    @property
    def model(self) -> float:
        """Gain of linear attention at n, the whole model with its output head at every token."""
        config = self.config
        head = cost.head(config.layer.width, config.vocabulary, config.n)
        layer = self.at(self.total)
        return (config.depth * layer + head) / (config.depth * layer / self.at(self.faster) + head)
