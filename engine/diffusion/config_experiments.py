"""What the experiments of page `ddpm` are asked and what they answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import numpy as np

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES, Estimate
from engine.errors import check, check_one_of, check_real, check_whole


@dataclass(frozen=True)
class GreedyConfig:
    """Two modes, `left` of the mass at −1 and the rest at +1, sampled by every rule."""

    left: float = 0.3
    T: int = 1000
    steps: int = 1000
    count: int = 10_000
    seed: int = 7

    def __post_init__(self):
        inside = type(self.left) is float and 0 < self.left < 1
        check(inside, "left", "must be a number between 0 and 1", self.left)
        check_whole(self.T, "T", 1, MAX_T)
        check_whole(self.steps, "steps", 1, self.T)
        check_whole(self.count, "count", 100, 100_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class GreedyResult:
    """Where the samples ended: `samples` float32 (rules, count), rules as in `rules`.

    `paths` float32 (rules, frames, at most 64) are the first samples on their way, at
    `path_t` (frames,).
    """

    config: GreedyConfig
    rules: tuple[str, ...]
    samples: np.ndarray
    paths: np.ndarray
    path_t: np.ndarray
    device: str

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The ways of the first six samples by each rule."""
        ways = zip(self.rules, self.paths, strict=True)
        return {f"{rule} {k}": (self.path_t, x[:, k]) for rule, x in ways for k in range(6)}

    @property
    def right(self) -> dict[str, Estimate]:
        """P(x > 0) of each rule, with its binomial standard error; the truth is 1 − left."""
        return {
            rule: binomial(float((x > 0).mean()), x.size)
            for rule, x in zip(self.rules, self.samples, strict=True)
        }

    @property
    def width(self) -> dict[str, float]:
        """Standard deviation of each rule's samples around +1 (those above 0); true is .1."""
        pairs = zip(self.rules, self.samples.astype(np.float64), strict=True)
        return {rule: float(x[x > 0].std()) for rule, x in pairs}


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


@dataclass(frozen=True)
class RecogniserConfig:
    """Which of `count` houses is it? asked of `draws` ruins of each, at `points` times."""

    schedule: str = "su"
    T: int = 1000
    count: int = 16
    draws: int = 32
    points: int = 41
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.schedule, "schedule", SCHEDULES)
        check_whole(self.T, "T", 1, MAX_T)
        check_whole(self.count, "count", 2, 1024)
        check_whole(self.draws, "draws", 1, 1024)
        check_whole(self.points, "points", 2, 201)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class RecogniserResult:
    r"""Share of ruins told right at each `t`, int (points,).

    `scaled` by the rule $|x_t-\bar\alpha_tx_0|$, `plain` by $|x_t-x_0|$, both float64.
    """

    config: RecogniserConfig
    t: np.ndarray
    scaled: np.ndarray
    plain: np.ndarray
    device: str

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The shares told right against t, by both rules."""
        return {"scaled": (self.t, self.scaled), "plain": (self.t, self.plain)}

    @property
    def half(self) -> dict[str, float | None]:
        """The t where half are lost, between two points by a straight line; None if never."""
        return {"scaled": _half(self.t, self.scaled), "plain": _half(self.t, self.plain)}

    def gap(self, t: float) -> float:
        """How far `t` is from where half are lost by the better rule."""
        return abs(t - self.half["scaled"])

    def se(self, share: np.ndarray) -> np.ndarray:
        """The binomial standard error of shares told right."""
        return np.sqrt(share * (1 - share) / (self.config.count * self.config.draws))


def _half(t: np.ndarray, share: np.ndarray) -> float | None:
    below = np.flatnonzero(share < 0.5)
    if below.size == 0 or below[0] == 0:
        return None
    k = below[0]
    return float(np.interp(0.5, [share[k], share[k - 1]], [t[k], t[k - 1]]))


def binomial(share: float, count: int) -> Estimate:
    """A share of `count` with its standard error."""
    return Estimate(share, (share * (1 - share) / count) ** 0.5)


TIMES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
BUNDLES = {
    "ddpm_greedy": ("engine.diffusion.greedy:run", GreedyConfig()),
    "ddpm_stranding": ("engine.diffusion.stranding:run", StrandingConfig()),
    "ddpm_recogniser": ("engine.diffusion.recogniser:run", RecogniserConfig()),
    "ddpm_losses": ("engine.diffusion.gradients:run", GradientConfig(times=TIMES)),
}
