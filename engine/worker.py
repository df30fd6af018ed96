"""The worker process: `python -m engine.worker HANDLE`, started by `engine.backend`.

It steps the runs it was given in turn, one yield each, so that a short job never waits
for a long one. Three threads: `_listen` takes orders, the main thread computes, `Post`
sends answers. It ends quietly as soon as the server's end of the socket closes, in
whatever way the server ended, and whatever is being computed.
"""

from __future__ import annotations

import os
import queue
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from engine.work import Parcel, pack, step, steps

PACE = 0.02  # seconds between two deliveries; progress in between is replaced by newer


class Post:
    """Letters to the server; of one job's progress only the latest is kept."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self._letters: dict[tuple[str, int], Parcel | None] = {}
        self._ready = threading.Condition()
        threading.Thread(target=self._deliver, daemon=True).start()

    def put(self, kind: str, number: int, parcel: Parcel | None = None) -> None:
        """Send soon, in order."""
        with self._ready:
            self._letters.pop((kind, number), None)
            self._letters[kind, number] = parcel
            self._ready.notify()

    def _deliver(self) -> None:
        while True:
            with self._ready:
                self._ready.wait_for(lambda: self._letters)
                letters, self._letters = self._letters, {}
            try:
                for (kind, number), parcel in letters.items():
                    self._connection.send((kind, number, parcel))
            except OSError:
                os._exit(0)
            time.sleep(PACE)


def _listen(connection: Connection, inbox: queue.SimpleQueue) -> None:
    try:
        while True:
            inbox.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)


def take_turns(inbox: queue.SimpleQueue, put: Callable[..., None]) -> None:
    """Obey all that has arrived, then give the next run its turn, for ever."""
    runs: dict[int, Generator[Any, None, Any]] = {}
    while True:
        for order in arrived(inbox, wait=not runs):
            _obey(order, runs, put)
        if runs:
            number = next(iter(runs))
            running = runs.pop(number)
            kind, parcel = step(running)
            put(kind, number, parcel)
            if kind == "progress":
                runs[number] = running


def arrived(inbox: queue.SimpleQueue, wait: bool) -> Iterator[tuple]:
    """The orders that are there; `wait` for one where there is none."""
    if wait:
        yield inbox.get()
    while not inbox.empty():
        yield inbox.get()


def _obey(order: tuple, runs: dict, put: Callable[..., None]) -> None:
    kind, number, *body = order
    if kind == "run":
        runs[number] = steps(*body)
    elif number in runs:  # cancel; one that has ended has been answered already
        try:
            runs.pop(number).close()
        except Exception:
            traceback.print_exc()
        put("cancelled", number)


def connect(handle: int) -> tuple[queue.SimpleQueue, Post]:
    """Orders and answers over the socket `handle`; this process ends when it closes."""
    inherited = socket.socket(fileno=handle)
    inherited.set_inheritable(False)
    connection = Connection(inherited.detach())
    inbox: queue.SimpleQueue = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, inbox), daemon=True).start()
    return inbox, Post(connection)


def main(handle: int) -> None:
    """Take orders from the socket `handle` until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's; we end with it
    inbox, post = connect(handle)
    from engine.device import describe  # brings torch, with the server's end already watched

    post.put("device", 0, pack(asdict(describe())))
    take_turns(inbox, post.put)


if __name__ == "__main__":
    main(int(sys.argv[1]))
