"""One runner's track: what it had when, and what it worked for.

A runner's clock goes while it works: not while others have their turn, and not while its weights
are judged. The closed form runs `READINGS` times and its median counts; the iterations run once,
each after a turn on few rows that warms up what it needs, and no longer than `patience`, or than
the closed form took. A warm start pays for the closed form first.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np
from torch import Tensor

from engine.device import timed
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.config_race import RaceConfig
from engine.logistic_regression.config_race_result import FLOOR
from engine.logistic_regression.curvature import Problem, loss
from engine.logistic_regression.newton import free
from engine.logistic_regression.runners import by_adam, by_moments, chunk_of

READINGS, LONG, WARM = 5, 4.0, 512


class Track(NamedTuple):
    """How a runner did: its marks, its last weights, and how it ended (of `ENDS`)."""

    seconds: list[float]
    loss: list[float]
    model: Linear | None
    end: str


ABSENT = Track([], [], None, "absent")


def first(x: Tensor, y: Tensor, k: int) -> Generator[int, None, tuple[Track, list[float]]]:
    """The closed form's track and the seconds of its runs: `READINGS`, fewer where it is slow."""
    _warmed(by_moments, x, y, k, None)
    readings: list[float] = []
    while len(readings) < READINGS and (not readings or sum(readings) < LONG):
        for seconds, mark in timed(by_moments(x, y, k, None), x.device):
            yield 100 * len(readings) // READINGS
            last, model = seconds, mark and mark[0]
        readings.append(last)
    value = yield from over_all(model, x, y)
    return Track([float(np.median(readings))], [value], model, "arrived"), readings


def raced(
    way: Callable, x: Tensor, y: Tensor, config: RaceConfig, start: Linear | None, closed: float
) -> Generator[int, None, Track]:
    """The track of a runner, from zero or from the closed form's `start`, which took `closed` s."""
    _warmed(way, x, y, config.k, start)
    patience = max(config.patience, closed)
    track = Track([], [], None, "arrived")
    for seconds, mark in timed(way(x, y, config.k, start), x.device):
        yield int(100 * seconds / patience)
        if mark:
            model, value = mark
            value = (yield from over_all(model, x, y)) if value is None else value
            gained = not track.loss or value < track.loss[-1] - FLOOR / 10
            track.seconds.append(seconds + (closed if start else 0.0))
            track.loss.append(value)
            track = track._replace(model=model)
            if not gained and way is not by_adam:
                return track
        if seconds > patience:
            return track._replace(end="stopped")
    return track


def over_all(model: Linear, x: Tensor, y: Tensor) -> Generator[None, None, float]:
    """The log loss over all rows, in turns."""
    count = len(model.bias)
    problem = Problem(x, y, count, chunk=chunk_of(count * x.shape[1]))
    return (yield from loss(problem, free(model, problem))).item()


def _warmed(way: Callable, x: Tensor, y: Tensor, k: int, start: Linear | None) -> None:
    """The first turn of a runner's way on few rows, before its clock goes."""
    next(way(x[:WARM], y[:WARM], k, start), None)
