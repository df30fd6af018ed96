"""Runs for test_jobs.py, imported by the worker process (LAB_JOB_MODULES names this file).

A run's traces are lines in the file `trace`, so that a test sees from outside what
happened; `gate` is a file it waits for.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.errors import InvalidParameter
from engine.jobs import Progress
from engine.parts import Divided


@dataclass(frozen=True)
class Fake:
    """`count` steps, each of `pause` seconds; what else a run needs."""

    count: int = 3
    trace: str = ""
    gate: str = ""
    pause: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Outcome:
    """What the fakes return."""

    config: Fake
    values: np.ndarray


@contextmanager
def traced(config: Fake) -> Iterator[None]:
    """Trace `begun`, and then `ended` or `closed`."""
    trace(config, "begun")
    try:
        yield
    except (GeneratorExit, KeyboardInterrupt):  # a cluster interrupts
        trace(config, "closed")
        raise
    trace(config, "ended")


def trace(config: Fake, word: str) -> None:
    """One more line in the trace."""
    if config.trace:
        with Path(config.trace).open("a") as file:
            file.write(f"{word} {config.seed}\n")


def count(config: Fake):
    """Count to `config.count`."""
    with traced(config):
        for done in range(1, config.count + 1):
            time.sleep(config.pause)
            yield Progress(done, config.count, np.full(2, done))
    return Outcome(config, np.arange(config.count))


def walk(config: Fake):
    """Take step k once the file `gate` + k is there."""
    for done in range(1, config.count + 1):
        while not Path(f"{config.gate}{done}").exists():
            time.sleep(0.01)
        yield Progress(done, config.count, np.full(2, done))
    return Outcome(config, np.arange(config.count))


def hold(config: Fake):
    """Yield until the gate is there."""
    with traced(config):
        while not Path(config.gate).exists():
            time.sleep(0.01)
            yield Progress(1, 2)
    return Outcome(config, np.arange(config.count))


def hang(config: Fake):
    """Never yield again."""
    trace(config, f"pid {os.getpid()}")
    yield Progress(0, 1)
    time.sleep(3600)


def lethal(config: Fake):
    """Kill the worker in the middle, until that has happened `count` times."""
    trace(config, "begun")
    yield Progress(1, 2)
    if len(Path(config.trace).read_text().splitlines()) <= config.count:
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(config, np.zeros(1))


def stubborn(config: Fake):
    """Fail while being closed."""
    try:
        while True:
            time.sleep(0.01)
            yield Progress(1, 2)
    finally:
        raise OSError("not even closing works")


def refuse(config: Fake):
    """Break a rule."""
    yield Progress(0, 1)
    raise InvalidParameter("seed", "must be at least {low}", config.seed, low=1)


def divide(config: Fake):
    """A mistake in the run itself."""
    yield Progress(0, 1)
    return 1 / config.seed


def tensor(config: Fake):
    """A result that would bring torch into the server."""
    import torch

    yield Progress(0, 1)
    return torch.zeros(config.count)


def leak(config: Fake):
    """A yield inside torch's thread-wide switch."""
    import torch

    with torch.no_grad():
        yield Progress(0, 1)
    return torch.is_grad_enabled()


def grad(config: Fake):
    """Done at its first step, and only if gradients are on."""
    import torch

    if not torch.is_grad_enabled():
        yield Progress(0, 1)
    return Outcome(config, np.zeros(1))


def piece(config: Fake):
    """Wait for the gate with its own number."""
    with traced(config):
        while not Path(f"{config.gate}{config.seed}").exists():
            time.sleep(0.01)
            yield Progress(1, 2)
    if config.pause:
        raise InvalidParameter("pause", "must be at least {low}", config.pause, low=1)
    return Outcome(config, np.array([config.seed]))


def deaf(config: Fake):
    """Hear only the second interrupt."""
    try:
        yield from hold(config)
    except KeyboardInterrupt:
        yield from hold(config)


pieces = Divided(
    lambda config: (
        tuple(replace(config, count=1, seed=k) for k in range(config.count))
        if config.count > 1
        else (config,)
    ),
    piece,
    lambda config, found: Outcome(config, np.concatenate([one.values for one in found])),
)
