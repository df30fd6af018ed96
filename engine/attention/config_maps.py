"""What linearity costs: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.attention.config import MAX_SEED
from engine.errors import check_one_of, check_whole

SHARPNESS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0)
"""Standard deviations of the entries of queries and keys."""


@dataclass(frozen=True)
class MapsConfig:
    """Both n × n maps of Gaussian queries and keys, heads `head` wide and `wider` times that.

    `sharp` is which of `SHARPNESS` the spectra are shown at.
    """

    n: int = 256
    head: int = 32
    wider: int = 4
    sharp: float = 1.0
    heads: int = 8
    seed: int = 7

    def __post_init__(self):
        check_whole(self.n, "n", 16, 512)
        check_whole(self.head, "head", 1, 128)
        check_whole(self.wider, "wider", 1, 8)
        check_whole(self.heads, "heads", 1, 32)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_one_of(self.sharp, "sharp", SHARPNESS)


@dataclass(frozen=True)
class MapsResult:
    """Singular values, largest first, of softmax, linear and widened linear maps, relative to the
    largest, medians over the heads: `values` (3, n). `ranks` (3, sharpness) are numerical ranks,
    `entropies` (3, sharpness) the rows' mean entropy as a share of ln n."""

    config: MapsConfig
    values: np.ndarray
    ranks: np.ndarray
    entropies: np.ndarray
    device: str
    threads: int

    @property
    def sharpness(self) -> np.ndarray:
        """The standard deviations of the sweep."""
        return np.asarray(SHARPNESS)

    @property
    def rank(self) -> np.ndarray:
        """Numerical rank of the three maps at the chosen sharpness."""
        return self.ranks[:, SHARPNESS.index(self.config.sharp)]

    @property
    def entropy(self) -> np.ndarray:
        """Entropy of the rows of the three maps at the chosen sharpness."""
        return self.entropies[:, SHARPNESS.index(self.config.sharp)]

    @property
    def bounds(self) -> tuple[int, int, int]:
        """What no map's rank can exceed."""
        config = self.config
        return config.n, min(config.n, config.head), min(config.n, config.wider * config.head)


BUNDLES = {"attention_maps": ("engine.attention.maps:run", MapsConfig())}
