"""What is asked of a Ray cluster (imported by `engine.cluster` alone).

The code travels along: each node needs Python and the requirements, no clone. A part takes a core,
or three to a GPU where the cluster has any; a whole computation takes (nearly) nothing, since
`engine.scheduler` lets but a few be under way and no reader is to wait for another's parts.
What runs on a node (`engine.node`) that is lost is begun again on another one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from engine.backend import ROOT
from engine.errors import WorkerFailed
from engine.node import PACE, Board, device, play
from engine.scheduler import TURNS
from engine.work import Parcel

MOMENT = 0.05  # seconds, the longest that an order waits
INSIST = 1.0  # seconds until a cancel is sent again
GPU_PART = 0.3
GPU_WHOLE = (1 - 3 * GPU_PART) / TURNS
LIVES = 3
LEFT_BEHIND = ["/.git", "/.venv", "/.mirror", "/pages", "/view", "/tests/browser"]
HANDED_ON = ("LAB_DEVICE", "LAB_JOB_MODULES")
SILENT = "no Ray cluster answers at {address}"
LOST = "the cluster lost this computation more than {count} times"


class Nodes:
    """The cluster that `RAY_ADDRESS` names, or else the one that runs on this machine."""

    def __init__(self) -> None:
        address = os.environ.get("RAY_ADDRESS") or "auto"
        with _answering(address):
            quiet = {"logging_level": "ERROR", "log_to_driver": False}
            ray.init(address, runtime_env=_environment(), **quiet)
        here = ray.get_runtime_context().get_node_id()
        near = NodeAffinitySchedulingStrategy(here, soft=True)
        options = {"num_cpus": 0, "max_restarts": -1, "max_task_retries": -1}
        self.board = ray.remote(Board).options(scheduling_strategy=near, **options).remote()
        self.device = self._remote(device, whole=True).remote()
        self._news, self._next = None, 0.0
        self._leaving: dict[Any, float] = {}

    @property
    def busy(self) -> bool:
        """Whether more is to be waited for than what has begun."""
        return self.device is not None or bool(self._leaving)

    def begin(self, number: int, place: int, work: str, config: bytes, whole: bool) -> Any:
        """Run `work(config)` somewhere: the reference of what it will have come to."""
        task = self._remote(play, whole)
        return task.remote(self.board, number, place, work, config, whole)

    def ready(self, begun: list[Any]) -> list[Any]:
        """Which of these references have come to something, after a moment's wait."""
        if self._news is None and time.monotonic() >= self._next:
            self._news = self.board.news.remote()
        more = [ref for ref in (self._news, self.device) if ref is not None]
        refs = [*begun, *more, *self._leaving]
        there = ray.wait(refs, timeout=MOMENT)[0] if refs else []
        for ref in there:
            self._leaving.pop(ref, None)
        self.cancel([ref for ref, due in self._leaving.items() if time.monotonic() >= due])
        return there

    def outcome(self, ref: Any) -> tuple[str, Parcel]:
        """What has come of `begin`: `("done" | "failed", parcel)`."""
        try:
            return ray.get(ref)
        except ray.exceptions.RayTaskError:
            raise
        except ray.exceptions.RayError as error:
            raise WorkerFailed(LOST, count=LIVES) from error

    def news(self, ref: Any) -> dict[tuple[int, int], Parcel]:
        """The latest progress of each (number, place), if that is what `ref` refers to."""
        if ref != self._news:
            return {}
        self._news, self._next = None, time.monotonic() + PACE
        return ray.get(ref)

    def described(self, ref: Any) -> dict | None:
        """The device of a node, if that is what `ref` refers to; said once."""
        if ref != self.device:
            return None
        self.device = None
        return ray.get(ref)

    def cancel(self, refs: Iterable[Any]) -> None:
        """Let go of what was begun: what runs is interrupted, what waits never runs.

        The last begun go first: else what waits could begin where another has just let go. An
        interrupt can be lost in compiled code: it comes again until there is an end. Words of
        progress that are still under way are left alone: there may be hundreds.
        """
        for ref in reversed(list(refs)):
            ray.cancel(ref, recursive=False)
            self._leaving[ref] = time.monotonic() + INSIST

    def slots(self) -> int:
        """How many parts can be under way at once."""
        there = ray.cluster_resources()
        gpus, cores = there.get("GPU", 0), there.get("CPU", 0)
        return max(1, int(gpus / GPU_PART) if gpus else int(cores))

    @staticmethod
    def _remote(function: Any, whole: bool) -> Any:
        """`function` as a task of the cluster, with what it may take of a node."""
        gpus = (GPU_WHOLE if whole else GPU_PART) if ray.cluster_resources().get("GPU") else 0
        task = ray.remote(function)
        return task.options(num_cpus=0 if whole else 1, num_gpus=gpus, max_retries=LIVES)


def _environment() -> dict:
    """What each node is given: the code, and what this server was told."""
    known = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    return {"working_dir": str(ROOT), "excludes": LEFT_BEHIND, "env_vars": known}


@contextmanager
def _answering(address: str) -> Iterator[None]:
    """Say in a sentence that no cluster answers."""
    try:
        yield
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise WorkerFailed(SILENT, address=address) from error
