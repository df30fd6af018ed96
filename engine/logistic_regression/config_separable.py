"""Classes that can be separated: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_real, check_whole
from engine.logistic_regression.config import MAX_SEED

REACH = 1.0
WAYS = ("newton", "descent")


@dataclass(frozen=True)
class SeparableConfig:
    """Two classes of `per` points in the plane, their nearest edges `gap` apart.

    Below 0 they overlap, at 0 one point of each class shares a place on the boundary, above 0 a
    line separates them. The rival takes `newton` Newton steps, and `descent` plain ones.
    """

    gap: float = 0.4
    per: int = 40
    newton: int = 16
    descent: int = 10_000
    seed: int = 7

    def __post_init__(self):
        check_real(self.gap, "gap", -REACH, REACH)
        check_whole(self.per, "per", 5, 500)
        check_whole(self.newton, "newton", 1, 25)
        check_whole(self.descent, "descent", 1, 100_000)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class SeparableResult:
    """What the program says, and how long the weights get, float64.

    `x` (n, 2), `y` (n,) int64; `kind` "overlapping", "quasi" or "separated", by the linear
    program whose optimum is `margin`. `steps` and `lengths` of either way of the rival: |w| after
    each Newton step, and after the plain steps listed; `closed` is |w| of the closed form.
    `line` and `rivals` (3,) are (w₁, w₂, b) of the closed form and of the last Newton step.
    """

    config: SeparableConfig
    x: np.ndarray
    y: np.ndarray
    kind: str
    margin: float
    newton_length: np.ndarray
    newton_loss: np.ndarray
    descent_step: np.ndarray
    descent_length: np.ndarray
    closed: float
    line: np.ndarray
    rivals: np.ndarray
    device: str

    @property
    def newton_step(self) -> np.ndarray:
        """0, 1, 2 …"""
        return np.arange(len(self.newton_length))

    @property
    def last(self) -> float:
        """|w| of the rival after its last Newton step."""
        return float(self.newton_length[-1])

    @property
    def level(self) -> np.ndarray:
        """|w| of the closed form, once for each Newton step."""
        return np.full(len(self.newton_length), self.closed)

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """|w| against the steps of both ways, and the closed form's."""
        return {
            "newton": (self.newton_step, self.newton_length),
            "closed": (self.newton_step, self.level),
            "descent": (self.descent_step, self.descent_length),
        }


BUNDLES = {
    "logistic_regression_separable": ("engine.logistic_regression.separable:run", SeparableConfig())
}
