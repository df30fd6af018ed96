"""What the experiments of page `ddim` are asked and what they answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_estimate import Estimate, binomial
from engine.diffusion.config_fan import DATA
from engine.diffusion.spacing import own
from engine.errors import check, check_one_of, check_whole

T = 1000
GRAINS = (True, False)
WAYS = ("slerp", "lerp")
ENDS = ("houses", "noise")
SOLVERS = ("euler", "heun", "rk4", "ddim")
VARIABLES = ("s", "s2")
TRAPS = ("alpha", "noise", "stride", "last")
SIDES = ("right", "wrong")
RACES = ("wide", "two")


@dataclass(frozen=True)
class EncodeConfig:
    """`count` houses and `points` points, up and down with each number of steps.

    The houses go twice: with a `grain` of noise first, that of so many steps, and without.
    """

    grain: int = 20
    count: int = 5
    steps: tuple[int, ...] = (2, 5, 10, 20, 50)
    points: int = 1000
    points_steps: tuple[int, ...] = (5, 10, 20, 50, 100, 200, 500, 1000)
    seed: int = 7

    def __post_init__(self):
        check_whole(self.grain, "grain", 1, 500)
        check_whole(self.count, "count", 2, 16)
        check_whole(self.points, "points", 2, 10_000)
        check_list(self.steps, "steps")
        check_list(self.points_steps, "points_steps")
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class EncodeResult:
    """Round trips by number of steps.

    `originals` uint8 (count, 32, 32, 3); `codes`, `rebuilt` uint8 (2, steps, count, 32, 32, 3)
    with the grain and without, the codes drawn from −3 to 3; `error` and `spread` float64
    (2, steps, count): the root mean square difference of each house from what came back, and
    the standard deviation over the pixels of its code. `points_error` float64 (points_steps,
    points): how far each came back from where it was.
    """

    config: EncodeConfig
    originals: np.ndarray
    codes: np.ndarray
    rebuilt: np.ndarray
    error: np.ndarray
    spread: np.ndarray
    points_error: np.ndarray
    device: str
    threads: int

    def houses(self, grain: bool) -> tuple[np.ndarray, np.ndarray]:
        """The mean error over houses by number of steps, and its standard error."""
        return _mean(self.error[GRAINS.index(grain)])

    def width(self, grain: bool) -> np.ndarray:
        """The mean standard deviation of the codes by number of steps."""
        return self.spread[GRAINS.index(grain)].mean(axis=1)

    @property
    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """The mean error over points by number of steps, and its standard error."""
        return _mean(self.points_error)


def _mean(error: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return error.mean(axis=1), error.std(axis=1, ddof=1) / error.shape[1] ** 0.5


@dataclass(frozen=True)
class WalkConfig:
    """From one end to the other in `stops` stops; the ends are the pair `first`, `first` + 1.

    Ends are two noises, and the codes of two houses; all take `steps` steps, the houses after
    a `grain` of noise. A `crowd` of pairs on a line meets halfway.
    """

    first: int = 0
    stops: int = 9
    steps: int = 20
    grain: int = 20
    crowd: int = 10_000
    seed: int = 7

    def __post_init__(self):
        check_whole(self.crowd, "crowd", 100, 100_000)
        check_whole(self.first, "first", 0, 1000)
        check_whole(self.stops, "stops", 3, 33)
        check_whole(self.steps, "steps", 1, T)
        check_whole(self.grain, "grain", 0, 500)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class WalkResult:
    r"""Both ways, as in `WAYS`, between both kinds of ends, as in `ENDS`.

    `norms` float64 (ends, ways, stops): $|z|/\sqrt d$ of the noise; `pictures` uint8 (ends,
    ways, stops, 32, 32, 3); `known` (2, 32, 32, 3) the houses that were encoded. `halfway`
    float32 (ways, crowd): where the points on the line end that begin halfway.
    """

    config: WalkConfig
    norms: np.ndarray
    pictures: np.ndarray
    known: np.ndarray
    halfway: np.ndarray
    device: str
    threads: int

    def upper(self, way: str) -> Estimate:
        """The share of the points that end above 0; that of the data is .7."""
        return binomial(float((self.halfway[WAYS.index(way)] > 0).mean()), self.config.crowd)

    def middle(self, ends: str, way: str) -> float:
        """The length halfway."""
        return float(self.norms[ENDS.index(ends), WAYS.index(way), self.config.stops // 2])

    def shrunk(self, ends: str) -> float:
        """The straight way's length halfway, as a share of the arc's."""
        return self.middle(ends, "lerp") / self.middle(ends, "slerp")

    @property
    def parts(self) -> np.ndarray:
        """How far along each stop is."""
        return np.linspace(0, 1, self.config.stops)


@dataclass(frozen=True)
class RaceConfig:
    """Every solver in both time variables with each number of `steps`; `data` as the hero's."""

    data: str = "wide"
    steps: tuple[int, ...] = (5, 10, 20, 50, 100, 200, 400, 800)
    fitted: int = 4
    starts: int = 64

    def __post_init__(self):
        check_one_of(self.data, "data", RACES)
        check_list(self.steps, "steps")
        check_whole(self.fitted, "fitted", 2, len(self.steps))
        check_whole(self.starts, "starts", 2, 10_000)


