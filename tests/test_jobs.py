"""engine.jobs: sharing, order, cancelling and second lives, with and without a process."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from engine import jobs, scheduler
from engine.backend import BACKENDS, ROOT, Process
from engine.broker import LEASE, Broker
from engine.cache import Cache
from engine.errors import InvalidParameter, WorkerFailed
from engine.work import pack, step, steps
from tests.fakes import Fake

FAKES = "engine,tests.fakes"


@pytest.fixture(autouse=True)
def fakes_may_be_named(monkeypatch):
    monkeypatch.setenv("LAB_JOB_MODULES", FAKES)


def wait(condition, seconds: float = 300.0):
    """What `condition` returns once it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def ended(job):
    """The last status of `job`."""
    return wait(lambda: (s := job.status()).state not in ("queued", "running") and s)


def states(handles) -> list[str]:
    return [job.status().state for job in handles]


def lines(path) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


# Without a process: a worker whose answers the test speaks.


class Puppet:
    """A backend that notes its orders; a test answers by `says`."""

    def __init__(self, deliver):
        self.says, self.orders, self.stopped = deliver, [], False

    def send(self, kind, number, *body):
        self.orders.append((kind, number))

    def stop(self):
        self.stopped = True

    def ran(self) -> list[int]:
        return [number for kind, number in self.orders if kind == "run"]


class Stage:
    """A broker on puppets, with a clock that the test turns."""

    def __init__(self, **options):
        self.now, self.puppets = 0.0, []
        self.broker = Broker(self._puppet, clock=lambda: self.now, **options)

    def _puppet(self, deliver):
        self.puppets.append(Puppet(deliver))
        return self.puppets[-1]

    @property
    def puppet(self) -> Puppet:
        return self.puppets[-1]

    def submit(self, session: str, seed: int, slot: str = "hero"):
        return self.broker.submit(session, slot, "tests.fakes:count", Fake(seed=seed))

    def live(self) -> int:
        return len(self.broker.tasks.live)

    def answer(self, job, value, kind: str = "done"):
        self.puppet.says(kind, job.task.number, pack(value))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_twenty_seeds_stormed_by_one_session_leave_one_live_job(stage):
    storm = [stage.submit("a", seed) for seed in range(20)]
    assert stage.live() == 1
    for number in stage.puppet.ran():
        stage.puppet.says("cancelled", number)
    assert states(storm) == ["cancelled"] * 19 + ["running"]
    assert len(stage.puppet.ran()) <= scheduler.TURNS + 1


def test_two_slots_of_a_session_do_not_supersede_each_other(stage):
    assert states([stage.submit("a", 1), stage.submit("a", 2, "experiment")]) == ["running"] * 2


def test_asking_again_for_the_same_is_the_same_job(stage):
    job = stage.submit("a", 1)
    assert stage.submit("a", 1) is job
    job.cancel()
    assert stage.submit("a", 1) is job
    stage.broker.release("a", "hero")
    assert stage.submit("a", 1).status().state == "running"


def test_equal_configs_share_a_computation_and_one_cancel_does_not_end_it(stage):
    one, two = stage.submit("a", 1), stage.submit("b", 1)
    assert len(stage.puppet.ran()) == stage.live() == 1
    one.cancel()
    stage.now = 1.0
    one.cancel()
    assert one.status().seconds == 0.0
    assert states([one, two]) == ["cancelled", "running"]
    assert ("cancel", two.task.number) not in stage.puppet.orders
    stage.answer(two, "result")
    assert two.status().result == "result"
    assert one.status().state == "cancelled"


def test_a_shared_computation_ends_with_its_last_holder(stage):
    one, two = stage.submit("a", 1), stage.submit("b", 1)
    stage.submit("a", 2)
    assert states([one, two]) == ["cancelled", "running"]
    stage.submit("b", 2)
    assert two.status().state == "cancelled"
    assert ("cancel", one.task.number) in stage.puppet.orders
    assert stage.live() == 1


