"""What the hero of page `ddpm` is asked and what it answers, and films of houses (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.errors import check_one_of, check_whole

SCHEDULES = ("su", "linear", "scaled_linear", "cosine")
RULES = ("ddpm_lower", "ddpm", "ddim", "greedy")
MAX_T, MAX_SEED = 4000, 2**31 - 1


@dataclass(frozen=True)
class DdpmConfig:
    """The hero of page `ddpm`: `count` houses demolished in `T` steps and rebuilt.

    The rebuild takes `steps` steps (all of T where T is fewer) of `rule`, a key of
    `engine.diffusion.sampler.RULES`, and keeps at most `frames` of its states.
    """

    schedule: str = "su"
    T: int = 1000
    seed: int = 7
    count: int = 12
    steps: int = 50
    frames: int = 24
    rule: str = "ddpm_lower"

    def __post_init__(self):
        check_one_of(self.schedule, "schedule", SCHEDULES)
        check_whole(self.T, "T", 1, MAX_T)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_whole(self.count, "count", 1, 64)
        check_whole(self.steps, "steps", 1, MAX_T)
        check_whole(self.frames, "frames", 2, 64)
        check_one_of(self.rule, "rule", RULES)

    @property
    def moves(self) -> int:
        """How many steps the rebuild takes."""
        return min(self.steps, self.T)


@dataclass(frozen=True)
class HouseFilm:
    r"""Both legs of n houses: what `view.film.houses_film` makes a film of.

    `log_alpha_bar` float64 (T+1,), or (columns, T+1) where each column of the sheet has a
    schedule of its own; `x0` uint8 (n, 32, 32, 3); `epsilon` float32 (n, 32, 32, 3), the
    noise of the way out; `back_t` int32 (f,), falling from T to 0; `back_x`, `back_x0` uint8
    (f, n, 32, 32, 3): $x_t$ and $\hat x_0$ on the way back, as the screen shows them (−1…1 on
    0…255, beyond saturated). `seconds` is what the sampling took on `device` ("CPU" or a
    GPU's name) with `threads`, the turns of others left out; `trained_steps` says which
    builder it was, and `trouble` is the message id of why it was not the one asked for.
    """

    log_alpha_bar: np.ndarray
    x0: np.ndarray
    epsilon: np.ndarray
    back_t: np.ndarray
    back_x: np.ndarray
    back_x0: np.ndarray
    seconds: float
    device: str
    dtype: str
    threads: int
    trained_steps: int
    trouble: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class DdpmResult(HouseFilm):
    """The film of the hero, and the numbers of its schedule."""

    config: DdpmConfig

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        r"""$\bar\alpha_t$ and $\bar\beta_t$ against t."""
        t = np.arange(len(self.log_alpha_bar))
        beta_bar = np.sqrt(-np.expm1(2 * self.log_alpha_bar))
        return {"alpha_bar": (t, np.exp(self.log_alpha_bar)), "beta_bar": (t, beta_bar)}

    @property
    def alpha_bar_T(self) -> float:
        r"""$\bar\alpha_T$: the share of the house's amplitude left at the end."""
        return float(np.exp(self.log_alpha_bar[-1]))

    @property
    def snr_T(self) -> float:
        """The signal-to-noise ratio at t = T in dB."""
        return float(-10 * np.log10(np.expm1(-2 * self.log_alpha_bar[-1])))

    @property
    def beta_1(self) -> float:
        r"""$\beta_1$, a standard deviation: the noise of the first step."""
        return float(np.sqrt(-np.expm1(2 * self.log_alpha_bar[1])))

    @property
    def beta_T(self) -> float:
        r"""$\beta_T$, a standard deviation: the noise of the last step alone."""
        return float(np.sqrt(-np.expm1(2 * (self.log_alpha_bar[-1] - self.log_alpha_bar[-2]))))


BUNDLES = {"ddpm": ("engine.diffusion.ddpm:run", DdpmConfig())}
