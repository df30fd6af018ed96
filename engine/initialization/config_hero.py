"""What the hero of page `initialization` asks: one building, a row of stds (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from engine.errors import check_one_of
from engine.initialization.config import Building, DescentConfig

WIDTH, LAYERS = 768, 12
XAVIER = 1 / sqrt(WIDTH)
STDS = (0.005, 0.01, 0.015, 0.02, 0.025, 0.03, XAVIER, 0.05)
AT = {"bert": STDS.index(0.02), "xavier": STDS.index(XAVIER)}
"""The two that the page is about."""
LENGTHS = (1, 4, 16, 32, 64)
RHOS = (0.0, 0.5, 0.9)


@dataclass(frozen=True)
class HeroConfig:
    """BERT base's sizes, post-norm; what can be chosen is `n` of `LENGTHS`, `rho` and `seed`."""

    n: int = 16
    rho: float = 0.0
    seed: int = Building().seed

    def __post_init__(self):
        check_one_of(self.n, "n", LENGTHS)
        check_one_of(self.rho, "rho", RHOS)
        _ = self.descent

    @property
    def descent(self) -> DescentConfig:
        """The same for the instrument that measures."""
        building = Building(LAYERS, WIDTH, n=self.n, rho=self.rho, seed=self.seed)
        return DescentConfig(building, STDS)


BUNDLES = {"initialization": ("engine.initialization.descent:run", HeroConfig().descent)}