def test_going_back_to_a_superseded_config_computes_it_again(stage):
    first = stage.submit("a", 1)
    stage.submit("a", 2)
    again = stage.submit("a", 1)
    assert states([first, again]) == ["cancelled", "running"]
    stage.answer(first, "from the cancelled one")  # it was faster than its cancel
    assert again.status().state == "running"
    stage.answer(again, "result")
    assert again.status().result == "result"


def test_a_queued_job_knows_its_place_and_moves_up(stage):
    handles = [stage.submit(str(k), k) for k in range(scheduler.TURNS + 3)]
    assert states(handles) == ["running"] * scheduler.TURNS + ["queued"] * 3
    assert [job.status().place for job in handles[-3:]] == [0, 1, 2]
    handles[-3].cancel()
    stage.answer(handles[0], "result")
    assert states(handles[-2:]) == ["running", "queued"]
    assert handles[-1].status().place == 0


def test_a_full_queue_says_so_in_a_sentence_and_takes_jobs_again_later(stage):
    room = scheduler.TURNS + scheduler.QUEUE
    handles = [stage.submit(str(k), k) for k in range(room)]
    with pytest.raises(WorkerFailed) as caught:
        stage.submit("late", room)
    assert caught.value.rule == scheduler.FULL and caught.value.places == {"count": 64}
    assert stage.live() == room
    stage.submit(str(room - 1), room)  # in place of its own
    assert handles[-1].status().state == "cancelled"


def test_a_job_that_is_not_asked_for_loses_its_reference(stage):
    gone, kept = stage.submit("gone", 1), stage.submit("kept", 2)
    stage.now = LEASE
    kept.status()
    stage.now = LEASE + 1
    stage.answer(kept, jobs.Progress(1, 2), "progress")  # any word of the worker will do
    assert gone.task.state == "cancelled"
    assert ("cancel", gone.task.number) in stage.puppet.orders
    assert states([gone, kept]) == ["cancelled", "running"]


def test_releasing_a_session_ends_its_jobs_alone(stage):
    mine = [stage.submit("a", 1), stage.submit("a", 2, "experiment")]
    other = stage.submit("b", 3)
    stage.broker.release("a")
    assert states([*mine, other]) == ["cancelled", "cancelled", "running"]


def test_the_clock_of_a_job_stops_when_it_ends(stage):
    job = stage.submit("a", 1)
    stage.now = 2.0
    assert job.status().seconds == 2.0
    stage.answer(job, "result")
    stage.now = 5.0
    assert job.status().seconds == 2.0


def test_only_the_latest_progress_is_kept_and_none_after_the_end(stage):
    job = stage.submit("a", 1)
    for done in (1, 2):
        stage.answer(job, jobs.Progress(done, 9, "x" * done), "progress")
    status = job.status()
    assert (status.done, status.total, status.preview) == (2, 9, "xx")
    stage.answer(job, "result")
    assert (job.status().done, job.status().preview) == (2, None)


def test_a_worker_that_dies_is_replaced_and_its_jobs_begun_once_more(stage):
    live, cancelled = stage.submit("a", 1), stage.submit("b", 2)
    cancelled.cancel()
    stage.puppet.says("ended")
    assert len(stage.puppets) == 2
    assert stage.puppet.ran() == [live.task.number]
    stage.puppet.says("ended")
    status = live.status()
    assert (status.state, status.error.rule) == ("failed", scheduler.DIED)
    assert len(stage.puppets) == 2  # nobody waits: no third worker


def test_jobs_lost_with_a_worker_come_before_those_still_queued(stage):
    handles = [stage.submit(str(k), k) for k in range(scheduler.TURNS + 2)]
    stage.puppet.says("ended")
    assert stage.puppet.ran() == [job.task.number for job in handles[: scheduler.TURNS]]
    assert [job.status().place for job in handles[-2:]] == [0, 1]


