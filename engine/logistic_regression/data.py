r"""Experiment: real tables. Closed form and maximum likelihood on rows they have not seen.

Columns are brought to mean 0 and variance 1 by the learned rows; those without spread are dropped.
The rival exists only where the classes cannot be separated, which small tables with many columns
seldom fail to be: the linear program says so, and a fit with a penalty stands in for it. The field
is a plane through the mean of all rows, in the first two discriminant directions: with up to three
classes the closed form depends on nothing else.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import numpy as np
import torch
from sklearn.model_selection import train_test_split
from torch import Tensor

from engine.errors import InvalidParameter, check
from engine.jobs import Progress
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.closed_form import SINGULAR, closed_form, ledoit_wolf
from engine.logistic_regression.config_data import PALETTE, SEEN, SIDE, DataConfig, DataResult
from engine.logistic_regression.discriminant import Plane, plane_of
from engine.logistic_regression.field import coloured, lattice, palette
from engine.logistic_regression.lbfgs import Loss, lbfgs
from engine.logistic_regression.loaders import loaded
from engine.logistic_regression.moments import Moments, moments
from engine.logistic_regression.runners import chunk_of
from engine.logistic_regression.separability import separability

HELD = 0.25
SLIGHT = 1e-4
"""A penalty so small that separated classes are ranked rightly."""
PASSES = 600
MOST_ENTRIES = 200_000
"""Of the linear program: what takes a tenth of a second."""


class Split(NamedTuple):
    """Learned and held rows, standardised, float64, with their classes; which columns stayed."""

    x: Tensor
    y: Tensor
    fresh: Tensor
    fresh_y: Tensor
    kept: np.ndarray


def run(config: DataConfig) -> Generator[Progress, None, DataResult]:
    """The split, the closed forms, the rivals, the verdict, the fields; a `Progress` a pass."""
    x, y, columns, names = loaded(config.table, config.own)
    classes, split = len(names), divided(x, y, config.seed)
    seen = moments(split.x, split.y, classes)
    rho = ledoit_wolf(split.x, split.y, seen)
    yield Progress(0, 4)
    shrunk = solved(seen, rho)
    singular = "must have a covariance that can be inverted: shrink it, or bring more rows"
    check(shrunk is not None, "file", singular, f"ρ = {rho:.3g}")
    closed = solved(seen, 0.0)
    ridge = yield from _fitted(split, classes, 2.0 if classes == 2 else 1.0, 1)
    slight = yield from _fitted(split, classes, SLIGHT, 2)
    kind = verdict(split, classes, slight)
    yield Progress(3, 4)
    rival = None
    if kind in ("overlapping", "undecided"):
        rival = yield from _fitted(split, classes, 0.0, 3)
    fits = (closed, shrunk, rival, ridge)
    plane = plane_of(seen, rho if closed is None else 0.0)
    drawn = (shrunk if closed is None else closed, ridge if rival is None else rival)
    flat = seen.within.diagonal() <= SINGULAR * seen.total.diagonal()
    return DataResult(
        config=config,
        names=names,
        counts=tuple(np.bincount(y, minlength=classes).tolist()),
        columns=split.x.shape[1],
        learned=len(split.x),
        held=len(split.fresh),
        scores=np.stack([_scores(model, split) for model in fits]),
        kind=kind,
        rho=rho,
        regular=closed is not None,
        dropped=tuple(name for name, kept in zip(columns, split.kept, strict=True) if not kept),
        flat=tuple(np.array(columns)[split.kept][flat.numpy()].tolist()),
        apart=plane.apart,
        **_pictures(plane, drawn, split),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def divided(x: np.ndarray, y: np.ndarray, seed: int) -> Split:
    """A quarter of each class held back; none where a class or the quarter would be too small."""
    counts = np.bincount(y)
    rows = np.arange(len(x))
    learn, hold = rows, rows[:0]
    if counts.min() >= 4 and int(HELD * len(x)) >= len(counts):
        learn, hold = train_test_split(rows, test_size=HELD, random_state=seed, stratify=y)
    largest = np.abs(x).max(0)
    x = x / np.where(largest > 0, largest, 1)  # squares of what is huge would overflow
    mean, spread = x[learn].mean(0), x[learn].std(0)
    kept = spread > SINGULAR
    check(bool(kept.any()), "file", "must have a column that varies", 0)
    parts = [torch.from_numpy((x[k][:, kept] - mean[kept]) / spread[kept]) for k in (learn, hold)]
    classes = [torch.from_numpy(y[k]) for k in (learn, hold)]
    return Split(parts[0], classes[0], parts[1], classes[1], kept)


def solved(seen: Moments, rho: float) -> Linear | None:
    """The closed form, shrunk by `rho`; None where its covariance cannot be inverted."""
    try:
        return closed_form(seen, shrinkage=rho)
    except InvalidParameter:
        return None


def _fitted(split: Split, classes: int, l2: float, place: int) -> Generator[Progress, None, Linear]:
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


def _scores(model: Linear | None, split: Split) -> np.ndarray:
    """(learned, held back) by (accuracy, log loss)."""
    if model is None:
        return np.full((2, 2), np.nan)
    parts = ((split.x, split.y), (split.fresh, split.fresh_y))
    return np.array([(model.accuracy(*part), model.log_loss(*part)) for part in parts])


def _pictures(plane: Plane, drawn: tuple[Linear, Linear], split: Split) -> dict:
    """The fields of both fits, and the points that are drawn on them, held back ones first."""
    x, y = torch.cat([split.fresh, split.x])[:SEEN], torch.cat([split.fresh_y, split.y])[:SEEN]
    points = plane.project(x)
    box = plane.box(points)
    places = plane.lift(lattice(box, SIDE, x).reshape(-1, 2))
    colours = palette(PALETTE, len(drawn[0].bias), x.device)
    fields = [coloured(model.probabilities(places), colours) for model in drawn]
    return {
        "fields": torch.stack(fields).reshape(2, SIDE, SIDE, 4).numpy(),
        "box": box,
        "points": points.float().numpy(),
        "kinds": y.numpy(),
        "wrong": torch.stack([model.logits(x).argmax(1) != y for model in drawn]).numpy(),
        "captured": plane.captured,
    }
