"""Experiment `norms`: with and without norm and residual, and five remedies (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_one_of
from engine.initialization.config import RECIPES, Building, check_std

PLAIN = ("post", "pre", "none", "post_bare", "none_bare")
REMEDIES = ("post", "deepnorm", "scaled", "rezero", "fixup")
DEPTHS, WIDTHS = (6, 12, 24, 48, 96), (64, 256, 512, 768, 1024)
ASKED = ("bert", "xavier")
"""0.02, or one over the root of the width."""


@dataclass(frozen=True)
class NormsConfig:
    """All `RECIPES` at one std in a building of `layers` layers, `width` wide; `half` keeps what
    goes from floor to floor in float16."""

    asked: str = "xavier"
    layers: int = 12
    width: int = 256
    n: int = 16
    rho: float = 0.0
    seed: int = Building().seed
    half: bool = False

    def __post_init__(self):
        check_one_of(self.asked, "asked", ASKED)
        _ = self.building("post")
        check_std(self.std)

    def building(self, recipe: str) -> Building:
        """The same building after another recipe."""
        return Building(self.layers, self.width, recipe, self.n, self.rho, seed=self.seed)

    @property
    def std(self) -> float:
        """What the weights are drawn with."""
        return 0.02 if self.asked == "bert" else self.building("post").xavier


@dataclass(frozen=True)
class NormsResult:
    r"""Medians of three drawings, (recipes, floors + 1) float64, nan where a floor overflowed:
    `total` and `skip` gradients over those at the top; `weights` (recipes,) is the gradient of the
    first feed-forward floor's last matrix over that of the last one; `broke` (recipes,) int is
    the floor that overflowed or vanished, 0 where none did."""

    config: NormsConfig
    total: np.ndarray
    skip: np.ndarray
    weights: np.ndarray
    broke: np.ndarray
    device: str
    threads: int

    def of(self, name: str, recipe: str) -> np.ndarray:
        """`name` after one recipe."""
        return getattr(self, name)[RECIPES.index(recipe)]

    def lost(self, recipe: str) -> int | None:
        """The highest floor whose total gradient is all zeros, None where there is none."""
        zeros = np.flatnonzero(self.of("total", recipe) == 0)
        return int(zeros.max()) if len(zeros) else None


BUNDLES = {
    f"initialization_norms_{asked}{'_half' * half}": (
        "engine.initialization.norms:run",
        NormsConfig(asked, half=half),
    )
    for asked in ASKED
    for half in (False, True)
}