def test_a_cached_result_is_not_computed_again_and_the_cache_is_bounded():
    stage = Stage(cache=Cache(count=2))
    for seed in (1, 2):
        stage.answer(stage.submit("a", seed), f"result {seed}")
    hit = stage.submit("b", 1).status()
    assert (hit.state, hit.result) == ("done", "result 1")
    assert len(stage.puppet.ran()) == 2
    stage.answer(stage.submit("a", 3), "result 3")
    assert stage.submit("c", 2).status().state == "running"
    assert stage.submit("d", 1).status().state == "done"


def test_the_cache_is_bounded_by_bytes_and_drops_what_was_unused_for_longest():
    cache = Cache(count=9, weight=10)
    for key, weight in (("a", 4), ("b", 4)):
        cache.put(key, key.upper(), weight)
    assert cache.get("a") == "A"
    cache.put("c", "C", 4)
    assert [cache.get(key) for key in "abc"] == ["A", None, "C"]
    cache.put("huge", "H", 11)
    cache.put("a", "A2", 6)
    assert [cache.get(key) for key in ("huge", "a", "c")] == [None, "A2", "C"]


def test_configs_of_two_types_with_equal_values_are_two_computations(stage):
    one = stage.broker.submit("a", "hero", "tests.fakes:count", 1.5)
    two = stage.broker.submit("b", "hero", "tests.fakes:count", np.float64(1.5))
    assert one.task is not two.task


@pytest.mark.parametrize(
    "work", ["os:system", "tests.test_jobs:wait", "engineering:run", "engine.jobs", "engine.a:b.c"]
)
def test_only_functions_of_the_lab_may_be_named(stage, work):
    with pytest.raises(InvalidParameter, match="work: must be module:function"):
        stage.broker.submit("a", "hero", work, Fake())


def test_progress_that_cannot_be_opened_fails_the_job_and_ends_its_run(stage, capsys):
    job = stage.submit("a", 1)
    stage.puppet.says("progress", job.task.number, (b"garbage", []))
    assert job.status().state == "failed"
    assert stage.puppet.orders[-1] == ("cancel", job.task.number)
    assert "UnpicklingError" in capsys.readouterr().err


def test_stopping_cancels_everything(stage):
    job = stage.submit("a", 1)
    stage.broker.stop()
    assert stage.puppet.stopped and job.status().state == "cancelled"


def test_a_worker_failure_crosses_processes():
    error = pickle.loads(pickle.dumps(WorkerFailed("{text} failed", text="{x}")))
    assert (error.rule, error.places) == ("{text} failed", {"text": "{x}"})
    assert str(error) == "{x} failed"


# In process.


@pytest.fixture
def inline(monkeypatch):
    monkeypatch.setenv("JOBS", "inline")
    yield
    jobs.stop()


def test_inline_a_job_is_done_when_submit_returns(inline):
    status = jobs.submit("a", "hero", "tests.fakes:count", Fake()).status()
    assert (status.state, status.done, status.total) == ("done", 3, 3)
    assert status.result.values.tolist() == [0, 1, 2]
    assert jobs.cached("tests.fakes:count", Fake()) is status.result
    assert jobs.cached("tests.fakes:count", Fake(4)) is None
    assert jobs.device()["name"]


def test_a_shared_result_cannot_be_written_to(inline):
    values = jobs.compute("tests.fakes:count", Fake()).values
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1


@pytest.mark.parametrize(
    ("work", "text"),
    [
        ("divide", "the computation failed: ZeroDivisionError: division by zero"),
        ("tensor", "a result holds torch"),
        ("leak", "a run yields inside torch.no_grad"),
        ("nothing", "the computation failed: AttributeError"),
    ],
)
def test_a_mistake_in_a_run_arrives_as_a_sentence(inline, work, text):
    with pytest.raises(WorkerFailed, match=text):
        jobs.compute(f"tests.fakes:{work}", Fake())


