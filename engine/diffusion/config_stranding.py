"""Samples stranded between two modes: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_estimate import Estimate
from engine.errors import check, check_whole


@dataclass(frozen=True)
class StrandingConfig:
    r"""How many samples end between the modes, for each number of steps in `steps`."""

    steps: tuple[int, ...] = (1, 2, 5, 10, 20, 50)
    count: int = 20_000
    seed: int = 7

    def __post_init__(self):
        some = isinstance(self.steps, tuple) and 0 < len(self.steps) <= 16
        check(some, "steps", "must be a tuple of 1 to 16 whole numbers", self.steps)
        for steps in self.steps:
            check_whole(steps, "steps", 1, 1000)
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class StrandingResult:
    """Share stranded for each of `config.steps`, by the kind of step."""

    config: StrandingConfig
    growing: tuple[Estimate, ...]
    equal: tuple[Estimate, ...]
    device: str

    @property
    def curves(self) -> dict[str, tuple[tuple[int, ...], list[float]]]:
        """Both shares against the number of steps."""
        kinds = {"growing": self.growing, "equal": self.equal}
        return {k: (self.config.steps, [e.value for e in s]) for k, s in kinds.items()}


BUNDLES = {"ddpm_stranding": ("engine.diffusion.stranding:run", StrandingConfig())}
