"""A computation and those who wait for it: Progress, Status, Task, Job.

A `Task` is one (work, Config), computed once; a `Job` is one session's handle on it in
one slot. Tasks are shared, jobs are not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.broker import Broker


@dataclass(frozen=True)
class Progress:
    """What a run yields: `done` of `total`, and what could be shown meanwhile."""

    done: int
    total: int
    preview: Any = None


def finished(work: Generator, hear: Callable[[Any], Any] = lambda told: None) -> Any:
    """What `work` returns, run to its end in one go; `hear` gets whatever it yields."""
    while True:
        try:
            told = next(work)
        except StopIteration as end:
            return end.value
        hear(told)


def relayed(work: Generator, say: Callable[[Any], Progress]) -> Generator[Progress, None, Any]:
    """What `work` returns; whatever it yields on the way is said by `say` as a `Progress`."""
    while True:
        try:
            told = next(work)
        except StopIteration as end:
            return end.value
        yield say(told)


@dataclass(frozen=True)
class Status:
    """Where a job stands.

    `state` is `queued`, `running`, `done`, `failed` or `cancelled` (superseded and
    abandoned count as cancelled); `place` the number of queued computations ahead;
    `seconds` the time since submitted, until the end.
    """

    state: str
    done: int = 0
    total: int = 0
    preview: Any = None
    place: int = 0
    seconds: float = 0.0
    result: Any = None
    error: Exception | None = None


@dataclass(eq=False)
class Task:
    """One computation, held by the jobs in `holders`; `lives` is how often it may be begun."""

    number: int
    key: Hashable
    work: str
    config: bytes
    state: str = "queued"
    progress: Progress = Progress(0, 0)
    result: Any = None
    error: Exception | None = None
    lives: int = 2
    ended: float | None = None
    holders: set[Job] = field(default_factory=set)
    finished: threading.Event = field(default_factory=threading.Event)

    def end(self, state: str, now: float, result: Any = None, error: Exception | None = None):
        """Nothing more will happen: wake whoever waits."""
        self.state, self.ended, self.result, self.error = state, now, result, error
        self.progress = Progress(self.progress.done, self.progress.total)
        self.holders.clear()
        self.finished.set()


@dataclass(eq=False)
class Job:
    """One session's handle on a task, in one slot; safe to forget."""

    broker: Broker
    task: Task
    submitted: float
    asked: float
    left: float | None = None

    @property
    def key(self) -> Hashable:
        """(work, name of the Config's type, Config)."""
        return self.task.key

    def status(self) -> Status:
        """Where it stands, at once; being asked keeps it from counting as abandoned."""
        return self.broker.status(self)

    def cancel(self) -> None:
        """Let go; the computation ends when no other session holds it."""
        self.broker.cancel(self)

    def seen(self, now: float, place: int) -> Status:
        """The status at `now`, with `place` tasks ahead in the queue."""
        task = self.task
        if self.left is not None:
            return Status("cancelled", seconds=self.left - self.submitted)
        return Status(
            task.state,
            task.progress.done,
            task.progress.total,
            task.progress.preview,
            place,
            max(0.0, (now if task.ended is None else task.ended) - self.submitted),
            task.result,
            task.error,
        )
