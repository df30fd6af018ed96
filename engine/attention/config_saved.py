"""Memory against time: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from engine.attention import memory
from engine.attention.config import MAX_SEED
from engine.attention.config_readings import Readings, check_lengths
from engine.attention.layer import Layer
from engine.errors import check_whole

VARIANTS = ("naive", "fused", "linear")
SMALL = Layer(256, 4, 4, 1024)


@dataclass(frozen=True)
class SavedConfig:
    """A pre-LN block forward and backward at each of `lengths`: bytes kept, seconds taken."""

    layer: Layer = field(default_factory=lambda: SMALL)
    lengths: tuple[int, ...] = (64, 128, 256, 512, 1024, 2048)
    readings: int = 7
    seed: int = 7

    def __post_init__(self):
        check_lengths(self.lengths, 16, 4096)
        check_whole(self.readings, "readings", 5, 101)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class SavedResult(Readings):
    """`kept` (variants, lengths) bytes for the backward pass, by torch's own account, and
    `seconds` (variants, lengths, readings) forward and backward."""

    NAMES: ClassVar = VARIANTS
    config: SavedConfig
    kept: np.ndarray
    seconds: np.ndarray
    device: str
    threads: int
    torch_version: str

    @property
    def bytes(self) -> dict[str, np.ndarray]:
        """Bytes kept, by variant and length."""
        return dict(zip(VARIANTS, self.kept, strict=True))

    @property
    def formula(self) -> dict[str, np.ndarray]:
        """The same by formula, where there is one."""
        count = {"naive": memory.kept_naive, "fused": memory.kept_fused}
        layer = self.config.layer
        return {
            name: 4 * np.array([kept(layer, n) for n in self.config.lengths])
            for name, kept in count.items()
        }

    @property
    def off(self) -> int:
        """Bytes by which formula and account differ at most, of the variants that have one."""
        gaps = [np.abs(self.bytes[name] - formula).max() for name, formula in self.formula.items()]
        return int(max(gaps))

    @property
    def spared(self) -> float:
        """At the longest, how many times as much the sheet makes the block keep."""
        return float(self.kept[0, -1] / self.kept[1, -1])

    @property
    def faster(self) -> float:
        """At the longest, how many times as fast the fused kernel makes the block."""
        return float(self.median["naive"][-1] / self.median["fused"][-1])


BUNDLES = {"attention_saved": ("engine.attention.saved:run", SavedConfig())}
