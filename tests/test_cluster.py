"""A Ray cluster in the worker's place: two nodes on this machine, one of which is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch

from engine import jobs
from engine.backend import BACKENDS, ROOT
from engine.broker import Broker
from engine.cluster import MISSING, Driver
from engine.errors import InvalidParameter, WorkerFailed
from engine.logistic_regression.config_shards import ShardsConfig
from engine.parts import GRAIN
from engine.task import finished
from engine.unargmaxable import vocabulary
from engine.unargmaxable.config_brought import brought
from engine.unargmaxable.config_drawn import DrawnConfig
from engine.unargmaxable.config_lift import LiftConfig
from engine.unargmaxable.config_vocabulary import SHARES, VocabularyConfig
from engine.unargmaxable.config_vocabulary import WORK as VOCABULARY
from engine.work import unpack
from tests.crafted_matrices import npy
from tests.fakes import Fake
from tests.test_jobs import ended, lines, wait
from tests.test_parts import plain

SERVER = """
import sys
from engine import jobs
from tests.fakes import Fake
print(len(jobs.compute("tests.fakes:count", Fake()).values))
assert jobs.mode() == "ray" and not {"torch", "ray"} & set(sys.modules)
"""
FEW = np.random.default_rng(3).normal(size=(200, 3))
LOST = "the cluster lost this computation more than {count} times"
LIFT = "engine.unargmaxable.lift:run", LiftConfig(dimensions=(2, 6), sizes=(20, 60), draws=3)
DRAWN = "engine.unargmaxable.drawn:run", DrawnConfig(count=2000, d=16, share=400)
MADE = VocabularyConfig(plant=True)
FILE = VocabularyConfig("file", brought=brought(npy(np.vstack([FEW, FEW[:2]]))))
SHARDS = (
    "engine.logistic_regression.shards:run",
    ShardsConfig(rows=40_000, width=20, classes=4, shard=10_000),
)


@pytest.fixture(scope="module", autouse=True)
def environment():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_JOB_MODULES", "engine,tests.fakes")
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("LAB_DEVICE", "cpu")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        yield patch


NODE = {"num_cpus": 1, "object_store_memory": 100 * 2**20}


@pytest.fixture(scope="module")
def cluster(environment):
    """A head, to which the driver belongs, and a second node; one core each.

    They ignore interrupts, as what a shell starts in the background does.
    """
    pytest.importorskip("ray", reason="requirements-cluster.txt is not installed")
    from ray.cluster_utils import Cluster

    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    cluster = Cluster(initialize_head=True, head_node_args={**NODE, "include_dashboard": False})
    cluster.add_node(**NODE)
    signal.signal(signal.SIGINT, heard)
    environment.setenv("RAY_ADDRESS", cluster.address)
    yield cluster
    cluster.shutdown()


@pytest.fixture(scope="module")
def broker(cluster):
    """What a server has of the cluster."""
    broker = Broker(BACKENDS["ray"])
    broker.tasks.start()
    yield broker
    broker.stop()


@pytest.fixture
def submit(broker, request):
    def submit(work, config, session="a"):
        work = work if ":" in work else f"tests.fakes:{work}"
        return broker.submit(session, request.node.name, work, config)

    return submit


@pytest.fixture
def alone():
    """This process with one thread, as every part has."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def gated(tmp_path):
    return Fake(count=6, trace=str(tmp_path / "trace"), gate=str(tmp_path / "gate"))


def opened(config, *places) -> None:
    for place in places:
        Path(f"{config.gate}{place}").touch()


def kill(cluster, node) -> None:
    """Take `node` away with all that runs on it."""
    (raylet,) = node.all_processes["raylet"]
    on_it = psutil.Process(raylet.process.pid).children(recursive=True)
    cluster.remove_node(node, allow_graceful=False)
    psutil.wait_procs(on_it, timeout=60)


def begun(config) -> list[int]:
    return [int(line.split()[1]) for line in lines(config.trace) if line.startswith("begun")]


def two_done(config) -> list[int]:
    """Two parts are done, which is returned, and two more under way, one on each node."""
    wait(lambda: len(begun(config)) == 2)
    done = begun(config)
    opened(config, *done)
    wait(lambda: len(begun(config)) == 4)
    return done


@pytest.mark.parametrize(("work", "config"), [LIFT, DRAWN, SHARDS])
def test_what_the_cluster_computes_is_what_this_process_computes(submit, alone, work, config):
    status = ended(submit(work, config))
    module, _, name = work.partition(":")
    running = getattr(import_module(module), name)(config)
    assert plain(status.result) == plain(finished(running))


@pytest.mark.parametrize("config", [MADE, FILE], ids=["made", "file"])
def test_a_matrix_decided_on_the_cluster_has_the_verdicts_it_has_here(submit, alone, config):
    job = submit(VOCABULARY, config)
    status = ended(job)
    here = finished(vocabulary.run(config))
    assert status.total == SHARES * GRAIN
    for name in ("config", "kind", "own", "twin", "mute", "true", "fall", "tokens"):
        assert plain(getattr(status.result, name)) == plain(getattr(here, name)), name
    parts = [finished(vocabulary.run(one)) for one in vocabulary.split(config)]
    assert plain(status.result) == plain(vocabulary.join(config, parts))


