"""Page ladder_side_tuning: what its live trainings say while they go on, and of what they found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.jobs import Status
from engine.ladder_side_tuning.config import METHODS
from engine.ladder_side_tuning.config_gates import VARIANTS
from engine.ladder_side_tuning.config_rivals import STEPS
from engine.ladder_side_tuning.config_tasks import PARTS, TASKS, TasksResult
from pages.ladder_side_tuning.experiments import rivals, tasks, training
from tests.test_pages import drawn, visit
from view import bundle, language
from view.language import read

SLUG = "ladder_side_tuning"
TO = {"ladder_side_tuning_x": "tasks"}


@pytest.fixture(autouse=True)
def inline(monkeypatch):
    monkeypatch.setenv("JOBS", "inline")


@pytest.fixture
def shipped() -> TasksResult:
    return bundle.load(f"{SLUG}_tasks")[0]


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_everyone_who_is_trained_has_a_name(lang: str):
    said = read(lang)
    for name in (*METHODS, *PARTS, *VARIANTS):
        assert said[f"{SLUG}.trained.{name}"]
    for task in TASKS:
        assert {f"{SLUG}.tasks.{task}.{end}" for end in ("even", "worse", "better")} <= set(said)


def test_progress_says_who_is_trained_and_the_loss(monkeypatch):
    monkeypatch.setattr(training, "t", lambda key, **places: f"{key} {places}")
    going = training.going(Status("running", 40, 200, ("hard", "lora", 2, 17, 0.6931)))
    assert "'0.693'" in going and "'17'" in going and "'20'" in going and "trained.lora" in going


@pytest.mark.parametrize(("ladder", "found"), [(0.99, "even"), (0.6, "worse"), (1.2, "better")])
def test_what_is_said_of_the_ladder_follows_what_was_measured(
    shipped: TasksResult, monkeypatch, ladder: float, found: str
):
    monkeypatch.setattr(tasks, "t", lambda key, **places: key)
    accuracy = shipped.accuracy.copy()
    accuracy[1, METHODS.index("lst")] = ladder
    other = replace(shipped, accuracy=accuracy)
    assert tasks._finding(other, "hard", {}) == f"{SLUG}.tasks.hard.{found}"


@pytest.mark.parametrize("against", tasks.AGAINST)
def test_accuracy_stands_against_bytes_time_and_steps(against: str):
    test = visit(SLUG, lang="en", ladder_side_tuning_x="tasks", ladder_side_tuning_against=against)
    assert not test.exception and len(test.get("plotly_chart")) == len(TASKS)


def test_the_bytes_of_lora_wait_for_the_guess(shipped: TasksResult):
    row = next(x for x in tasks_rows(visit(SLUG, lang="en", **TO)) if x.startswith("| LoRA"))
    assert row.split(" | ")[2] == "?"
    guessed = visit(SLUG, lang="en", ladder_side_tuning_flag="50", **TO)
    row = next(x for x in tasks_rows(guessed) if x.startswith("| LoRA"))
    assert row.split(" | ")[2] == f"{shipped.size('lora') / 1e6:.2f}"


def tasks_rows(test) -> list[str]:
    return [line for line in drawn(test).splitlines() if line.startswith("| ")]


def test_the_prose_takes_its_numbers_from_what_is_shipped(shipped: TasksResult):
    words = drawn(visit(SLUG, lang="en", ladder_side_tuning_x="tasks"))
    assert f"full fine-tuning {training.spread(shipped.end('easy', 'full'))}%" in words
    assert "| Prompt |" in words
    assert f"alone: {training.spread(shipped.part('lowest'))}%" in words


def test_a_tiny_gap_is_said_as_a_power_of_ten():
    assert [rivals._power(gap) for gap in (0.0, 8.1e-8, 1e-12)] == ["0", "10⁻⁷", "10⁻¹²"]


def test_every_way_to_step_stands_in_the_table_of_rivals():
    words = drawn(visit(SLUG, lang="en", ladder_side_tuning_x="rivals"))
    rows = [line for line in words.splitlines() if line.startswith("| ")]
    assert len([row for row in rows if row.split(" |")[0][2:] in read("en").values()]) >= len(STEPS)
