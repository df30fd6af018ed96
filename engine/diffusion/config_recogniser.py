"""Until when a ruin tells its house: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES
from engine.errors import check_one_of, check_whole


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


BUNDLES = {"ddpm_recogniser": ("engine.diffusion.recogniser:run", RecogniserConfig())}
