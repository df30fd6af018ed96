"""The page ddim: what it makes of its link, when it answers, and what it hands to the board."""

from __future__ import annotations

import json

import pytest

from engine.diffusion.config_fan import STOPS
from engine.diffusion.config_roads import ROADS
from engine.diffusion.config_steps import T
from pages.ddim import said
from tests.test_pages import asked, drawn, sentences, visit
from view import bundle, link


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("eta", "1.5", "must be a number from 0 to 1"),
        ("eta", "nan", "must be a number from 0 to 1"),
        ("S", "0", "must be one of 1, 2"),
        ("S", "1001", "must be one of 1, 2"),
        ("S", "ten", "must be one of 1, 2"),
        ("start", "9", "must be a number from"),
        ("flag", "0", "must be a whole number from 1 to 1000"),
        ("data", "four", "must be one of two"),
        ("spacing", "random", "must be one of even"),
    ],
)
def test_a_wrong_value_gets_one_sentence_and_the_figure_stays(inline_jobs, name, value, rule):
    test = visit("ddim", lang="en", **{f"ddim_{name}": value})
    (sentence,) = sentences(test)
    assert rule in sentence and f"`{value}`" in sentence
    assert not test.exception and test.get("bidi_component")


def test_the_answer_is_there_once_a_flag_is_planted_and_not_before(inline_jobs):
    result = bundle.load("ddim")[0]
    least = f"**{result.enough(0.0)} steps**"
    assert least not in drawn(visit("ddim", lang="en"))
    words = drawn(visit("ddim", lang="en", ddim_flag="30"))
    assert least in words and "You said 30" in words


def test_the_schedule_that_another_page_sends_along_stays_in_the_link(inline_jobs):
    test = visit("ddim", lang="en", ddim_schedule="cosine", ddim_seed="7")
    assert asked(test, "ddim_schedule") == "cosine"
    assert not test.warning


def test_the_scene_is_whole_and_plain(monkeypatch):
    monkeypatch.setattr(link, "hidden", lambda name: False)
    result, roads = (bundle.load(name)[0] for name in ("ddim", "ddim_roads"))
    scene = json.loads(json.dumps(said.scene(result, roads, told=True), allow_nan=False))
    assert scene["steps"] == list(STOPS)
    assert len(scene["times"]) == sum(STOPS) + len(STOPS)
    assert len(scene["noise"]) == -(-ROADS * T * 2 // 3) * 4
    assert scene["answer"] == result.enough(0.0)
    assert {scene["engine"][n] == v for n, v in said.OPENING.items()} == {True}
    assert said.scene(result, None, told=False)["answer"] is None
