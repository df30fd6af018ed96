r"""Experiment: the race. Who comes to the same loss first, measured on this machine?

All have the same rows in memory already and the same dtype, float32; each runs its own `track`.

`python -m engine.logistic_regression.measure` prints who needed how long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from dataclasses import asdict

import numpy as np
from torch import Tensor

from engine.device import default, describe
from engine.jobs import Progress
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.config_race import MOST_CURVED, RaceConfig, check_room
from engine.logistic_regression.config_race_result import ENDS, NEAR, RUNNERS, RaceResult
from engine.logistic_regression.crowd import crowd
from engine.logistic_regression.runners import WAYS
from engine.logistic_regression.track import ABSENT, Track, first, raced
from engine.memory import room
from engine.task import relayed


def run(config: RaceConfig) -> Generator[Progress, None, RaceResult]:
    """The rows, the closed form, then everybody else in turn; a `Progress` a turn."""
    device, total = default(), 100 * (len(RUNNERS) + 1)
    check_room(config.bytes, room(device), config.n)
    learned, fresh = yield from relayed(crowd(config, device), _share(0, total))
    closed, readings = yield from relayed(first(*learned, config.k), _share(100, total))
    tracks = {"closed": closed}
    for place, name in enumerate(RUNNERS[1:], 2):
        racing = _entered(name, learned, config, closed)
        tracks[name] = yield from relayed(racing, _share(100 * place, total))
    judged = []
    for track in tracks.values():
        judged.append(_judged(track.model, *fresh))
        yield Progress(total - 1, total)
    said = describe(device)
    return RaceResult(
        config=config,
        **_marks(tracks),
        accuracy=np.array([accuracy for accuracy, _ in judged]),
        fresh=np.array([one for _, one in judged]),
        closed_runs=np.array(readings),
        device=said.label,
        dtype=said.dtype,
        threads=said.cores,
        torch_version=said.torch_version,
    )


def _share(begun: int, total: int) -> Callable[[int | None], Progress]:
    """How a runner's turns are said: each yields None, or its share in percent."""
    last = 0

    def say(share: int | None) -> Progress:
        nonlocal last
        last = share or last
        return Progress(begun + min(99, last), total)

    return say


def _entered(
    name: str, rows: tuple[Tensor, Tensor], config: RaceConfig, closed: Track
) -> Generator[int, None, Track]:
    """The track of runner `name`: an empty one where its Hessian would be too large."""
    if "newton" in name and config.curved > MOST_CURVED:
        return ABSENT
    start = closed.model if name.startswith("warm") else None
    return (yield from raced(WAYS[name], *rows, config, start, closed.seconds[0]))


def _marks(tracks: dict[str, Track]) -> dict[str, np.ndarray]:
    """The marks of all tracks end to end, and how each ended."""
    return {
        "runner": np.repeat(np.arange(len(RUNNERS)), [len(tracks[name].loss) for name in RUNNERS]),
        "seconds": np.array([second for track in tracks.values() for second in track.seconds]),
        "loss": np.array([value for track in tracks.values() for value in track.loss]),
        "ends": np.array([ENDS.index(track.end) for track in tracks.values()]),
    }


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
    """Run the race and print who needed how long."""
    from engine.jobs import compute

    work = "engine.logistic_regression.measure:run"
    print(json.dumps(report(compute(work, RaceConfig(n, d, k))), indent=2))


if __name__ == "__main__":
    import sys

    main(*map(int, sys.argv[1:]))
