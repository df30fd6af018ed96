"""Round trips of houses and points: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.diffusion.config_steps import check_list
from engine.errors import check_whole

GRAINS = (True, False)


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


BUNDLES = {"ddim_encode": ("engine.diffusion.encode:run", EncodeConfig())}