def test_the_cluster_says_what_its_nodes_compute_on(broker):
    device = wait(lambda: broker.tasks.device)
    assert device["label"] == "CPU" and device["name"] == "cpu"


def test_parts_run_side_by_side_and_their_progress_is_told_as_one(submit, gated):
    job = submit("pieces", gated)
    wait(lambda: len(begun(gated)) == 2)
    wait(lambda: job.status().done == 100)  # two halves
    assert job.status().total == 600
    opened(gated, *range(6))
    assert ended(job).result.values.tolist() == list(range(6))
    assert sorted(begun(gated)) == list(range(6))


def test_cancel_reaches_the_nodes_and_what_was_done_is_not_done_again(submit, gated):
    job = submit("pieces", gated)
    done = two_done(gated)
    wait(lambda: job.status().done >= 300)
    job.cancel()
    wait(lambda: len(lines(gated.trace)) == 4 + 4)
    assert ended(submit("count", Fake())).state == "done"
    assert len(begun(gated)) == 4
    opened(gated, *range(6))
    assert ended(submit("pieces", gated, "b")).result.values.tolist() == list(range(6))
    again = Counter(begun(gated))
    assert [again[k] for k in done] == [1, 1] and sorted(again.values()) == [1, 1, 1, 1, 2, 2]


def test_a_cancel_that_is_not_heard_comes_again(submit, gated):
    job = submit("deaf", gated)
    wait(lambda: begun(gated))
    job.cancel()
    wait(lambda: lines(gated.trace) == 2 * [f"begun {gated.seed}", f"closed {gated.seed}"])


def test_a_readers_whole_computation_does_not_wait_for_anothers_parts(submit, gated):
    long = submit("pieces", gated)
    wait(lambda: len(begun(gated)) == 2)
    assert ended(submit("count", Fake(seed=3), "b")).result.values.tolist() == [0, 1, 2]
    assert long.status().state == "running"
    long.cancel()


def test_a_mistake_in_a_part_ends_the_whole_with_its_sentence(submit, gated):
    opened(gated, *range(6))
    error = ended(submit("pieces", replace(gated, pause=0.5))).error
    assert type(error) is InvalidParameter and error.name == "pause"


def test_a_computation_that_kills_its_machine_fails_with_a_sentence(submit, tmp_path):
    error = ended(submit("lethal", Fake(count=99, trace=str(tmp_path / "trace")))).error
    assert (error.rule, error.places) == (LOST, {"count": 3})


def test_a_server_on_a_cluster_imports_neither_torch_nor_ray(cluster):
    server = subprocess.run(
        [sys.executable, "-W", "error", "-c", SERVER],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (server.returncode, server.stdout.split()) == (0, ["3"]), server.stderr


def test_a_node_killed_in_the_middle_loses_nothing(cluster, submit, gated):
    job = submit("pieces", gated)
    done = two_done(gated)
    kill(cluster, *cluster.worker_nodes)
    opened(gated, *range(6))
    assert ended(job).result.values.tolist() == list(range(6))
    again = Counter(begun(gated))
    assert [again[k] for k in done] == [1, 1] and sorted(again.values()) == [1, 1, 1, 1, 1, 2]


# Without a cluster.


@pytest.mark.parametrize(
    ("jobs_", "address", "kind"),
    [
        ("", "", "process"),
        ("", "host:1", "ray"),
        ("ray", "", "ray"),
        ("process", "host:1", "process"),
    ],
)
def test_the_cluster_computes_where_there_is_an_address(monkeypatch, jobs_, address, kind):
    for name, value in (("JOBS", jobs_), ("RAY_ADDRESS", address)):
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    assert jobs.mode() == kind


def test_without_ray_an_address_is_answered_with_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "engine.nodes", raising=False)
    said = []
    driver = Driver(lambda *word: said.append(word))
    driver.obey(("run", 7, "tests.fakes:count", b""))
    (kind, number, parcel), error = said[0], unpack(said[0][2])
    assert (kind, number, error.rule) == ("failed", 7, MISSING) and parcel
    assert not driver.busy


def test_a_cluster_that_does_not_answer_is_said_so(monkeypatch):
    pytest.importorskip("ray", reason="requirements-cluster.txt is not installed")
    from engine import nodes

    def silent(*_, **__):
        raise ConnectionError

    monkeypatch.setattr(nodes.ray, "init", silent)
    monkeypatch.setenv("RAY_ADDRESS", "nowhere:6379")
    with pytest.raises(WorkerFailed, match="no Ray cluster answers at nowhere:6379"):
        nodes.Nodes()


def test_what_waits_is_cancelled_before_what_would_make_room_for_it(monkeypatch):
    pytest.importorskip("ray", reason="requirements-cluster.txt is not installed")
    from engine import nodes

    let_go: list[str] = []
    monkeypatch.setattr(nodes.ray, "cancel", lambda ref, recursive: let_go.append(ref))
    there = nodes.Nodes.__new__(nodes.Nodes)
    there._leaving = {}
    there.cancel(["running", "running too", "waiting"])
    assert let_go == ["waiting", "running too", "running"]
    assert there._leaving.keys() == set(let_go)
