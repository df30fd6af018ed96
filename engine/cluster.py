"""The cluster's driver: `python -m engine.cluster HANDLE`, started by `engine.backend`.

It takes the orders that `engine.worker` takes, and gives them to the nodes of a Ray cluster. A
`Divided` work is split here, its parts run side by side, and their results are joined here; any
other work is one task. So many parts are under way as the cluster has room for, shared between the
runs; the results of finished parts are held here, where no lost node can take them along.

A program of its own: if the cluster takes its driver along, the server goes on.
"""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from engine.errors import WorkerFailed
from engine.run import Run
from engine.work import failure, pack
from engine.worker import arrived, connect

if TYPE_CHECKING:
    from engine.nodes import Nodes

MISSING = "a cluster is to compute, but Ray is not installed here"


class Driver:
    """The runs under way on one cluster; answers go to `put`."""

    def __init__(self, put: Callable[..., None]):
        self._put = put
        self._nodes: Nodes | None = None
        self._runs: dict[int, Run] = {}

    @property
    def busy(self) -> bool:
        """Whether anything is to be waited for."""
        return bool(self._runs) or (self._nodes is not None and self._nodes.busy)

    def join_cluster(self) -> Nodes:
        """The cluster, joined unless that is done."""
        if self._nodes is None:
            try:
                from engine.nodes import Nodes
            except ModuleNotFoundError as error:
                raise WorkerFailed(MISSING) from error
            self._nodes = Nodes()
        return self._nodes

    def obey(self, order: tuple) -> None:
        """Begin, or cancel."""
        kind, number, *body = order
        if kind == "run":
            self._safely(number, lambda: self._begin(number, *body))
        elif number in self._runs:  # one that has ended has been answered already
            self._drop(number)
            self._put("cancelled", number)

    def turn(self) -> None:
        """Give the nodes what they have room for, and hear what they have to say."""
        nodes = self.join_cluster()
        self._fill(nodes)
        owners = {ref: run for run in self._runs.values() for ref in run.begun}
        for ref in nodes.ready(list(owners)):
            if ref in owners:
                run = owners[ref]
                self._safely(run.number, lambda run=run, ref=ref: self._ended(run, ref))
            self._tell(nodes.news(ref))
            if device := nodes.described(ref):
                self._put("device", 0, pack(device))

    def _begin(self, number: int, work: str, config: bytes) -> None:
        self.join_cluster()
        run = self._runs[number] = Run(number, work, config)
        self._finish(run)

    def _fill(self, nodes: Nodes) -> None:
        many = sum(not run.whole for run in self._runs.values())
        room = 1 + nodes.slots() // max(1, many)  # one ready for the first core that is free
        for run in self._runs.values():
            while run.waiting and len(run.begun) < room:
                place = run.waiting.popleft()
                config = pickle.dumps(run.parts[place])
                run.begun[nodes.begin(run.number, place, run.work, config, run.whole)] = place

    def _ended(self, run: Run, ref: Any) -> None:
        place = run.begun.pop(ref)
        kind, parcel = self._nodes.outcome(ref)
        if kind == "failed":
            self._drop(run.number)
            self._put("failed", run.number, parcel)
            return
        if told := run.keep(place, parcel):
            self._put("progress", run.number, told)
        self._finish(run)

    def _finish(self, run: Run) -> None:
        if run.complete:
            parcel = run.joined()
            del self._runs[run.number]
            self._put("done", run.number, parcel)

    def _tell(self, news: dict) -> None:
        for (number, place), parcel in news.items():
            run = self._runs.get(number)
            if run is not None and place in run.begun.values():
                self._put("progress", number, run.heard(place, parcel))

    def _safely(self, number: int, do: Callable[[], None]) -> None:
        try:
            do()
        except Exception as error:
            self._drop(number)
            self._put("failed", number, pack(failure(error)))

    def _drop(self, number: int) -> None:
        run = self._runs.pop(number, None)
        if run is not None:
            self._nodes.cancel(run.begun)


def main(handle: int) -> None:
    """Take orders from the socket `handle` until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's; we end with it
    inbox, post = connect(handle)
    driver = Driver(post.put)
    with suppress(WorkerFailed):  # said to the first who asks for something
        driver.join_cluster()
    while True:
        for order in arrived(inbox, wait=not driver.busy):
            driver.obey(order)
        if driver.busy:
            driver.turn()


if __name__ == "__main__":
    main(int(sys.argv[1]))
