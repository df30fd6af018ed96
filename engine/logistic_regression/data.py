r"""Experiment: real tables. Closed form and maximum likelihood on rows they have not seen.

Columns are brought to mean 0 and variance 1 by the learned rows; those without spread are dropped.
The rival exists only where the classes cannot be separated, which small tables with many columns
seldom fail to be: the linear program says so, and a fit with a penalty stands in for it. The field
is a plane through the mean of all rows, in the first two discriminant directions: with up to three
classes the closed form depends on nothing else.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np
import torch

from engine.jobs import Progress
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.closed_form import SINGULAR
from engine.logistic_regression.config_data import PALETTE, SEEN, SIDE, DataConfig, DataResult
from engine.logistic_regression.discriminant import Plane, plane_of
from engine.logistic_regression.field import coloured, lattice, palette
from engine.logistic_regression.fits import compared, scores
from engine.logistic_regression.loaders import loaded
from engine.logistic_regression.moments import Moments, moments
from engine.logistic_regression.split import Split, divided


def run(config: DataConfig) -> Generator[Progress, None, DataResult]:
    """The split, the fits, the fields; a `Progress` a pass."""
    x, y, columns, names = loaded(config.table, config.own)
    classes, split = len(names), divided(x, y, config.seed)
    seen = moments(split.x, split.y, classes)
    fits = yield from compared(split, seen, classes)
    plane = plane_of(seen, fits.rho if fits.closed is None else 0.0)
    return DataResult(
        config=config,
        names=names,
        counts=tuple(np.bincount(y, minlength=classes).tolist()),
        learned=len(split.x),
        held=len(split.fresh),
        scores=np.stack([scores(model, split) for model in fits.models]),
        kind=fits.kind,
        rho=fits.rho,
        regular=fits.closed is not None,
        **_columns(columns, split, seen),
        apart=plane.apart,
        **_pictures(plane, fits.drawn, split),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def _columns(names: Sequence[str], split: Split, seen: Moments) -> dict:
    """How many columns stayed, which were dropped, and which are flat within every class."""
    flat = seen.within.diagonal() <= SINGULAR * seen.total.diagonal()
    return {
        "columns": split.x.shape[1],
        "dropped": tuple(name for name, kept in zip(names, split.kept, strict=True) if not kept),
        "flat": tuple(np.array(names)[split.kept][flat.numpy()].tolist()),
    }


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