def test_a_run_that_leaks_no_grad_leaves_gradients_on_for_the_others():
    running = steps("tests.fakes:leak", pickle.dumps(Fake()))
    assert step(running)[0] == "failed"
    assert step(steps("tests.fakes:grad", pickle.dumps(Fake())))[0] == "done"


def test_a_mode_of_jobs_that_does_not_exist_is_said_so(monkeypatch):
    monkeypatch.setenv("JOBS", "elsewhere")
    with pytest.raises(InvalidParameter, match="JOBS: must be one of process, inline, ray"):
        jobs.submit("a", "hero", "tests.fakes:count", Fake())
    assert set(BACKENDS) == {"process", "inline", "ray"}


# With a process: one for the tests that leave it alive.


@pytest.fixture(scope="module")
def shared():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_JOB_MODULES", FAKES)
        broker = Broker(Process)
        broker.tasks.start()
        yield broker
        broker.stop()


@pytest.fixture
def submit(shared, request):
    def submit(session, work, config):
        return shared.submit(session, request.node.name, f"tests.fakes:{work}", config)

    return submit


def test_progress_arrives_step_by_step_and_the_result_with_its_arrays(submit, tmp_path):
    config = Fake(gate=str(tmp_path / "gate"))
    job = submit("a", "walk", config)
    for done in (1, 2, 3):
        assert job.status().done == done - 1
        Path(f"{config.gate}{done}").touch()
        status = wait(lambda done=done: (s := job.status()).done == done and s)
        assert status.state == "done" or status.preview.tolist() == [done, done]
    status = ended(job)
    assert (status.state, status.result.config) == ("done", config)
    assert status.result.values.tolist() == [0, 1, 2]


def test_many_quick_steps_arrive_in_order(submit):
    job, seen = submit("a", "count", Fake(count=3000)), []
    while (status := job.status()).state in ("queued", "running"):
        seen.append(status.done)
    assert seen == sorted(seen) and status.done == 3000


def test_cancel_closes_the_run_in_the_worker(submit, tmp_path):
    trace = tmp_path / "trace"
    job = submit("a", "hold", Fake(trace=str(trace), gate=str(tmp_path / "gate")))
    wait(lambda: lines(trace))
    job.cancel()
    assert job.status().state == "cancelled"
    wait(lambda: lines(trace) == ["begun 0", "closed 0"])


def test_a_storm_of_seeds_leaves_the_last_alone_running_in_the_worker(submit, tmp_path):
    trace, gate = tmp_path / "trace", tmp_path / "gate"
    storm = [submit("a", "hold", Fake(trace=str(trace), gate=str(gate), seed=k)) for k in range(20)]
    wait(lambda: "begun 19" in lines(trace))
    gate.touch()
    assert ended(storm[-1]).state == "done"
    begun, closed = (
        {line for line in lines(trace) if word in line} for word in ("begun", "closed")
    )
    assert len(closed) == len(begun) - 1 and "closed 19" not in closed


def test_a_short_job_does_not_wait_for_a_long_one(submit, tmp_path):
    gate = tmp_path / "gate"
    long = submit("a", "hold", Fake(gate=str(gate)))
    wait(lambda: long.status().done)
    assert ended(submit("b", "count", Fake())).state == "done"
    assert long.status().state == "running"
    gate.touch()
    assert ended(long).state == "done"


def test_an_equal_job_is_computed_once_in_the_worker(submit, tmp_path):
    trace = tmp_path / "trace"
    config = Fake(trace=str(trace), pause=0.05)
    one, two = submit("a", "count", config), submit("b", "count", config)
    assert ended(one).result is ended(two).result
    assert submit("c", "count", config).status().state == "done"
    assert lines(trace) == ["begun 0", "ended 0"]


def test_a_broken_rule_arrives_as_it_was_raised(submit):
    error = ended(submit("a", "refuse", Fake())).error
    assert type(error) is InvalidParameter
    assert (error.name, error.value, error.places) == ("seed", 0, {"low": 1})


