r"""Experiment: the race. Who comes to the same loss first, measured on this machine?

All have the same rows in memory already and the same dtype, float32. A runner's clock goes while
it works: not while others have their turn, and not while its weights are judged. The closed form
runs `READINGS` times and its median counts; the iterations run once, each after a turn on few
rows that warms up what it needs, and no longer than `patience`, or than the closed form took. A
warm start pays for the closed form first.

`python -m engine.logistic_regression.measure` prints who needed how long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.device import clock, default, describe
from engine.jobs import Progress
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.config_race import (
    ENDS,
    FLOOR,
    MOST_CURVED,
    NEAR,
    RUNNERS,
    RaceConfig,
    RaceResult,
    check_room,
)
from engine.logistic_regression.crowd import crowd
from engine.logistic_regression.curvature import Problem, loss
from engine.logistic_regression.newton import free
from engine.logistic_regression.runners import WAYS, Mark, by_adam, by_moments, chunk_of
from engine.memory import room
from engine.task import relayed

READINGS, LONG, WARM = 5, 4.0, 512


class Track(NamedTuple):
    """How a runner did: its marks, its last weights, and how it ended (of `ENDS`)."""

    seconds: list[float]
    loss: list[float]
    model: Linear | None
    end: str


ABSENT = Track([], [], None, "absent")


def run(config: RaceConfig) -> Generator[Progress, None, RaceResult]:
    """The rows, the closed form, then everybody else in turn; a `Progress` a turn."""
    device, total = default(), 100 * (len(RUNNERS) + 1)
    check_room(config.bytes, room(device), config.n)
    learned, fresh = yield from _told(crowd(config, device), 0, total)
    first = yield from _told(_first(*learned, config.k), 100, total)
    tracks, readings = {"closed": first[0]}, first[1]
    for place, name in enumerate(RUNNERS[1:], 2):
        if "newton" in name and config.curved > MOST_CURVED:
            tracks[name] = ABSENT
            continue
        start = first[0].model if name.startswith("warm") else None
        racing = raced(WAYS[name], *learned, config, start, first[0].seconds[0])
        tracks[name] = yield from _told(racing, 100 * place, total)
    judged = []
    for track in tracks.values():
        judged.append(_judged(track.model, *fresh))
        yield Progress(total - 1, total)
    said = describe(device)
    return RaceResult(
        config=config,
        runner=np.repeat(np.arange(len(RUNNERS)), [len(tracks[name].loss) for name in RUNNERS]),
        seconds=np.array([second for track in tracks.values() for second in track.seconds]),
        loss=np.array([value for track in tracks.values() for value in track.loss]),
        ends=np.array([ENDS.index(track.end) for track in tracks.values()]),
        accuracy=np.array([accuracy for accuracy, _ in judged]),
        fresh=np.array([one for _, one in judged]),
        closed_runs=np.array(readings),
        device=said.label,
        dtype=said.dtype,
        threads=said.cores,
        torch_version=said.torch_version,
    )


def _told(work: Generator, begun: int, total: int) -> Generator[Progress, None, object]:
    """`work`, with a `Progress` for each of its turns; it yields None or its share in percent."""
    share = 0

    def tell(now: int | None) -> Progress:
        nonlocal share
        share = now or share
        return Progress(begun + min(99, share), total)

    return (yield from relayed(work, tell))


def _first(x: Tensor, y: Tensor, k: int) -> Generator[int, None, tuple[Track, list[float]]]:
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


def timed(work: Iterator[Mark | None], device: torch.device) -> Iterator[tuple[float, Mark | None]]:
    """What `work` yields, each with the seconds that it has worked so far."""
    seconds = 0.0
    while True:
        begun = clock(device)
        mark = next(work, work)
        seconds += clock(device) - begun
        if mark is work:
            return
        yield seconds, mark


def over_all(model: Linear, x: Tensor, y: Tensor) -> Generator[None, None, float]:
    """The log loss over all rows, in turns."""
    count = len(model.bias)
    problem = Problem(x, y, count, chunk=chunk_of(count * x.shape[1]))
    return (yield from loss(problem, free(model, problem))).item()


def _warmed(way: Callable, x: Tensor, y: Tensor, k: int, start: Linear | None) -> None:
    """The first turn of a runner's way on few rows, before its clock goes."""
    next(way(x[:WARM], y[:WARM], k, start), None)


def _judged(model: Linear | None, x: Tensor, y: Tensor) -> tuple[float, float]:
    """Accuracy and log loss on fresh rows."""
    if model is None:
        return float("nan"), float("nan")
    same = Linear(model.weights.to(x), model.bias.to(x))
    return same.accuracy(x, y), same.log_loss(x, y)


def report(result: RaceResult) -> dict:
    """What the command prints, ready for JSON."""
    to = {"closed_loss": result.closed[1], "best_loss": result.best + NEAR}
    names = [name for name in RUNNERS if result.end(name) != "absent"]
    return {
        "config": asdict(result.config),
        "device": [result.device, result.dtype, result.threads, result.torch_version],
        "closed": {"seconds": result.closed[0], "iqr": result.spread, "gap": result.gap},
        "seconds_to": {
            n: {k: result.seconds_to(n, level) for k, level in to.items()} for n in names
        },
        "ended": {n: [result.end(n), *map(float, result.of(n)[0][-1:])] for n in names},
        "fresh": {n: result.judged(n) for n in names},
    }


def main(n: int = RaceConfig.n, d: int = RaceConfig.d, k: int = RaceConfig.k) -> None:
    from engine.jobs import compute

    work = "engine.logistic_regression.measure:run"
    print(json.dumps(report(compute(work, RaceConfig(n, d, k))), indent=2))


if __name__ == "__main__":
    import sys

    main(*map(int, sys.argv[1:]))