@dataclass(frozen=True)
class RaceResult:
    """Root mean square error where the flow ends, by solver, variable and number of steps.

    `error` float64 (solvers, variables, steps), `asked` int (solvers, steps): how often the
    denoiser was asked.
    """

    config: RaceConfig
    error: np.ndarray
    asked: np.ndarray
    device: str
    threads: int

    def order(self, solver: str, variable: str) -> float:
        """The slope of the error against the steps, over the last `fitted` of them."""
        k = self.config.fitted
        row = self.error[SOLVERS.index(solver), VARIABLES.index(variable)]
        return slope(self.config.steps[-k:], row[-k:])

    def of(self, solver: str, variable: str) -> tuple[np.ndarray, np.ndarray]:
        """How often it asked, and its errors."""
        k = SOLVERS.index(solver)
        return self.asked[k], self.error[k, VARIABLES.index(variable)]

    def least(self, goal: float, solver: str, variable: str) -> int | None:
        """The least number of questions with an error of at most `goal`."""
        asked, error = self.of(solver, variable)
        good = asked[error <= goal]
        return int(good[0]) if good.size else None


@dataclass(frozen=True)
class TrapsConfig:
    """Four mistakes beside what is right: `count` points on a line, `houses` houses."""

    count: int = 5000
    houses: int = 6
    seed: int = 7

    def __post_init__(self):
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.houses, "houses", 1, 16)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class TrapsResult:
    r"""`samples` float32 (traps, sides, count), `pictures` uint8 (traps, sides, houses, 32, 32, 3).

    Of the traps' formulas: $\prod\alpha_\tau$ of single steps and $\bar\alpha_\tau$; the
    coefficients of ε at t = 500 in DDPM's mean and in DDIM; the `pairs` int (steps, 3) of t,
    the next time of the grid and diffusers'; the noise that σ̂ leaves in its last step.
    """

    config: TrapsConfig
    samples: np.ndarray
    pictures: np.ndarray
    product: float
    alpha_bar: float
    ddpm: float
    ddim: float
    pairs: np.ndarray
    leftover: float
    device: str
    threads: int

    @property
    def differing(self) -> int:
        """How many steps lead elsewhere by diffusers' rule."""
        return int((self.pairs[:, 1] != self.pairs[:, 2]).sum())

    def crowd(self, trap: str, side: str) -> np.ndarray:
        """Where the points ended."""
        return self.samples[TRAPS.index(trap), SIDES.index(side)]

    def width(self, trap: str, side: str) -> float:
        """The standard deviation of the points above 0, around +1; true is .1."""
        x = self.crowd(trap, side).astype(np.float64)
        return float(x[x > 0].std()) if (x > 0).any() else 0.0

    def place(self, trap: str, side: str) -> float:
        """The mean of the points above 0; true is 1."""
        x = self.crowd(trap, side).astype(np.float64)
        return float(x[x > 0].mean()) if (x > 0).any() else 0.0

    def share(self, trap: str, side: str) -> float:
        """The share above 0; true is .7."""
        return float((self.crowd(trap, side) > 0).mean())


@dataclass(frozen=True)
class OwnConfig:
    """Sampling along a list of the reader's own: whole numbers, falling; what is wrong is said."""

    times: tuple[int | str, ...] = (1000, 800, 600, 400, 250, 150, 80, 40, 20, 10)
    data: str = "two"
    count: int = 20_000
    houses: int = 6
    seed: int = 7

    def __post_init__(self):
        own(self.times, T)
        check_one_of(self.data, "data", DATA)
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.houses, "houses", 1, 16)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    @property
    def path(self) -> list[int]:
        """The list with 0 at its end."""
        return own(self.times, T)


@dataclass(frozen=True)
class OwnResult:
    """`samples` float32 (2, count) and `pictures` uint8 (2, houses, 32, 32, 3) of the own list
    and of the even one with as many steps; `distance` (2,) is W₁ to fresh data, `floor` the
    median of fresh pairs, `truth` float32 (count,) fresh data."""

    config: OwnConfig
    samples: np.ndarray
    pictures: np.ndarray
    truth: np.ndarray
    distance: tuple[float, float]
    floor: float
    even: tuple[int, ...]
    device: str
    threads: int


def read_times(text: str) -> tuple[int | str, ...]:
    """The times of a text, set apart by commas or blanks; what is no whole number stays text."""
    parts = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
    return tuple(int(part) if _whole(part) else part for part in parts)


def _whole(part: str) -> bool:
    return part.removeprefix("-").isdecimal() and part.isascii() and len(part) < 10


def slope(steps, error) -> float:
    """How fast the error falls: minus its slope against the steps, in logarithms."""
    return -float(np.polyfit(np.log(steps), np.log(error), 1)[0])


def check_list(steps: tuple[int, ...], name: str) -> None:
    some = isinstance(steps, tuple) and 2 <= len(steps) <= 16
    check(some, name, "must be a tuple of 2 to 16 whole numbers", steps)
    for one in steps:
        check_whole(one, name, 1, T)


BUNDLES = {
    "ddim_encode": ("engine.diffusion.encode:run", EncodeConfig()),
    "ddim_walk": ("engine.diffusion.walk:run", WalkConfig()),
    "ddim_race": ("engine.diffusion.race:run", RaceConfig()),
    "ddim_traps": ("engine.diffusion.traps:run", TrapsConfig()),
    "ddim_own": ("engine.diffusion.listed:run", OwnConfig()),
}
