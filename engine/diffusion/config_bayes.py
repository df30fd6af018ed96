"""What the experiments of page `bayes` are asked and what they answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES
from engine.diffusion.posterior import VARIANCES
from engine.errors import check, check_one_of, check_real, check_whole

DOTS = (-1.7, -1.45, -1.2, -0.95, -0.7, -0.4, 0.1, 0.45, 0.75, 1.15, 1.55, 1.9)
GIVEN = ("x0", "data")
SETS = ("point", "normal", "dots")
DOUBT = 0.001
"""A law that chance makes look as bad less often than this is held to be wrong."""
THIN = 200
"""A slice with fewer samples is not judged; they are shown one by one."""


def check_dots(dots: tuple[float, ...]) -> None:
    """Data on a line: a tuple of 1 to 64 numbers from −10 to 10."""
    some = isinstance(dots, tuple) and 0 < len(dots) <= 64
    check(some, "data", "must be a tuple of 1 to {most} numbers", dots, most=64)
    for dot in dots:
        check_real(dot, "data", -10, 10)


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
class Slices:
    r"""Histograms of $x_s$ in p slices of $x_t$, beside what each of `laws` says; float64.

    `centre`, `width` (p,) say where the slices lie, `found` (p,) how many samples fell in.
    `edges` (p, b+1), `counts` (p, b) are the histograms; `expected` (p, b) is the share that
    the first law gives each bin. `x` (p, g), `density` (laws, p, g) are the laws' curves.
    `chi2`, `p` (laws, p) are the test of every slice, nan where it is thin; `few` holds the
    samples of thin slices one by one.
    """

    laws: tuple[str, ...]
    centre: np.ndarray
    width: np.ndarray
    found: np.ndarray
    edges: np.ndarray
    counts: np.ndarray
    expected: np.ndarray
    x: np.ndarray
    density: np.ndarray
    chi2: np.ndarray
    p: np.ndarray
    few: tuple[tuple[float, ...], ...]
    freedom: int
    device: str

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Each slice's histogram against the middles of its bars, and the laws over it."""
        middles, found = (self.edges[:, 1:] + self.edges[:, :-1]) / 2, {}
        for k, centre in enumerate(self.centre):
            found[f"counted {k} at {centre:g}"] = (middles[k], self.heights[k])
            for law, density in zip(self.laws, self.density, strict=True):
                found[f"{law} {k} at {centre:g}"] = (self.x[k], density[k])
        return found

    def fits(self, law: str, k: int) -> bool:
        """Whether slice `k` leaves `law` standing."""
        return bool(self.p[self.laws.index(law), k] >= DOUBT)

    @property
    def thin(self) -> np.ndarray:
        """Which slices hold too few samples to be judged: bool (p,)."""
        return self.found < THIN

    @property
    def heights(self) -> np.ndarray:
        """The histograms as densities (p, b)."""
        return self.counts / (np.maximum(self.found, 1)[:, None] * np.diff(self.edges))

    @property
    def middle(self) -> np.ndarray:
        """What these heights are on average where the first law holds, (p, b)."""
        return self.expected / np.diff(self.edges)

    @property
    def band(self) -> np.ndarray:
        """The standard error of these heights then, (p, b)."""
        variance = self.expected * (1 - self.expected) / np.maximum(self.found, 1)[:, None]
        return np.sqrt(variance) / np.diff(self.edges)

    @property
    def range(self) -> tuple[float, float]:
        """From where to where all curves reach."""
        return float(self.x.min()), float(self.x.max())


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


@dataclass(frozen=True)
class SolvableConfig:
    """One slice at `centre` for each of `SETS`, `count` pairs each; rebuilt in each of `steps`.

    All starts are `x0`, or N(0, 1), or one of `data`.
    """

    s: int = 150
    t: int = 500
    centre: float = 0.8
    x0: float = 0.0
    data: tuple[float, ...] = DOTS
    count: int = 1_000_000
    width: float = 0.025
    steps: tuple[int, ...] = (1, 2, 10, 100)
    seed: int = 7

    def __post_init__(self):
        check_whole(self.t, "t", 2, 1000)
        check_whole(self.s, "s", 1, self.t - 1)
        check_real(self.centre, "centre", -20, 20)
        check_real(self.x0, "x0", -10, 10)
        check_dots(self.data)
        check_whole(self.count, "count", 1000, 10_000_000)
        check_real(self.width, "width", 0.001, 1)
        some = isinstance(self.steps, tuple) and 0 < len(self.steps) <= 16
        check(some, "steps", "must be a tuple of 1 to 16 whole numbers", self.steps)
        for steps in self.steps:
            check_whole(steps, "steps", 1, 1000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class SolvableResult(Slices):
    """The slices of `SETS`, and the largest error of one rebuilt point for each of the steps."""

    config: SolvableConfig
    error: tuple[float, ...]

    @property
    def worst(self) -> float:
        """The largest of the errors."""
        return max(self.error)


BUNDLES = {
    "bayes_slice": ("engine.diffusion.slice:run", SliceConfig()),
    "bayes_solvable": ("engine.diffusion.solvable:run", SolvableConfig()),
}
