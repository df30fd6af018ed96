"""Page `attention`: what it hands to the board, what it asks, and every experiment in words."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from engine.attention.config import MeasureConfig, MeasureResult, swept
from engine.attention.config_budget import BudgetConfig, guess_of, known, placed
from engine.attention.config_ratio import VERDICTS
from pages.attention.experiments import kernels
from pages.attention.experiments.chips import EXPERIMENTS
from pages.attention.experiments.kernels import WAYS
from pages.attention.said import crossed, scene
from tests.test_board import places
from tests.test_pages import drawn, sentences, visit
from view import board, bundle, kept, language
from view.board.bricks import bricks_card, bricks_words

NUMBERS = {
    *("n", "d", "wide", "heads", "width", "at", "bricks", "few", "flag", "ffn", "half", "depth"),
    *("ops_left", "ops_right", "bytes_left", "bytes_right", "even", "difference"),
    *("clock_left", "clock_fused", "clock_right", "c_dense", "c_proj", "c_ffn", "exponent"),
    *("dense", "sheet", "total", "linear", "share", "share_proj", "share_ffn", "share_clock"),
    *("core", "layer", "model", "free"),
}
"""What the law publishes at every frame, see `said` in js/bricks/bricks.js."""


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict:
    """The session's state, empty but for the language."""
    state: dict = {language.SLOT: "en"}
    fake = SimpleNamespace(session_state=state)
    for module in (board, kept, language):
        monkeypatch.setattr(module, "st", fake)
    return state


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_every_place_of_the_bricks_words_is_a_number_that_the_law_publishes(session, lang):
    session[language.SLOT] = lang
    assert places(bricks_words()) <= NUMBERS
    assert places({k: v for k, v in bricks_card().items() if k != "lines"}) <= NUMBERS


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_every_term_of_the_card_has_its_words(session, lang):
    session[language.SLOT] = lang
    card = bricks_card()
    terms = {piece["term"] for line in card["lines"] for piece in line["parts"] if "term" in piece}
    assert terms | {row["term"] for row in card["rows"]} <= set(card["terms"])


def test_the_board_is_given_the_engines_numbers_of_the_length_it_was_let_go_at(session):
    result, _ = bundle.load("attention_budget")
    clock, _ = bundle.load("attention")
    told = scene(result.config, result, clock, told=True, unit="macs")
    assert told["engine"]["n"] == 512
    assert told["engine"]["free"] == pytest.approx(10 / 9)
    assert told["measured"]["lengths"] == clock.lengths.tolist()
    other = scene(known("gpt3"), result, clock, told=True, unit="flops")
    assert other["engine"] is None and other["measured"] is None


def test_the_hand_stands_where_the_link_says():
    assert placed({}) == {} and guess_of({}) == {}
    assert placed({"n": 4096}) == {"n": 4096}
    assert guess_of({"n": 4096, "flag": 1.5}) == {"log": 12.0, "flag": 1.5}
    assert guess_of({"n": 1000}) == {"log": math.log2(1000)}


def test_a_crossing_that_the_clock_did_not_see_is_said_to_be_none(session):
    config = MeasureConfig(lengths=(16, 64))
    result = MeasureResult(config, np.ones((5, 2, 9)), np.ones(9), np.ones(9), "CPU", 1, "2.13")
    said = crossed(result)
    assert said["linear_clock"] == said["half_clock"] == said["departs"] == "—"


@pytest.mark.parametrize("way", WAYS)
def test_the_roofline_of_both_ways_says_whose_flops_a_byte_it_shows(monkeypatch, way: str):
    shipped, _ = bundle.load("attention_kernels")
    result = replace(shipped, config=replace(shipped.config, backward=way == "both"))
    monkeypatch.setattr(kernels, "ask", lambda *_: result)
    said = drawn(visit("attention", lang="en", attention_x="kernels", attention_way=way))
    assert ("those of the forward pass" in said) == (way == "both")


