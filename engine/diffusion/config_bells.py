"""What the hero of page `bayes` asks and what it gets (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES
from engine.diffusion.config_dots import DOTS
from engine.diffusion.posterior import Move, posterior
from engine.errors import check, check_one_of, check_real, check_whole

DATA = {
    "dots": DOTS,
    "camps": (-1.55, -1.4, -1.3, -1.2, -1.1, -0.95, 1.0, 1.15, 1.2, 1.3, 1.35, 1.6),
    "one": (0.75,),
}
"""Data on a line that one can count: the twelve of the drawing, two camps of six, a single one."""
VARIANCES = ("lower", "upper", "optimal")
REACH = 4.5
"""How far from 0 a hand may drag $x_t$ and $x_0$."""
DRAWS = 64


def pair(T: int) -> dict[str, int]:
    """The wide pair $s<t$ that a schedule of `T` steps begins with: 500 and 400 of a thousand."""
    return {"t": T // 2, "s": 2 * T // 5}


@dataclass(frozen=True)
class BayesConfig:
    r"""Where $x_t$ and $x_0$ are, which pair $s<t$, and what the data are.

    `variance`, a key of `engine.diffusion.posterior.VARIANCES`, is the width that the single
    bell gets once $x_0$ has been taken away; `seed` draws the noise of the steps back.
    """

    schedule: str = "su"
    T: int = 1000
    t: int = 500
    s: int = 400
    xt: float = 1.6
    x0: float = -2.0
    data: str = "dots"
    variance: str = "lower"
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.schedule, "schedule", SCHEDULES)
        check_whole(self.T, "T", 2, MAX_T)
        check_whole(self.t, "t", 1, self.T)
        check_whole(self.s, "s", 0, self.T - 1)
        check(self.s < self.t, "s", "must be below t = {t}", self.s, t=self.t)
        check_real(self.xt, "xt", -REACH, REACH)
        check_real(self.x0, "x0", -REACH, REACH)
        check_one_of(self.data, "data", DATA)
        check_one_of(self.variance, "variance", VARIANCES)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    @property
    def points(self) -> tuple[float, ...]:
        """The data themselves."""
        return DATA[self.data]


@dataclass(frozen=True)
class Bell:
    """A normal distribution on the line."""

    mean: float
    sd: float


@dataclass(frozen=True)
class BayesResult:
    r"""All bells of the figure, in float64.

    $x_s$ by what $x_0$ says (`prior`), by what $x_t$ says (`likelihood`, as a density of
    $x_s$) and by both (`product`), whose mean is `kappa` $x_t$ + `lam` $x_0$. With $x_0$ taken
    away: `weights` (m,) of the data, the `guess` $\hat x_0=E[x_0|x_t]$ with the standard
    deviation of $x_0$ given $x_t$, the bell around it (`approx`), and mean and standard
    deviation of the true $p(x_s|x_t)$ (`truth`), which is no bell. `density` (5, g) has these
    five over `grid` (g,), zero where a bell has no width. `log_alpha_bar` (T+1,) is the
    schedule, `noise` (DRAWS,) standard normal.
    """

    config: BayesConfig
    log_alpha_bar: np.ndarray
    kappa: float
    lam: float
    prior: Bell
    likelihood: Bell
    product: Bell
    guess: Bell
    approx: Bell
    truth: Bell
    weights: np.ndarray
    grid: np.ndarray
    density: np.ndarray
    noise: np.ndarray
    device: str
    threads: int

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The five densities over $x_s$."""
        names = ("prior", "likelihood", "product", "approx", "truth")
        return {name: (self.grid, row) for name, row in zip(names, self.density, strict=True)}

    @property
    def single(self) -> Move:
        r"""$\kappa$, $\lambda$ and $\sigma$ of the single step from t to t − 1."""
        log, t = self.log_alpha_bar, self.config.t
        return posterior(float(log[t]), float(log[t - 1]))

    @property
    def weight_T(self) -> float:
        r"""$\bar\beta_T^2/\bar\alpha_T^2$: the loss' weight at the far end, which DDPM drops."""
        return float(np.expm1(-2 * self.log_alpha_bar[-1]))

    def gap(self, flag: float) -> float:
        """How far from the flag the bell's mean lands once $x_0$ is taken away."""
        return abs(self.approx.mean - flag)


BUNDLES = {"bayes": ("engine.diffusion.bayes:run", BayesConfig())}
