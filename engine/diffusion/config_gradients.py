"""The gradients of both losses: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_estimate import Estimate
from engine.errors import check, check_real, check_whole

TIMES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class GradientConfig:
    r"""Gradients of both losses at `times` for $\varepsilon_\theta=wx$, data $N(0,s^2)$.

    `away` multiplies the best w: 1 is the optimum.
    """

    times: tuple[int, ...] = (1, 10, 100, 500)
    s: float = 0.5
    away: float = 1.0
    count: int = 100_000
    seed: int = 7

    def __post_init__(self):
        some = isinstance(self.times, tuple) and 0 < len(self.times) <= 64
        check(some, "times", "must be a tuple of 1 to 64 whole numbers", self.times)
        for t in self.times:
            check_whole(t, "times", 1, 1000)
        check_real(self.s, "s", 0, 10)
        check(self.s > 0, "s", "must be a number above 0, at most 10", self.s)
        check_real(self.away, "away", -10, 10)
        check_whole(self.count, "count", 100, 1_000_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class GradientResult:
    """Mean (with standard error) and variance of both gradients at each of `config.times`.

    `predicted` is the ratio of the variances that theory gives at the optimum.
    """

    config: GradientConfig
    one_step: tuple[Estimate, ...]
    merged: tuple[Estimate, ...]
    one_step_variance: tuple[float, ...]
    merged_variance: tuple[float, ...]
    predicted: tuple[float, ...]
    device: str

    @property
    def curves(self) -> dict[str, tuple[tuple[int, ...], tuple[float, ...]]]:
        """The ratio of the variances against t, measured and predicted."""
        times = self.config.times
        return {"measured": (times, self.ratio), "predicted": (times, self.predicted)}

    @property
    def ratio(self) -> tuple[float, ...]:
        pairs = zip(self.one_step_variance, self.merged_variance, strict=True)
        return tuple(one / merged for one, merged in pairs)

    @property
    def z(self) -> tuple[float, ...]:
        """By how many standard errors the two mean gradients differ."""
        pairs = zip(self.one_step, self.merged, strict=True)
        return tuple((a.value - b.value) / hypot(a.se, b.se) for a, b in pairs)

    @property
    def furthest(self) -> float:
        """The largest of these, without its sign."""
        return max(map(abs, self.z))


BUNDLES = {"ddpm_losses": ("engine.diffusion.gradients:run", GradientConfig(times=TIMES))}
