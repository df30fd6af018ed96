"""How wide the reverse step should be: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_dots import check_dots
from engine.diffusion.config_estimate import Estimate, Floor
from engine.diffusion.posterior import VARIANCES
from engine.diffusion.spacing import grid
from engine.errors import check, check_one_of, check_real, check_whole

NAMES = tuple(VARIANCES)
LINES = ("normal", "modes", "dots")
T = 1000


@dataclass(frozen=True)
class VariancesConfig:
    r"""Data on a line, the exact denoiser, and every variance at each number of `steps`.

    `data` is "normal", $N(0,s^2)$ with `s`; "modes", half at −2 and half at 2 with standard
    deviation .1; or "dots", one of `dots`. Distances are between sets of `count` points.
    """

    data: str = "normal"
    s: float = 0.5
    dots: tuple[float, ...] = (0.0,)
    steps: tuple[int, ...] = (2, 5, 10, 20, 50)
    count: int = 1000
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.data, "data", LINES)
        check_real(self.s, "s", 0.05, 4)
        check_dots(self.dots)
        check_steps(self.steps)
        check_whole(self.count, "count", 100, 10_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


def check_steps(steps: tuple[int, ...]) -> None:
    """A tuple of 1 to 12 numbers of steps, each from 2 to T."""
    some = isinstance(steps, tuple) and 0 < len(steps) <= 12
    check(some, "steps", "must be a tuple of 1 to {most} numbers", steps, most=12)
    for one in steps:
        check_whole(one, "steps", 2, T)


@dataclass(frozen=True)
class Widths:
    r"""What is not known of $x_0$ at each time, and what it makes of the three variances.

    `spread` (T+1,), float64, is $E\,\mathrm{Var}(x_0|x_t)/d$, and `log_alpha_bar` (T+1,) the
    schedule.
    """

    log_alpha_bar: np.ndarray
    spread: np.ndarray

    def variance(self, name: str, t: int, s: int) -> float:
        """The variance `name` of the step from `t` to `s`."""
        logs, spread = self.log_alpha_bar, float(self.spread[t])
        return VARIANCES[name](float(logs[t]), float(logs[s]), spread)

    def ratio(self, steps: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        r"""Times t and every variance over $\beta^2$ of the step, for the way in `steps` steps.

        The last step, into the house, is left out: the lower variance is 0 there.
        """
        moves = list(pairwise(grid(T, steps)))[-2::-1]
        table = {name: [self.variance(name, *move) for move in moves] for name in NAMES}
        whole = np.array(table["upper"])
        ratio = {name: np.array(values) / whole for name, values in table.items()}
        return np.array([t for t, _ in moves]), ratio


@dataclass(frozen=True)
class VariancesResult(Widths):
    r"""For each of `config.steps` (k) and variance (v, in the order of `NAMES`).

    `bits` (v, k): bits per dimension by the variational bound, exact, nan for a single point;
    `least` is the entropy of the data plus $\mathrm{KL}(x_T\|N(0,1))$, which no bound undercuts
    (−∞ where there are points only).
    `distance`, `distance_se`, `mmd`, `mmd_se` (v, k): sliced Wasserstein and MMD² of `count`
    samples to as many fresh ones; the floors are between fresh sets.
    """

    config: VariancesConfig
    bits: np.ndarray
    least: float
    distance: np.ndarray
    distance_se: np.ndarray
    distance_floor: Floor
    mmd: np.ndarray
    mmd_se: np.ndarray
    mmd_floor: Floor
    device: str

    @property
    def curves(self) -> dict[str, tuple[tuple[int, ...], np.ndarray]]:
        """Bits per dimension of each variance against the number of steps."""
        return {
            name: (self.config.steps, bits) for name, bits in zip(NAMES, self.bits, strict=True)
        }

    @property
    def bounded(self) -> bool:
        """Whether the data have a density, so that no bound falls below `least`."""
        return bool(np.isfinite(self.least))

    def at(self, name: str, steps: int) -> dict[str, Estimate]:
        """`bits`, `distance` and `mmd` of one variance at one number of steps."""
        v, k = NAMES.index(name), self.config.steps.index(steps)
        return {
            "bits": Estimate(float(self.bits[v, k]), 0.0),
            "distance": Estimate(float(self.distance[v, k]), float(self.distance_se[v, k])),
            "mmd": Estimate(float(self.mmd[v, k]), float(self.mmd_se[v, k])),
        }


BUNDLES = {"bayes_variances": ("engine.diffusion.variances:run", VariancesConfig())}
