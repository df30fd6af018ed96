"""Experiment `hide`: a word averaged from others, and its proof (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_whole

WIDTHS = (16, 64, 256)
"""Dimensions on offer."""


@dataclass(frozen=True)
class HideConfig:
    """`count` words in `d` dimensions, Gaussian directions with log-normal lengths; word 0 becomes
    the mean of `mixed` others. `steps` of Frank and Wolfe; `pushes` steps outwards."""

    count: int = 2000
    d: int = 64
    mixed: int = 5
    steps: int = 400
    pushes: int = 6
    seed: int = 2504

    def __post_init__(self):
        check_whole(self.count, "count", 20, 10_000)
        check_one_of(self.d, "d", WIDTHS)
        check_whole(self.mixed, "mixed", 2, 10)
        check(self.mixed < self.count, "mixed", "must be below {most}", self.mixed, most=self.count)
        check_whole(self.steps, "steps", 10, 2000)
        check_whole(self.pushes, "pushes", 2, 12)
        check_whole(self.seed, "seed", 0, 2**31 - 1)


@dataclass(frozen=True)
class HideResult:
    r"""The hidden word and its proof, float64.

    `true` int (mixed,) are the rows it was averaged from, `rows` int (s,) and `weights` (s,) the
    certificate that was found, `missed` how far its mean is from the word (largest coordinate).
    `lengths` (t,) fall by Frank and Wolfe for the hidden word, `plain` (u,) for an ordinary one,
    whose distance from the others' hull has been proved to be at least `above` (u,). `push` (p,)
    says how far the word was pushed outwards and `lead` (p,) what Frank and Wolfe have then proved
    of its distance from the others' hull, its best lead with |h| = 1.
    """

    config: HideConfig
    true: np.ndarray
    rows: np.ndarray
    weights: np.ndarray
    missed: float
    lengths: np.ndarray
    plain: np.ndarray
    above: np.ndarray
    push: np.ndarray
    lead: np.ndarray
    device: str
    threads: int

    @property
    def found(self) -> bool:
        """Whether the certificate names exactly the rows that were mixed."""
        return sorted(self.rows[self.weights > 1e-6].tolist()) == sorted(self.true.tolist())


BUNDLES = {
    f"unargmaxable_hide_{d}": ("engine.unargmaxable.hide:run", HideConfig(d=d)) for d in WIDTHS
}
