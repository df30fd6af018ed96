"""What the hero asks: every method on one tower, three things to choose (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_one_of
from engine.ladder_side_tuning.config import CAUSES, METHODS, Counted, Setting, of_full

LENGTHS = (32, 64, 128, 256, 512)
REDUCTIONS = (2, 4, 8, 16, 32)


@dataclass(frozen=True)
class HeroConfig:
    """Length `n`, the ladder's `reduction` r, `attention` naive or fused; the rest stays."""

    n: int = 128
    reduction: int = 8
    attention: str = "naive"
    layers: int = 8
    width: int = 256
    heads: int = 4
    batch: int = 4
    seed: int = 1

    def __post_init__(self):
        check_one_of(self.n, "n", LENGTHS)
        check_one_of(self.reduction, "reduction", REDUCTIONS)
        _ = self.setting

    @property
    def setting(self) -> Setting:
        """The same as the engine takes it."""
        sizes = (self.layers, self.width, self.heads, self.batch, self.n)
        return Setting(*sizes, self.attention, self.reduction, seed=self.seed)


@dataclass(frozen=True)
class HeroResult(Counted):
    """Counted in one step of every method, in the order of `METHODS`.

    `kept` (methods, layers + 1): bytes that each backbone layer keeps for the backward pass; 0 is
    the share of the ends (embedding with its rung, pooling, up-projection, head, loss). `beside`
    (methods, layers): bytes kept by the side network at the layer it reads, the features read
    included; nothing but for the ladder. `causes` (methods, `CAUSES`): all those bytes once more,
    by what they are kept for. `trainable`, `total`: parameters. `forward`, `backward`: FLOPs.
    `reach`: the lowest layer, 1 … L, that a gradient enters, 0 where it enters none.
    """

    config: HeroConfig
    kept: np.ndarray
    beside: np.ndarray
    causes: np.ndarray
    trainable: np.ndarray
    total: np.ndarray
    forward: np.ndarray
    backward: np.ndarray
    reach: np.ndarray

    @property
    def bytes(self) -> np.ndarray:
        """All that a method keeps."""
        return self.kept.sum(axis=1) + self.beside.sum(axis=1)

    @property
    def spared(self) -> np.ndarray:
        """Share of the bytes of full fine-tuning that a method does not keep."""
        return 1 - self.left

    @property
    def left(self) -> np.ndarray:
        """Share of the bytes of full fine-tuning that a method does keep."""
        return of_full(self.bytes)

    def of(self, name: str, method: str) -> float:
        """The number `name`, one of the above, of `method`."""
        return float(getattr(self, name)[self.index(method)])

    def index(self, method: str) -> int:
        """The row of `method`."""
        return METHODS.index(method)

    @property
    def sheets(self) -> float:
        """The share of its attention weights in all that the ladder keeps: with as many heads they
        are as large as the tower's, however narrow it is."""
        sheets = self.causes[self.index("full"), CAUSES.index("sheet")]
        return float(sheets) / self.of("bytes", "lst")

    @property
    def drawn(self) -> tuple[np.ndarray, np.ndarray]:
        """`kept` and `beside` as a picture shows them: features that a rung reads in the tower,
        where they come from, the first rung's at the ground."""
        tower, ladder = self.kept.copy(), self.beside.copy()
        read = self.causes[:, CAUSES.index("rungs")] // (self.config.layers + 1)
        tower[:, 1:] += read[:, None]
        ladder -= read[:, None]
        return tower, ladder

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """What can be taken away: bytes by layer, the side network's included."""
        layers = np.arange(self.config.layers + 1)
        both = self.kept + np.pad(self.beside, ((0, 0), (1, 0)))
        return {name: (layers, both[k]) for k, name in enumerate(METHODS)}


SETTINGS = {
    "fused": HeroConfig(attention="fused"),
    "short": HeroConfig(n=32),
    "heads": HeroConfig(heads=8),
    "long": HeroConfig(n=512),
    "both": HeroConfig(n=512, heads=8),
}
"""Where the share that a ladder spares is another one."""
BUNDLES = {"ladder_side_tuning": ("engine.ladder_side_tuning.hero:run", HeroConfig())} | {
    f"ladder_side_tuning_{name}": ("engine.ladder_side_tuning.hero:run", config)
    for name, config in SETTINGS.items()
}
