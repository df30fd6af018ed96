"""What is fitted to a table: the closed form and its rivals; whether classes can be separated."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import numpy as np
import torch

from engine.errors import InvalidParameter, check
from engine.jobs import Progress
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.closed_form import closed_form, ledoit_wolf
from engine.logistic_regression.lbfgs import Loss, lbfgs
from engine.logistic_regression.moments import Moments
from engine.logistic_regression.runners import chunk_of
from engine.logistic_regression.separability import separability
from engine.logistic_regression.split import Split

SLIGHT = 1e-4
"""A penalty so small that separated classes are ranked rightly."""
PASSES = 600
MOST_ENTRIES = 200_000
"""Of the linear program: what takes a tenth of a second."""


NOT_REGULAR = "must have a covariance that can be inverted: shrink it, or bring more rows"


class Fits(NamedTuple):
    """The closed form, itself and shrunk by `rho`, its rival without a penalty and with one.

    `closed` is None where its covariance is singular, `rival` where it does not exist: `kind`, one
    of `KINDS`, says whether the classes overlap.
    """

    closed: Linear | None
    shrunk: Linear
    rival: Linear | None
    ridge: Linear
    rho: float
    kind: str

    @property
    def models(self) -> tuple[Linear | None, ...]:
        """All four, in the order of `config_data.FITS`."""
        return self[:4]

    @property
    def drawn(self) -> tuple[Linear, Linear]:
        """The closed form and its rival, or what stands in for either."""
        return self.closed or self.shrunk, self.rival or self.ridge


def compared(split: Split, seen: Moments, classes: int) -> Generator[Progress, None, Fits]:
    """All fits to the learned rows, whose moments are `seen`; a `Progress` a pass.

    Raises `InvalidParameter` where not even the shrunk covariance can be inverted.
    """
    rho = ledoit_wolf(split.x, split.y, seen)
    yield Progress(0, 4)
    shrunk = solved(seen, rho)
    check(shrunk is not None, "file", NOT_REGULAR, f"ρ = {rho:.3g}")
    closed, rival = solved(seen, 0.0), None
    ridge = yield from fitted(split, classes, 2.0 if classes == 2 else 1.0, 1)
    slight = yield from fitted(split, classes, SLIGHT, 2)
    kind = verdict(split, classes, slight)
    yield Progress(3, 4)
    if kind in ("overlapping", "undecided"):
        rival = yield from fitted(split, classes, 0.0, 3)
    return Fits(closed, shrunk, rival, ridge, rho, kind)


def solved(seen: Moments, rho: float) -> Linear | None:
    """The closed form, shrunk by `rho`; None where its covariance cannot be inverted."""
    try:
        return closed_form(seen, shrinkage=rho)
    except InvalidParameter:
        return None


def fitted(split: Split, classes: int, l2: float, place: int) -> Generator[Progress, None, Linear]:
    """Maximum likelihood, with a penalty on all K classes' weights."""
    chunk = chunk_of(2 * classes * split.x.shape[1])
    last = None
    problem = Loss(split.x, split.y, classes, l2, chunk)
    for point in lbfgs(problem, most=PASSES, tolerance=1e-8):
        yield Progress(place, 4)
        last = point or last
    return last.model


def verdict(split: Split, classes: int, slight: Linear) -> str:
    """Of `KINDS`: by a fit that ranks every row rightly, else by the program, if small enough."""
    logits = slight.logits(split.x)
    own = logits.gather(1, split.y[:, None])
    others = logits.scatter(1, split.y[:, None], -torch.inf)
    if bool((own[:, 0] > others.max(1).values).all()):
        return "separated"
    n, d = split.x.shape
    if 2 * n * (classes - 1) * (d + 1) > MOST_ENTRIES:
        return "undecided"
    return separability(split.x.numpy(), split.y.numpy(), classes).kind


def scores(model: Linear | None, split: Split) -> np.ndarray:
    """(learned, held back) by (accuracy, log loss)."""
    if model is None:
        return np.full((2, 2), np.nan)
    parts = ((split.x, split.y), (split.fresh, split.fresh_y))
    return np.array([(model.accuracy(*part), model.log_loss(*part)) for part in parts])
