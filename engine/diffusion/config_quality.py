"""How good rebuilt houses are: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.diffusion.config import MAX_SEED, RULES
from engine.diffusion.config_estimate import Estimate, Floor
from engine.errors import check_one_of, check_whole


@dataclass(frozen=True)
class QualityConfig:
    """`count` houses rebuilt by the pipeline in folder `pipeline`, against fresh ones."""

    count: int = 512
    pipeline: str = "assets/models/houses"
    seed: int = 7
    steps: int = 50
    rule: str = "ddpm_lower"

    def __post_init__(self):
        check_whole(self.count, "count", 16, 4096)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_whole(self.steps, "steps", 1, 1000)
        check_one_of(self.rule, "rule", RULES)


@dataclass(frozen=True)
class QualityResult:
    """Patch distance of rebuilt houses to fresh ones, its floor, and the share of nights."""

    config: QualityConfig
    distance: Estimate
    floor: Floor
    nights: Estimate
    device: str
    seconds: float

    truth = 0.25

    @property
    def ratio(self) -> float:
        return self.distance.value / self.floor.median

    @property
    def z(self) -> float:
        """How many standard errors (of the true share) the nights are away from the truth."""
        return (self.nights.value - self.truth) / (
            self.truth * (1 - self.truth) / self.config.count
        ) ** 0.5


BUNDLES = {"ddpm_quality": ("engine.diffusion.quality:run", QualityConfig())}
