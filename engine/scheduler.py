"""Tasks and the worker: in which order, how many at once, and what becomes of them.

At most `TURNS` tasks are with the worker, which gives them turns; the others wait in
order, at most `QUEUE` of them. Equal tasks are one task. A task whose worker dies is
begun once more.

Everything happens under one lock and nothing waits under it, except for `JOBS=inline`.
"""

from __future__ import annotations

import itertools
import pickle
import threading
from collections import deque
from collections.abc import Callable, Hashable
from typing import Any

from engine.backend import Backend, Deliver
from engine.cache import Cache
from engine.errors import WorkerFailed
from engine.task import Task
from engine.work import Parcel, failure, unpack, weight

TURNS, QUEUE = 4, 64
FULL = "{count} computations are waiting already: please try again in a moment"
DIED = "the worker process ended twice during this computation"


class Scheduler:
    """The tasks of one server, on one worker of the kind `backend`.

    `heard` is called, under the lock, at each word of the worker.
    """

    def __init__(
        self,
        backend: Callable[[Deliver], Backend],
        cache: Cache,
        clock: Callable[[], float],
        heard: Callable[[], None],
    ):
        self.device: dict | None = None
        self.live: dict[Hashable, Task] = {}
        self.lock = threading.RLock()
        self.cache = cache
        self._backend, self._clock, self._heard = backend, clock, heard
        self._worker: Backend | None = None
        self._queue: deque[Task] = deque()
        self._active: dict[int, Task] = {}  # with the worker, until it answers for the last time
        self._numbers = itertools.count(1)

    def obtain(self, key: Hashable, work: str, config: Hashable) -> Task:
        """The task of `key`: the live one, a finished one from the cache, or a new one."""
        if key in self.live:
            return self.live[key]
        task = Task(next(self._numbers), key, work, pickle.dumps(config))
        result = self.cache.get(key)
        if result is not None:
            task.end("done", self._clock(), result)
            return task
        if len(self._queue) >= QUEUE:
            raise WorkerFailed(FULL, count=QUEUE)
        self.live[key] = task
        self._queue.append(task)
        self._pump()
        return task

    def place(self, task: Task) -> int:
        """How many wait ahead of `task`."""
        return self._queue.index(task) if task.state == "queued" else 0

    def cancel(self, task: Task) -> None:
        """End a live task: at once for its readers, at its next yield in the worker."""
        if task.state == "queued":
            self._queue.remove(task)
        else:
            self._order_end(task.number)
        self._end(task, "cancelled")

    def start(self) -> Backend:
        """The worker, started if there is none."""
        with self.lock:
            if self._worker is None:
                self._worker = self._backend(self._receive)
            return self._worker

    def stop(self) -> None:
        """Cancel all and end the worker."""
        with self.lock:
            for task in list(self.live.values()):
                self.cancel(task)
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()

    def _receive(self, kind: str, number: int = 0, body: Parcel | None = None) -> None:
        kind, value = _opened(kind, body)
        with self.lock:
            self._heard()
            if kind == "device":
                self.device = value
            elif kind == "ended":
                self._worker_ended()
            elif number in self._active:
                self._word(self._active[number], kind, value, body)

    def _word(self, task: Task, kind: str, value: Any, body: Parcel | None) -> None:
        wanted = task.state == "running"
        if kind == "progress":
            task.progress = value if wanted else task.progress
            return
        del self._active[task.number]
        if kind == "done":
            self.cache.put(task.key, value, weight(body) + len(task.config))
        if kind == "failed":
            self._order_end(task.number)  # progress that could not be opened: it still runs
        if wanted:
            self._end(task, kind, **{"result" if kind == "done" else "error": value})
        self._pump()

    def _worker_ended(self) -> None:
        self._worker = None
        lost = [task for task in self._active.values() if task.state == "running"]
        self._active.clear()
        for task in reversed(lost):
            task.lives -= 1
            if task.lives:
                task.state = "queued"
                self._queue.appendleft(task)
            else:
                self._end(task, "failed", error=WorkerFailed(DIED))
        self._pump()

    def _pump(self) -> None:
        while self._queue and len(self._active) < TURNS:
            worker = self.start()
            task = self._queue.popleft()
            task.state = "running"
            self._active[task.number] = task
            worker.send("run", task.number, task.work, task.config)

    def _order_end(self, number: int) -> None:
        if self._worker is not None:
            self._worker.send("cancel", number)

    def _end(self, task: Task, state: str, **outcome: Any) -> None:
        del self.live[task.key]
        task.end(state, self._clock(), **outcome)


def _opened(kind: str, body: Parcel | None) -> tuple[str, Any]:
    try:
        return kind, None if body is None else unpack(body)
    except Exception as error:
        return "failed", failure(error)
