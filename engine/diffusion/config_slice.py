"""The slices of page `bayes`: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES
from engine.diffusion.config_dots import DOTS, check_dots
from engine.diffusion.config_slices import DOUBT, Slices
from engine.diffusion.posterior import VARIANCES
from engine.errors import check_one_of, check_real, check_whole

GIVEN = ("x0", "data")


@dataclass(frozen=True)
class SliceConfig:
    r"""`count` pairs $(x_s,x_t)$, cut where $x_t$ is close to one of several values.

    With `given` "x0" all start at `x0`; with "data" each starts at one of `data`. Four
    slices lie at places the engine knows, the fifth at `own`. A slice is `width` wide, in
    standard deviations of $x_t$. `variance` is the width of DDPM's single Gaussian.
    """

    schedule: str = "su"
    T: int = 1000
    s: int = 400
    t: int = 500
    x0: float = -2.0
    data: tuple[float, ...] = DOTS
    given: str = "x0"
    variance: str = "lower"
    own: float = 3.4
    count: int = 1_000_000
    width: float = 0.025
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.schedule, "schedule", SCHEDULES)
        check_whole(self.T, "T", 2, MAX_T)
        check_whole(self.t, "t", 2, self.T)
        check_whole(self.s, "s", 1, self.t - 1)
        check_real(self.x0, "x0", -10, 10)
        check_dots(self.data)
        check_one_of(self.given, "given", GIVEN)
        check_one_of(self.variance, "variance", VARIANCES)
        check_real(self.own, "own", -20, 20)
        check_whole(self.count, "count", 1000, 10_000_000)
        check_real(self.width, "width", 0.001, 1)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class SliceResult(Slices):
    """The slices, and the test of those that are not the reader's own taken together.

    `chi2_all`, `p_all` have a value for each law, on `freedom_all` degrees of freedom.
    """

    config: SliceConfig
    chi2_all: tuple[float, ...]
    p_all: tuple[float, ...]
    freedom_all: int

    def stands(self, law: str) -> bool:
        """Whether all slices together leave `law` standing."""
        return self.p_all[self.laws.index(law)] >= DOUBT


BUNDLES = {"bayes_slice": ("engine.diffusion.slice:run", SliceConfig())}
