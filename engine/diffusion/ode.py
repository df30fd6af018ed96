r"""The way back without noise is an ODE, and DDIM is Euler's method on it (article 9181).

$$\frac{d}{ds}\frac{x}{\bar\alpha}=\varepsilon\,\frac{d}{ds}\frac{\bar\beta}{\bar\alpha}
\quad\Longleftrightarrow\quad
\frac{dx}{ds}=\frac{d\log\bar\alpha}{ds}\Bigl(x-\frac{\varepsilon}{\bar\beta}\Bigr),\qquad
-\frac{\varepsilon}{\bar\beta}=\nabla\log p(x_s).$$

With $\bar\alpha\approx e^{-5t^2/T^2}$ these are the article's two forms: in $s=t/T$
$dx/ds=10s(\varepsilon/\sqrt{1-e^{-10s^2}}-x)$, in $s=t^2/T^2$
$dx/ds=5(\varepsilon/\sqrt{1-e^{-10s}}-x)$. Solved from s = 1 down to 0 by Euler, Heun or
Runge and Kutta. (DDIM itself takes Euler's step in $\bar\beta/\bar\alpha$.) At s = 0 the
quotient is 0/0, and the score of the data stands in its place, where it is known; where it
is not, the last step is Euler's, which asks for nothing at 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from math import exp, inf, isfinite, log1p, sqrt
from typing import NamedTuple

from torch import Tensor

from engine.diffusion import denoiser as tweedie
from engine.diffusion.inversion import invert as invert
from engine.diffusion.inversion import lerp as lerp
from engine.diffusion.inversion import slerp as slerp
from engine.diffusion.sampler import Denoiser

Slope = Callable[[Tensor, float], Tensor]


class Path(NamedTuple):
    r"""$\log\bar\alpha$ at $s=t/T$, and its derivative by each of `VARIABLES`, all of s = t/T."""

    log_alpha_bar: Callable[[float], float]
    slopes: dict[str, Callable[[float], float]]


# What is stepped evenly, as a function of it: s = t/T itself, or its square.
VARIABLES = {"s": float, "s2": sqrt}

ARTICLE = Path(lambda s: -5 * s * s, {"s": lambda s: -10 * s, "s2": lambda s: -5.0})


def su_path(T: int) -> Path:
    r"""The article's schedule between its times: $\tfrac12\sum_{k\le t}\log(1-k/50T)$, t real.

    The sum by Euler and Maclaurin, whose next term is below $10^{-16}$. By $t^2/T^2$ its slope
    has no value at 0, for the sum holds a term in t: the last step is then one of $t/T$.
    """
    far = 50 * T

    def log_alpha_bar(s: float) -> float:
        t = s * T
        y, left = t / far, far - t
        whole = -far * ((1 - y) * log1p(-y) + y)
        return (whole + log1p(-y) / 2 - t / (12 * far * left)) / 2

    def by_s(s: float) -> float:
        left = far - s * T
        return T * (log1p(-s * T / far) - 1 / (2 * left) - 1 / (12 * left**2)) / 2

    return Path(log_alpha_bar, {"s": by_s, "s2": lambda s: by_s(s) / (2 * s) if s else -inf})


PATHS = {"article": ARTICLE, "exact": su_path(1000)}


def euler(slope: Slope, x: Tensor, s: float, h: float) -> Tensor:
    """One step of order 1."""
    return x + h * slope(x, s)


def heun(slope: Slope, x: Tensor, s: float, h: float) -> Tensor:
    """One step of order 2: the mean of the slopes at both ends."""
    first = slope(x, s)
    return x + h / 2 * (first + slope(x + h * first, s + h))


def rk4(slope: Slope, x: Tensor, s: float, h: float) -> Tensor:
    """One step of order 4, of Runge and Kutta."""
    one = slope(x, s)
    two = slope(x + h / 2 * one, s + h / 2)
    three = slope(x + h / 2 * two, s + h / 2)
    return x + h / 6 * (one + 2 * two + 2 * three + slope(x + h * three, s + h))


SOLVERS = {"euler": euler, "heun": heun, "rk4": rk4}
# How often a step asks the denoiser.
QUESTIONS = {"euler": 1, "heun": 2, "rk4": 4}


def slope_of(denoiser: Denoiser, path: Path, variable: str) -> Slope:
    """The right-hand side, `(x, v) -> dx/dv` for the value v of `variable`."""
    score = getattr(denoiser, "score", None) or partial(tweedie.score, denoiser)

    def slope(x: Tensor, v: float) -> Tensor:
        s = VARIABLES[variable](v)
        return path.slopes[variable](s) * (x + score(x, exp(path.log_alpha_bar(s))))

    return slope


def flow(
    denoiser: Denoiser,
    x: Tensor,
    path: Path = ARTICLE,
    *,
    solver: str = "euler",
    steps: int = 50,
    variable: str = "s",
) -> Iterator[tuple[float, Tensor]]:
    """From `x` at s = 1 to s = 0 in `steps` even steps of `variable`: steps + 1 pairs (s, x)."""
    slope, move = slope_of(denoiser, path, variable), SOLVERS[solver]
    values = [(steps - k) / steps for k in range(steps)]
    for v, after in pairwise(values):
        yield VARIABLES[variable](v), x
        x = move(slope, x, v, after - v)
    yield VARIABLES[variable](values[-1]), x
    last = variable if isfinite(path.slopes[variable](0.0)) else "s"
    v = values[-1] if last == variable else VARIABLES[variable](values[-1])
    move = move if hasattr(denoiser, "score") else euler
    yield 0.0, move(slope_of(denoiser, path, last), x, v, -v)
