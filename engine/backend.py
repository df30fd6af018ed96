"""Where the computing happens, behind one small seam.

A backend is made with `deliver`, takes `send("run", number, work, config)` and
`send("cancel", number)`, and answers `deliver("progress", number, parcel)` now and then
and one of `"done"`, `"failed"` (with a parcel) or `"cancelled"` at last; of itself it says
`deliver("device", 0, parcel)` and, when it has died, `deliver("ended")`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from engine.work import pack, step, steps

ROOT = Path(__file__).resolve().parent.parent
Deliver = Callable[..., None]


class Backend(Protocol):
    """One worker, started by being made."""

    def send(self, kind: str, number: int, *body: Any) -> None:
        """Begin or cancel; returns at once, and a dead worker is no error."""

    def stop(self) -> None:
        """End it and what it runs."""


class Process:
    """A worker process (`python -m engine.worker`) at the other end of a socket pair."""

    program = "engine.worker"

    def __init__(self, deliver: Deliver):
        self._deliver = deliver
        self._process, self._connection = _spawn(self.program)
        self._reader = threading.Thread(target=self._read, name="worker reader", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process number."""
        return self._process.pid

    def send(self, kind: str, number: int, *body: Any) -> None:
        """Begin or cancel. A worker that is gone says so through `deliver`."""
        with suppress(OSError):
            self._connection.send((kind, number, *body))

    def stop(self) -> None:
        """Kill it, and wait until it is gone."""
        self._process.kill()
        self._reader.join()

    def _read(self) -> None:
        with self._connection, suppress(EOFError, OSError):
            while True:
                self._deliver(*self._connection.recv())
        self._process.kill()
        self._process.wait()
        self._deliver("ended")


class Ray(Process):
    """A Ray cluster, by way of its driver: another process at the end of the socket pair."""

    program = "engine.cluster"


def _spawn(program: str) -> tuple[subprocess.Popen, Connection]:
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.set_inheritable(True)
        handle = theirs.fileno()
        inherit = {"close_fds": False} if os.name == "nt" else {"pass_fds": (handle,)}
        command = [sys.executable, "-m", program, str(handle)]
        # threads that wait give their core away: server and browser may share it
        calm = {"OMP_WAIT_POLICY": "PASSIVE", **os.environ}
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, env=calm, **inherit)
    return process, Connection(ours.detach())


class Inline:
    """In this process, within `send`: for tests and debuggers."""

    def __init__(self, deliver: Deliver):
        from engine.device import describe  # brings torch

        self._deliver = deliver
        deliver("device", 0, pack(asdict(describe())))

    def send(self, kind: str, number: int, *body: Any) -> None:
        """Run to the end."""
        if kind == "run":
            running, said = steps(*body), "progress"
            while said == "progress":
                said, parcel = step(running)
                self._deliver(said, number, parcel)

    def stop(self) -> None:
        """Nothing to end."""


BACKENDS: dict[str, Callable[[Deliver], Backend]] = {
    "process": Process,
    "inline": Inline,
    "ray": Ray,
}
