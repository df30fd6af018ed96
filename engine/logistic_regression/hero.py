r"""Page `logistic_regression`, the hero: the closed form and Newton's iteration on the same points.

One point is chosen and moved away from the centre of its class, 0, 1 … 15 σ: the closed form
asks all points and turns, maximum likelihood asks those near the boundary and stays.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.errors import check
from engine.jobs import Progress
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.closed_form import SINGULAR, closed_form, ledoit_wolf
from engine.logistic_regression.clouds import DIGITS, distance, steps
from engine.logistic_regression.config import STEPS, STRIP, HeroConfig
from engine.logistic_regression.config_hero_result import HeroResult
from engine.logistic_regression.moments import Moments, moments
from engine.logistic_regression.newton import newton

TOLERANCE = 1e-10


class Fits(NamedTuple):
    """Both classifiers of the same points: `closed` with its ρ, and the path of the other."""

    closed: Linear
    rho: float
    path: np.ndarray
    losses: np.ndarray
    separated: bool


def run(config: HeroConfig) -> Generator[Progress, None, HeroResult]:
    """All of the picture: quick, so nothing is yielded."""
    yield from ()
    places, kinds = config.arrays
    now = fits(places, kinds, config.classes)
    rest = np.delete(np.arange(len(places)), config.chosen)
    without = fits(places[rest], kinds[rest], config.classes)
    strip = [fits(moved, kinds, config.classes) for moved in away(config)]
    x, y = torch.from_numpy(places), torch.from_numpy(kinds)
    return HeroResult(
        config=config,
        closed=table(now.closed),
        path=now.path,
        losses=now.losses,
        separated=now.separated,
        rho=now.rho,
        closed_loss=now.closed.log_loss(x, y),
        distance=distance(places, kinds, config.chosen),
        without_closed=table(without.closed),
        without_mle=without.path[-1],
        strip_closed=np.stack([table(one.closed) for one in strip]),
        strip_mle=np.stack([one.path[-1] for one in strip]),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def away(config: HeroConfig) -> Generator[np.ndarray, None, None]:
    """The places (n, 2) with the chosen point 0, 1 … 15 σ from the centre of its class.

    σ is measured on the other points; it goes on in the direction in which it stands.
    """
    places, kinds = config.arrays
    rest = np.delete(np.arange(len(places)), config.chosen)
    kind = int(kinds[config.chosen])
    mean, _ = steps(places[rest], kinds[rest], kind, 0.0)
    x, y = places[config.chosen] - mean
    _, unit = steps(places[rest], kinds[rest], kind, float(np.arctan2(y, x)))
    for k in STRIP:
        places[config.chosen] = (mean + k * unit).round(DIGITS)
        yield places


def fits(places: np.ndarray, kinds: np.ndarray, classes: int) -> Fits:
    """Both classifiers of the points `places` (n, 2) with classes `kinds` (n,)."""
    x, y = torch.from_numpy(places), torch.from_numpy(kinds)
    seen = moments(x, y, classes)
    rho = 0.0 if regular(seen) else ledoit_wolf(x, y, seen)
    path = list(newton(x, y, classes, most=STEPS, tolerance=TOLERANCE))
    return Fits(
        closed_form(seen, shrinkage=rho),
        rho,
        np.stack([table(step.model) for step in path]),
        np.array([step.loss for step in path]),
        any(ranks(step.model, x, y) for step in path),
    )


def regular(seen: Moments) -> bool:
    """Whether the covariance within classes can be inverted as it is.

    Raises `InvalidParameter` where the classes have no spread at all.
    """
    sigma, total = seen.within, seen.total.diagonal()
    spread = sigma.diagonal() > SINGULAR * total
    rule = "must have a covariance that can be inverted: shrink it, or bring more rows"
    check(bool(spread.any()), "points", rule, float(sigma.diagonal().sum()))
    if not bool(spread.all()):
        return False
    (a, b), (_, c) = sigma.tolist()
    return 1 - b * b / (a * c) > SINGULAR


def ranks(model: Linear, x: Tensor, y: Tensor) -> bool:
    """Whether every point has its own class strictly first: the proof that no maximum exists."""
    logits = model.logits(x)
    own = logits.gather(1, y[:, None])
    others = logits.scatter(1, y[:, None], -torch.inf)
    return bool((own[:, 0] > others.max(dim=1).values).all())


def table(model: Linear) -> np.ndarray:
    """Weights and bias side by side, (K, 3)."""
    return torch.cat([model.weights, model.bias[:, None]], dim=1).numpy()
