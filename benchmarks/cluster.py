"""What do one and two nodes of a Ray cluster take, beside the same work without a cluster?

A head without a core and two nodes of one core each on this machine (`ray.cluster_utils`), one
thread a part; the peer is the same work in this process, one part after another, with one thread.
`vocabulary_1`, `vocabulary_2`: 20,000 words in 64 dimensions decided in ranges of words, over one
node and over two. `sweep_…`: the share of mute words by its cells; `moments_…`: 400,000 rows by
shards. Each pair has a seed of its own, so that nothing is remembered. `vocabulary_lost`: two
nodes, one of which is killed in the middle. `agreement` is the largest difference of the results:
of verdicts, how many differ.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import count
from typing import Any

import numpy as np
import torch

from benchmarks.pairs import Case, compare, missing
from engine.backend import BACKENDS
from engine.broker import Broker
from engine.logistic_regression.config_shards import ShardsConfig
from engine.task import finished
from engine.unargmaxable.config_drawn import DrawnConfig
from engine.unargmaxable.config_lift import LiftConfig

NODE = {"num_cpus": 1, "object_store_memory": 200 * 2**20}
PEER = "the parts in turn in this process, one thread"
VOCABULARY = "vocabulary", "engine.unargmaxable.drawn:run", DrawnConfig(20_000, 64, "gaussian")
WORKS = (
    VOCABULARY,
    ("sweep", "engine.unargmaxable.lift:run", LiftConfig(sizes=(50, 250), draws=8)),
    ("moments", "engine.logistic_regression.shards:run", ShardsConfig(400_000, 100, shard=50_000)),
)
FRESH = count(1000, 1000)
"""Where the seeds of a comparison begin: nothing is computed twice."""


def cases() -> Iterator[Case]:
    """Each work over one node, then over two; at last with one of the two killed."""
    try:
        from ray.cluster_utils import Cluster
    except ModuleNotFoundError:
        yield missing("vocabulary_1", "Ray", "s")
        return
    os.environ |= {"OMP_NUM_THREADS": "1"}  # of what this process starts
    torch.set_num_threads(1)
    head = {**NODE, "num_cpus": 0, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    os.environ["RAY_ADDRESS"] = cluster.address
    broker = Broker(BACKENDS["ray"])
    try:
        for nodes in (1, 2):
            cluster.add_node(**NODE)
            for name, work, config in WORKS:
                yield compared(f"{name}_{nodes}", Both(broker, work, config))
        name, work, config = VOCABULARY
        lost = Both(broker, work, config, lambda: kill(cluster))
        yield compared(f"{name}_lost", lost, renew=lambda: cluster.add_node(**NODE))
    finally:
        broker.stop()
        cluster.shutdown()


class Both:
    """A work on the cluster and here, with a new seed in each pair; `middle` happens half-way."""

    def __init__(self, broker: Broker, work: str, config: Any, middle: Callable | None = None):
        self.broker, self.work, self.config, self.middle = broker, work, config, middle
        first = next(FRESH)
        self.seeds = {"ours": count(first), "peer": count(first)}
        self.found: dict[tuple[str, int], Any] = {}

    def there(self) -> float:
        """Seconds on the cluster."""
        return self._timed("ours", self._computed)

    def here(self) -> float:
        """Seconds in this process."""
        return self._timed("peer", self._in_turn)

    def _timed(self, side: str, compute: Callable[[Any], Any]) -> float:
        seed = next(self.seeds[side])
        start = time.perf_counter()
        self.found[side, seed] = compute(replace(self.config, seed=seed))
        return time.perf_counter() - start

    def _computed(self, config: Any) -> Any:
        job = self.broker.submit("benchmark", self.work, self.work, config)
        middle = self.middle
        while not job.task.finished.wait(0.01):
            status = job.status()
            if middle and 2 * status.done > status.total > 0:
                middle, _ = None, middle()
        if job.status().error:
            raise job.status().error
        return job.status().result

    def _in_turn(self, config: Any) -> Any:
        module, _, name = self.work.partition(":")
        return finished(getattr(import_module(module), name)(config))

    @property
    def difference(self) -> float:
        """The largest of all pairs."""
        seeds = {seed for _, seed in self.found}
        pairs = [(self.found["ours", k], self.found["peer", k]) for k in seeds]
        return max(difference(*pair) for pair in pairs)


def compared(name: str, both: Both, renew: Callable[[], Any] | None = None) -> Case:
    """The case `name`; `renew` makes good what the middle of a run took away."""

    def there() -> float:
        seconds = both.there()
        if renew:
            renew()
        return seconds

    found = compare(name, there, both.here, peer_name=PEER, unit="s")
    return replace(found, agreement=both.difference)


def difference(one: Any, other: Any) -> float:
    """The largest difference of two results of one kind."""
    if hasattr(one, "verdicts"):
        return float((one.verdicts.kind != other.verdicts.kind).sum())
    names = ("share", "se") if hasattr(one, "share") else ("counts", "sums", "second")
    return max(float(np.abs(getattr(one, k) - getattr(other, k)).max()) for k in names)


def kill(cluster: Any) -> None:
    """Take one of the nodes away, at once."""
    cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)
