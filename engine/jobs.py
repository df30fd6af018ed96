"""From a page to a worker process and back (torch-free).

    job = submit(session, "hero", "engine.diffusion.ddpm:run", DdpmConfig(seed=8))
    job.status()

A page calls `submit` at each rerun: as long as a slot asks for the same, it gets the same
job, also one that failed or was cancelled (`release(session, slot)` first, to try again);
asking for something else supersedes it. `JOBS=inline` computes within `submit`; where
`RAY_ADDRESS` is set a Ray cluster computes (as with `JOBS=ray`, unless `JOBS` says otherwise).

| file | concept |
|---|---|
| `task` | a computation, and a session's handle on it |
| `broker` | who holds which task, and until when |
| `scheduler` | order, turns, the worker's second life |
| `cache` | finished results |
| `backend` | the worker, seen from the server |
| `work` | what crosses between the two |
| `worker` | the worker, seen from inside |
| `parts` | work that can be cut up |
| `cluster`, `nodes`, `node` | a Ray cluster in the worker's place: driver, nodes, what runs there |
"""

from __future__ import annotations

import atexit
import os
import threading
import uuid
from collections.abc import Hashable
from typing import Any

from engine.backend import BACKENDS
from engine.broker import Broker, key_of
from engine.errors import WorkerFailed, check_one_of
from engine.task import Job, Progress, Status

__all__ = [
    "Job",
    "Progress",
    "Status",
    "cached",
    "compute",
    "device",
    "mode",
    "release",
    "start",
    "stop",
    "submit",
]

_brokers: dict[str, Broker] = {}
_lock = threading.Lock()


def mode() -> str:
    """Which of `BACKENDS` computes."""
    usual = "ray" if os.environ.get("RAY_ADDRESS") else "process"
    name = os.environ.get("JOBS", usual)
    check_one_of(name, "JOBS", BACKENDS)
    return name


def _broker() -> Broker:
    name = mode()
    with _lock:
        if name not in _brokers:
            _brokers[name] = Broker(BACKENDS[name])
        return _brokers[name]


def submit(session: str, slot: str, work: str, config: Hashable) -> Job:
    """A job on `work(config)`, superseding another one of the same session and slot.

    Raises `WorkerFailed` where too many wait already.
    """
    return _broker().submit(session, slot, work, config)


def cached(work: str, config: Hashable) -> Any | None:
    """The Result, if it has been computed and is still kept."""
    return _broker().cached(key_of(work, config))


def compute(work: str, config: Hashable) -> Any:
    """The Result, waited for; raises what the run raised."""
    session = f"compute {uuid.uuid4()}"
    job = submit(session, "", work, config)
    try:
        while not job.task.finished.wait(10):
            job.status()
        status = job.status()
    finally:
        release(session)
    if status.state == "done":
        return status.result
    raise status.error or WorkerFailed("the computation was cancelled")


def release(session: str, slot: str | None = None) -> None:
    """Forget the jobs of a session (in one slot): it has gone, or wants to try again."""
    _broker().release(session, slot)


def device() -> dict | None:
    """What the worker said of its device: name, label, cores, dtype, torch_version.

    None until it has started, which this does not do.
    """
    return _broker().tasks.device


def start() -> None:
    """Start the worker in the background, if it is not running; returns at once."""
    _broker().tasks.start()


@atexit.register
def stop() -> None:
    """Cancel everything and end the worker; the next `submit` starts afresh."""
    with _lock:
        brokers = list(_brokers.values())
        _brokers.clear()
    for broker in brokers:
        broker.stop()
