r"""What the board of undetermined coefficients asks and what it gets (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import NamedTuple

import numpy as np

from engine.diffusion.config import MAX_SEED, SCHEDULES
from engine.diffusion.config_modes import DATA
from engine.diffusion.family import TOO_LARGE
from engine.diffusion.posterior import beta_bar, posterior, step_beta
from engine.errors import check, check_one_of, check_real, check_whole

T, BINS, REACH, ROADS = 1000, 72, 3.0, 48
DRAWS = ("x0", "epsilon", "z")
LARGEST = {"kappa": 60.0, "lam": 3.0, "sigma": 1.5}
HAND = tuple(LARGEST)
TIGHT = 1e-6
"""How far a step may miss a constraint and still count as on it."""


@dataclass(frozen=True)
class CoefficientsConfig:
    r"""A step from t to s by hand: $x_s=\kappa x_t+\lambda x_0+\sigma z$.

    κ, λ, σ None are those of DDIM for the pair. `count` samples are pushed through it.
    """

    schedule: str = "su"
    data: str = "two"
    t: int = 600
    s: int = 300
    kappa: float | None = None
    lam: float | None = None
    sigma: float | None = None
    count: int = 100_000
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.schedule, "schedule", SCHEDULES)
        check_one_of(self.data, "data", DATA)
        check_whole(self.t, "t", 1, T)
        check_whole(self.s, "s", 0, T - 1)
        check(self.s < self.t, "s", "must be below t = {t}", self.s, t=self.t)
        for name, largest in LARGEST.items():
            _check_hand(getattr(self, name), name, largest)
        check_whole(self.count, "count", 100, 1_000_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


def _check_hand(value: float | None, name: str, largest: float) -> None:
    if value is None:
        return
    check_real(value, name, 0.0 if name == "sigma" else -largest, largest)


class Pair(NamedTuple):
    r"""What a pair t → s fixes: $\bar\alpha_t$, $\bar\alpha_s$, $\bar\beta_t$, $\bar\beta_s$, the β
    of the step, and of the member η = 1 its σ and $\kappa\bar\beta_t$."""

    a_t: float
    a_s: float
    b_t: float
    b_s: float
    beta: float
    eta1: dict[str, float]


@dataclass(frozen=True)
class CoefficientsResult:
    r"""What comes of the step, beside what should.

    `kappa`, `lam`, `sigma` as used; `misses` by how much they miss the constraints on
    $\bar\alpha_s$ and $\bar\beta_s$. Means and variances at s as they must be (`needed`), as
    the step makes them by its formula (`made`), and of `count` samples with their standard
    errors (`measured`, `se`), float64 (2,). `grid` float64 (g,), `density` (2, g): needed and
    made; `histogram` (BINS,) the samples' density from −REACH to REACH. `draws` float64 (3,
    ROADS) are $x_0$, ε and z of the first samples; `log_alpha_bar` float64 (T+1,).
    """

    config: CoefficientsConfig
    kappa: float
    lam: float
    sigma: float
    misses: tuple[float, float]
    needed: np.ndarray
    made: np.ndarray
    measured: np.ndarray
    se: np.ndarray
    grid: np.ndarray
    density: np.ndarray
    histogram: np.ndarray
    draws: np.ndarray
    log_alpha_bar: np.ndarray
    device: str
    threads: int

    @property
    def on(self) -> tuple[bool, bool]:
        """Whether each constraint holds."""
        return tuple(abs(miss) <= TIGHT for miss in self.misses)

    @property
    def shared(self) -> tuple[float, float]:
        r"""$\kappa\bar\alpha_t+\lambda$ and $\sqrt{\kappa^2\bar\beta_t^2+\sigma^2}$ of the step."""
        pair = self.pair(self.config.t, self.config.s)
        return self.misses[0] + pair.a_s, self.misses[1] + pair.b_s

    @property
    def places(self) -> np.ndarray:
        """The middles of the histogram's bins, float64 (BINS,)."""
        return (np.arange(BINS) + 0.5) * (2 * REACH / BINS) - REACH

    def pair(self, t: int, s: int) -> Pair:
        """What any pair of the same schedule fixes."""
        log_t, log_s = self.log_alpha_bar[[t, s]].tolist()
        kappa, _, sigma = posterior(log_t, log_s)
        b_t, b_s = beta_bar(log_t), beta_bar(log_s)
        eta1 = {"sigma": sigma, "u": kappa * b_t}
        return Pair(exp(log_t), exp(log_s), b_t, b_s, step_beta(log_t, log_s), eta1)

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Both densities over the line."""
        return {"needed": (self.grid, self.density[0]), "made": (self.grid, self.density[1])}

    @property
    def away(self) -> tuple[float, float]:
        """By how many standard errors mean and variance of the samples miss what is needed."""
        gaps = self.measured - self.needed
        return tuple(np.divide(gaps, self.se, out=np.zeros(2), where=self.se > 0).tolist())


def check_room(result: CoefficientsResult) -> None:
    r"""Raise `InvalidParameter` where σ is above $\bar\beta_s$: no κ belongs to it."""
    high = result.pair(result.config.t, result.config.s).b_s
    most = float(f"{high:.4g}")
    check(result.sigma <= high, "sigma", TOO_LARGE, round(result.sigma, 4), high=most)


BUNDLES = {
    "ddim_coefficients": ("engine.diffusion.coefficients:run", CoefficientsConfig()),
}