def test_a_result_with_a_tensor_is_refused_by_the_server(submit):
    error = ended(submit("a", "tensor", Fake())).error
    assert type(error) is WorkerFailed and "torch" in str(error)


def test_a_run_that_fails_while_being_closed_does_no_harm(submit, shared):
    pid = shared.tasks.start().pid
    job = submit("a", "stubborn", Fake())
    wait(lambda: job.status().done)
    job.cancel()
    assert ended(submit("b", "count", Fake(4))).state == "done"
    assert shared.tasks.start().pid == pid


def test_ctrl_c_is_left_to_the_server(submit, shared):
    pid = shared.tasks.start().pid
    assert ended(submit("a", "count", Fake(5))).state == "done"
    os.kill(pid, signal.SIGINT)
    assert ended(submit("a", "count", Fake(6))).state == "done"
    assert shared.tasks.start().pid == pid


def test_many_sessions_at_once_each_get_their_own_result(submit):
    def session(name: str) -> list[int]:
        configs = [Fake(count=k % 7, seed=1) for k in range(30)]
        handles = [(config, ended(submit(name, "count", config))) for config in configs]
        return [len(status.result.values) - config.count for config, status in handles]

    with ThreadPoolExecutor(8) as pool:
        assert set(chain(*pool.map(session, "abcdefgh"))) == {0}


def test_the_worker_tells_its_device(shared):
    device = wait(lambda: shared.tasks.device)
    assert set(device) == {"name", "label", "cores", "dtype", "torch_version"}


# With a process that dies.


@pytest.fixture
def mortal():
    broker = Broker(Process)
    yield broker
    broker.stop()


def test_a_worker_killed_in_the_middle_is_restarted_and_the_result_arrives(mortal, tmp_path):
    trace = tmp_path / "trace"
    job = mortal.submit("a", "hero", "tests.fakes:lethal", Fake(count=1, trace=str(trace)))
    assert ended(job).state == "done"
    assert lines(trace) == ["begun 0"] * 2


def test_a_job_whose_worker_dies_twice_fails_with_a_sentence_and_the_next_one_runs(
    mortal, tmp_path
):
    trace = tmp_path / "trace"
    job = mortal.submit("a", "hero", "tests.fakes:lethal", Fake(count=9, trace=str(trace)))
    status = ended(job)
    assert (status.state, status.error.rule) == ("failed", scheduler.DIED)
    assert lines(trace) == ["begun 0"] * 2
    assert ended(mortal.submit("a", "hero", "tests.fakes:count", Fake())).state == "done"


def alive(pid: int) -> bool:
    """Whether process `pid` runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


SERVER = """
import sys, time
from engine import jobs
from tests.fakes import Fake
job = jobs.submit("a", "hero", "tests.fakes:" + sys.argv[1], Fake(trace=sys.argv[2]))
while job.status().state in ("queued", "running"):
    time.sleep(0.01)
assert job.status().state == "done", job.status()
assert jobs.compute("tests.fakes:count", Fake(5)).values.sum() == 10
assert jobs.device()["torch_version"]
assert "torch" not in sys.modules
"""


def serve(work: str, trace: Path) -> subprocess.Popen:
    """A server process that submits one job; quiet unless something is wrong."""
    command = [sys.executable, "-W", "error", "-c", SERVER, work, str(trace)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def test_the_server_process_never_imports_torch_and_ends_cleanly(tmp_path):
    with serve("count", tmp_path / "trace") as server:
        _, errors = server.communicate(timeout=300)
    assert (server.returncode, errors) == (0, "")


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for the worker in /proc")
def test_the_worker_ends_quietly_when_its_server_is_killed(tmp_path):
    trace = tmp_path / "trace"
    with serve("hang", trace) as server:
        pid = int(wait(lambda: lines(trace))[0].split()[1])
        assert alive(pid)
        os.kill(server.pid, signal.SIGKILL)
        _, errors = server.communicate(timeout=300)
    wait(lambda: not alive(pid))
    assert errors == ""
