"""Sessions and their jobs: who holds which task, and until when.

Equal computations are one task, held by every job on it. A job lets go by cancelling, by
its session asking for something else in the same slot, by `release`, or when nobody asks
for its status for `LEASE` seconds (a closed tab); a task that nobody holds is cancelled.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any

from engine.backend import Backend, Deliver
from engine.cache import Cache
from engine.scheduler import Scheduler
from engine.task import Job, Status
from engine.work import check_named

LEASE = 90.0  # browsers let a hidden tab's timer run but once a minute


def key_of(work: str, config: Hashable) -> Hashable:
    """What makes two computations one."""
    kind = type(config)
    return work, f"{kind.__module__}.{kind.__qualname__}", config


class Broker:
    """The jobs of one server, on one worker of the kind `backend`."""

    def __init__(
        self,
        backend: Callable[[Deliver], Backend],
        *,
        cache: Cache | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.tasks = Scheduler(backend, cache or Cache(), clock, self._sweep)
        self._clock = clock
        self._lock = self.tasks.lock
        self._jobs: dict[tuple[str, str], Job] = {}

    def submit(self, session: str, slot: str, work: str, config: Hashable) -> Job:
        """A job on `work(config)`; the same one while its slot asks for the same."""
        check_named(work)
        key = key_of(work, config)
        with self._lock:
            self._sweep()
            job = self._jobs.get((session, slot))
            if job is None or job.key != key:
                self._leave(session, slot)
                job = self._jobs[session, slot] = self._job(key, work, config)
            job.asked = self._clock()
            return job

    def cached(self, key: Hashable) -> Any | None:
        """The result of `key`, if it is still kept."""
        with self._lock:
            return self.tasks.cache.get(key)

    def status(self, job: Job) -> Status:
        """Where `job` stands; prolongs its lease."""
        with self._lock:
            job.asked = self._clock()
            self._sweep()
            return job.seen(job.asked, self.tasks.place(job.task))

    def cancel(self, job: Job) -> None:
        """`job` lets go of its task; the last one to let go ends it."""
        task = job.task
        with self._lock:
            if job.left is None and task.ended is None:
                job.left = self._clock()
                task.holders.discard(job)
                if not task.holders:
                    self.tasks.cancel(task)

    def release(self, session: str, slot: str | None = None) -> None:
        """Forget the jobs of `session` (in `slot`), as if they had never been asked for."""
        with self._lock:
            for place in [p for p in self._jobs if p[0] == session and slot in (None, p[1])]:
                self._leave(*place)

    def stop(self) -> None:
        """Cancel all and end the worker."""
        self.tasks.stop()

    def _job(self, key: Hashable, work: str, config: Hashable) -> Job:
        now = self._clock()
        job = Job(self, self.tasks.obtain(key, work, config), now, now)
        if job.task.ended is None:
            job.task.holders.add(job)
        return job

    def _sweep(self) -> None:
        oldest = self._clock() - LEASE
        for place in [place for place, job in self._jobs.items() if job.asked < oldest]:
            self._leave(*place)

    def _leave(self, session: str, slot: str) -> None:
        job = self._jobs.pop((session, slot), None)
        if job is not None:
            self.cancel(job)
