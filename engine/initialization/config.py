r"""What is asked of a fresh encoder, and what it answers (torch-free).

A floor is a sublayer: N layers have 2N floors, floor 0 is the input. Gradients are of
$L=\langle G,\mathrm{out}\rangle$, G Gaussian, with respect to activations unless *weights* is said;
their norms are over that at the top floor.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor, log10, sqrt

import numpy as np

from engine.errors import check, check_one_of, check_real, check_whole

HEAD = 64
"""Width of a head."""
RECIPES = ("post", "pre", "none", "post_bare", "none_bare", "deepnorm", "rezero", "fixup", "scaled")
MAX_SEED = 2**31 - 1
SEEDS = 3
LONGEST = 128
DEEPEST, WIDEST = 96, 1024
LARGEST = 24 * 1024**2
"""No more than this much depth × width²."""
LOW, HIGH = 0.002, 0.2
"""Standard deviations that are asked about."""
MOST_STDS = 24


@dataclass(frozen=True)
class Building:
    """An encoder and its input: `layers`, `width`, one of `RECIPES`, `n` tokens whose
    correlation is `rho`, weights `cut` off at two standard deviations or not, `seeds` drawings
    from `seed` on."""

    layers: int = 12
    width: int = 768
    recipe: str = "post"
    n: int = 16
    rho: float = 0.0
    cut: bool = False
    seed: int = 1
    seeds: int = SEEDS

    def __post_init__(self):
        check_whole(self.layers, "layers", 1, DEEPEST)
        check_whole(self.width, "width", HEAD, WIDEST)
        check(self.width % HEAD == 0, "width", "must be a multiple of {of}", self.width, of=HEAD)
        size = self.layers * self.width**2
        check(size <= LARGEST, "layers", "is too much for this width", self.layers)
        check_one_of(self.recipe, "recipe", RECIPES)
        check_whole(self.n, "n", 1, LONGEST)
        check_real(self.rho, "rho", 0, 1)
        check(self.rho < 1, "rho", "must be at least 0 and less than 1", self.rho)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_whole(self.seeds, "seeds", 1, 9)

    @property
    def floors(self) -> int:
        """Sublayers."""
        return 2 * self.layers

    @property
    def xavier(self) -> float:
        r"""$1/\sqrt d$, Xavier's std of a square matrix."""
        return 1 / sqrt(self.width)


def check_std(std: float) -> None:
    """`std` is one that is asked about."""
    check_real(std, "std", LOW, HIGH)


@dataclass(frozen=True)
class DescentConfig:
    """The `building` at each of `stds`; `half` keeps what goes from floor to floor in float16."""

    building: Building = field(default_factory=Building)
    stds: tuple[float, ...] = (0.02, 0.0361)
    half: bool = False

    def __post_init__(self):
        some = isinstance(self.stds, tuple) and 1 <= len(self.stds) <= MOST_STDS
        check(some, "stds", "must be a tuple of 1 to {most} numbers", self.stds, most=MOST_STDS)
        for std in self.stds:
            check_std(std)


@dataclass(frozen=True)
class DescentResult:
    r"""Seen on floors 0 … 2N in `seeds` drawings, each (stds, seeds, floors + 1), float64.

    `signal` is the rms of the activations, `alike` the mean cosine between two tokens, `skip`
    and `total` the norms of the gradient down the skip path alone and down every way, over that
    at the top. `variance` (stds, seeds, floors) is Var F over the mean square of the skip path's
    end, `weights` the norm of the gradient of the branch's last matrix.
    """

    config: DescentConfig
    signal: np.ndarray
    alike: np.ndarray
    skip: np.ndarray
    total: np.ndarray
    variance: np.ndarray
    weights: np.ndarray
    device: str
    threads: int

    def median(self, name: str) -> np.ndarray:
        """`name` in the middle one of the drawings, (stds, …)."""
        return np.median(getattr(self, name), axis=1)

    @property
    def shares(self) -> np.ndarray:
        r"""$\prod(1+\mathrm{Var}\,F)^{-1/2}$ of all floors above each, (stds, floors + 1)."""
        logs = -np.log1p(self.median("variance")) / 2
        down = np.cumsum(logs[:, ::-1], axis=1)[:, ::-1]
        return np.exp(np.concatenate([down, np.zeros((len(logs), 1))], axis=1))

    @property
    def slogan(self) -> float:
        """$2^{-l/2}$ of all floors."""
        return 2 ** (-self.config.building.floors / 2)

    @property
    def decades(self) -> tuple[int, int]:
        """Whole powers of ten about all that is left anywhere, the low end no lower than 1e-6."""
        seen = np.concatenate([self.median("skip").ravel(), self.median("total").ravel()])
        seen = seen[seen > 0]
        return max(floor(log10(seen.min())), -6), max(ceil(log10(seen.max())), 0)

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """What is left at the input over the std: skip path (noise) and total (model)."""
        stds = np.array(self.config.stds)
        return {
            "noise": (stds, self.median("skip")[:, 0]),
            "model": (stds, self.median("total")[:, 0]),
        }