def test_the_hero_and_the_experiment_are_shipped_with_the_same_clock():
    (hero, day), (experiment, other) = map(bundle.load, ("attention", "attention_kernels"))
    assert hero.config == experiment.config and day == other
    np.testing.assert_array_equal(hero.seconds, experiment.seconds)


def test_the_shipped_clock_keeps_to_the_count_or_the_page_says_by_how_much(session):
    clock, _ = bundle.load("attention")
    off = np.abs(clock.departure[clock.from_1024])
    assert (clock.verdict == "agrees") == bool((off <= 0.25).all())
    assert clock.lengths[clock.from_1024][0] == 1024


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_stands_in_both_languages(name: str, lang: str):
    test = visit("attention", lang=lang, attention_x=name)
    assert not test.exception
    assert "[[" not in drawn(test) and not sentences(test)


def test_the_answer_waits_for_a_guess_and_then_names_both_meanings():
    before = drawn(visit("attention", lang="en"))
    assert "1.11" not in before and "1.67" not in before
    after = drawn(visit("attention", lang="en", attention_flag="1.5"))
    assert "1.11" in after and "1.67" in after and "off by 0.39" in after


@pytest.mark.parametrize(
    ("name", "value"),
    [("n", "8"), ("n", "70000"), ("wider", "9"), ("model", "gpt9"), ("flag", "9"), ("batch", "0")],
)
def test_a_bad_link_gets_one_sentence_and_the_page_stands(name: str, value: str):
    test = visit("attention", lang="en", **{f"attention_{name}": value})
    assert not test.exception
    assert len(test.warning) + len(test.error) == 1


def test_other_settings_take_a_shorter_sweep():
    assert swept("float32", False, 1) == MeasureConfig()
    assert swept("bfloat16", True, 1).lengths[-1] == 1024
    assert swept("float32", False, 8).lengths[-1] == 128
    assert swept("float32", False, 64).lengths == (16, 32)


@pytest.mark.parametrize("batch", range(1, 65))
def test_every_sweep_has_a_length_that_the_verdict_can_go_by(batch: int):
    config = swept("bfloat16", False, batch)
    ones = np.ones((5, len(config.lengths), config.readings))
    result = MeasureResult(config, ones, ones[0, 0], ones[0, 0], "CPU", 1, "2.13")
    assert result.from_1024.any()


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_its_sentence(session, verdict: str, lang: str):
    session[language.SLOT] = lang
    clock, _ = bundle.load("attention")
    said = language.t(f"attention.kernels.{verdict}", **crossed(clock))
    assert "attention." not in said and crossed(clock)["departs"] in said


def test_tokens_are_told_of_a_whole_batch(session):
    config = swept("float32", False, 8)
    ones = np.ones((5, len(config.lengths), config.readings))
    said = crossed(MeasureResult(config, ones, ones[0, 0], ones[0, 0], "CPU", 1, "2.13"))
    assert said["from"] == said["to"] == "1,024"


@pytest.mark.parametrize("field", ["halved", "counted"])
def test_what_is_neither_on_nor_off_is_refused(field: str):
    with pytest.raises(ValueError, match=field):
        BudgetConfig(**{field: "yes"})


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", ["budget", "kernels"])
def test_no_experiment_answers_the_question_before_the_guess(name: str, lang: str):
    base, _ = bundle.load("attention_budget")
    answers = [f"{base.at(base.free):.2f}", f"{base.at(base.gone):.2f}", "| 512 | 0."]
    test = visit("attention", lang=lang, attention_x=name)
    assert not any(one in drawn(test) for one in answers)
    before = len(test.get("plotly_chart"))
    test = visit("attention", lang=lang, attention_x=name, attention_flag="1.3")
    assert any(one in drawn(test) for one in answers)
    assert (before, len(test.get("plotly_chart"))) == ((0, 2) if name == "budget" else (3, 3))
