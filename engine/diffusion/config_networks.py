"""Another network under the same sampler: which one, and how it did (torch-free)."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np

from engine.diffusion.config import MAX_SEED
from engine.errors import check, check_one_of, check_real, check_whole

KINDS = ("shipped", "half", "folder", "hub")
T, FOLDERS = 1000, "LAB_FOLDERS"
LIST = "must be a tuple of 1 to 4 values"
NOT_SAID = "must be named"
CLOSED = "is not opened here: this server names no folder for it"


def opened() -> str:
    """The folder whose folders may be asked for, as the environment names it; "" for none."""
    return os.environ.get(FOLDERS, "")


@dataclass(frozen=True)
class NetworksConfig:
    """`count` pictures of one network, in each of `steps` at each of `etas`, from one noise.

    `kind` says where it comes from, and `place` which one: a path in the folder that
    `LAB_FOLDERS` names, or the id of a model of the Hub that has been loaded; else "".
    """

    kind: str = "shipped"
    place: str = ""
    steps: tuple[int, ...] = (10, 50)
    etas: tuple[float, ...] = (0.0, 1.0)
    count: int = 6
    seed: int = 7

    def __post_init__(self):
        check_one_of(self.kind, "kind", KINDS)
        told = type(self.place) is str and bool(self.place) == (self.kind in ("folder", "hub"))
        check(told, self.parameter, NOT_SAID, self.place)
        for name in ("steps", "etas"):
            values = getattr(self, name)
            check(type(values) is tuple and 0 < len(values) <= 4, name, LIST, values)
        for steps in self.steps:
            check_whole(steps, "steps", 1, T)
        for eta in self.etas:
            check_real(eta, "etas", 0, 1)
        check_whole(self.count, "count", 1, 16)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    @property
    def parameter(self) -> str:
        """What the control is called that said `place`."""
        return {"folder": "folder", "hub": "model"}.get(self.kind, "kind")

    @property
    def runs(self) -> tuple[tuple[int, float], ...]:
        """(S, η) of each run, in order."""
        return tuple((steps, eta) for steps in self.steps for eta in self.etas)

    @property
    def total(self) -> int:
        """How often the network is asked, all runs together."""
        return len(self.etas) * sum(self.steps)


@dataclass(frozen=True)
class NetworksResult:
    """What each run drew, and how long it took.

    `pictures` uint8 (runs, n, h, w, 3), runs as in `config.runs`, no side above 64; they were
    sampled in `shape` (c, h, w). n is `config.count`, or less where the pictures are large.
    `seconds` of each run, all n at once; `weights` how many numbers the network holds; `times`
    the T of the schedule it was trained on; `clip` says that its guesses were kept in range.
    """

    config: NetworksConfig
    pictures: np.ndarray
    seconds: tuple[float, ...]
    shape: tuple[int, int, int]
    weights: int
    times: int
    clip: bool
    device: str
    threads: int

    @property
    def size(self) -> str:
        """Height × width of a picture as it was sampled."""
        return "×".join(map(str, self.shape[1:]))

    def seconds_of(self, steps: int, eta: float) -> float:
        """Seconds of one run."""
        return self.seconds[self.config.runs.index((steps, eta))]


BUNDLES = {
    "ddim_networks": ("engine.diffusion.networks:run", NetworksConfig()),
    "ddim_networks_half": ("engine.diffusion.networks:run", NetworksConfig("half")),
}
