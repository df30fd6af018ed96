"""The experiments of page unargmaxable: their numbers against others', and what the page says."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
from scipy.optimize import minimize

from engine import jobs
from engine.errors import InvalidParameter
from engine.unargmaxable.chain import beam, sampled, softmax, table, viterbi
from engine.unargmaxable.check import holds
from engine.unargmaxable.config import Weights
from engine.unargmaxable.config_cures import CURES, CuresConfig
from engine.unargmaxable.config_film import FilmConfig
from engine.unargmaxable.config_hero import FIVE, HullConfig
from engine.unargmaxable.config_hide import WIDTHS, HideConfig
from engine.unargmaxable.cures import most_probable
from engine.unargmaxable.hide import hidden
from engine.unargmaxable.margins import margin
from engine.unargmaxable.proof import prove
from pages.unargmaxable.experiments.chips import EXPERIMENTS
from pages.unargmaxable.experiments.proof import _scene as proof_scene
from pages.unargmaxable.said import scene
from tests.bare import plain
from tests.test_alone import CAPTION, agree, in_a_bare_room
from tests.test_board import places, session  # noqa: F401
from tests.test_pages import asked, drawn, sentences, visit
from view import bundle, language
from view.board.hull import hull_card, hull_words
from view.board.wolfe import wolfe_words
from view.easel.flags import decode
from view.export.snippet import snippet

SLUG = "unargmaxable"
CHARTS = {"pull": 2, "lift": 2, "proof": 2, "cures": 1, "hide": 2}
MINE = np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


@pytest.fixture(autouse=True)
def inline(monkeypatch):
    monkeypatch.setenv("JOBS", "inline")


def test_the_fifth_word_is_never_said_with_more_than_a_fifth():
    assert most_probable(4, MINE) == pytest.approx(0.2, abs=1e-9)
    dice = np.random.default_rng(0)
    h = dice.normal(size=(10_000, 2)) * np.exp(dice.normal(size=(10_000, 1)))
    assert softmax(h @ MINE.T)[:, 4].max() <= 0.2 + 1e-12


def test_the_most_probable_h_is_the_one_an_optimiser_finds():
    result, _ = bundle.load("unargmaxable_cures")
    w = np.array(result.config.pins)[:, 1:] / 100
    for k in np.flatnonzero(result.mute[0]):
        found = minimize(lambda h, k=k: -np.log(softmax(w @ h)[k]), np.zeros(2))
        assert most_probable(k, w) == pytest.approx(np.exp(-found.fun), abs=1e-6)
        assert result.best[k] == pytest.approx(most_probable(k, w), abs=1e-9)


def test_no_temperature_changes_the_order_and_two_cures_leave_nobody_mute():
    result, _ = bundle.load("unargmaxable_cures")
    assert (result.chances.argsort(axis=1) == result.chances[0].argsort()).all()
    assert result.count("unit") == result.count("bias") == 0 < result.count("none")
    counts = [result.count(cure) for cure in ("none", "lift1", "lift2", "lift4")]
    assert counts == sorted(counts, reverse=True)
    assert set(CURES) >= {"none", "unit", "bias"}


def test_the_film_falls_to_zero_inside_and_to_the_margin_outside():
    inside = jobs.compute("engine.unargmaxable.film:run", FilmConfig(pins=FIVE, word=4))
    assert inside.lengths[-1] < 1e-3 and inside.mute
    assert inside.certificate @ inside.w == pytest.approx([0, 0])
    outside = jobs.compute("engine.unargmaxable.film:run", FilmConfig(pins=FIVE, word=0))
    assert outside.margin == pytest.approx(1.2)
    assert outside.lengths[-1] == pytest.approx(1.2, abs=1e-3)
    assert (outside.least <= 1.2 + 1e-9).all() and not outside.mute


def test_the_film_is_the_path_and_its_stills_are_on_it():
    shown, _ = bundle.load("unargmaxable_proof")
    assert shown.way.shape == (len(shown.lengths), len(shown.words))
    assert shown.way.sum(axis=1) == pytest.approx(1) and (shown.way >= 0).all()
    assert (shown.way[:, shown.row] == 0).all()
    gaps = np.linalg.norm(shown.way @ shown.w - shown.w[shown.row], axis=1)
    assert gaps == pytest.approx(shown.lengths, abs=1e-12)
    assert np.array_equal(shown.weights[-1], shown.way[-1])
    film = proof_scene(shown)
    assert len(json.dumps(film, allow_nan=False)) < 60_000
    assert np.abs(np.array(film["weights"]) - shown.way).max() < 1e-9


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_every_place_of_the_films_words_is_a_number_its_law_knows(session, lang):  # noqa: F811
    session[language.SLOT] = lang
    assert places(wolfe_words()) <= {"step", "steps", "left", "least", "word", "mixed"}


def test_beams_and_viterbi_are_brute_forces_and_sampling_is_counted():
    w = np.random.default_rng(2).normal(size=(5, 2))
    step, first = table(w, 3, 7)
    roads = {
        road: first[road[0]] * step[road[0], road[1]] * step[road[1], road[2]]
        for road in product(range(5), repeat=3)
    }
    best = max(roads, key=roads.get)
    assert tuple(viterbi(step, first, 3)[0]) == best == tuple(beam(step, first, 3, 25)[0])
    assert np.exp(viterbi(step, first, 3)[1]) == pytest.approx(roads[best])
    at, ever = sampled(step, first, 3, 3)
    assert ever == pytest.approx(sum(p for road, p in roads.items() if 3 in road))
    for place in range(3):
        there = sum(p for road, p in roads.items() if road[place] == 3)
        assert at[place] == pytest.approx(there)


def test_greedy_never_says_a_mute_word_and_beam_search_does():
    result, _ = bundle.load("unargmaxable_proof")
    assert result.mute
    assert result.row not in result.greedy
    assert result.row in result.beams[-1] and result.row in result.best
    assert result.chances[-1] >= result.chances[:-1].max() - 1e-15


@pytest.mark.parametrize("d", WIDTHS)
def test_the_hidden_words_proof_holds_and_pushed_out_it_wins(d):
    result, _ = bundle.load(f"unargmaxable_hide_{d}")
    w, true = hidden(result.config)
    assert true.tolist() == result.true.tolist()
    assert holds(0, Weights(result.rows, result.weights), w, np.zeros(len(w)))
    assert result.missed < 1e-12 and result.lead[0] == 0
    assert result.found == (d > 16)
    if result.lead[-1] > 0:
        w[0] *= 1 + result.push[-1] / np.linalg.norm(w[0])
        h, _ = prove(0, w, np.zeros(len(w)))
        assert margin(0, h, w, np.zeros(len(w))) > 0


def test_the_heros_script_needs_no_clone(tmp_path):
    config, work = HullConfig(bias=True), "engine.unargmaxable.hull:run"
    there, curves, _ = in_a_bare_room(snippet(work, config, CAPTION).text, tmp_path)
    here = jobs.compute(work, config)
    agree(there, plain(here))
    agree(curves, plain(here.curves))


@pytest.mark.parametrize("value", [[1], [1, 2, 3], [0.5, 1], [-1, 5], [101, 5], "x", [True, 5]])
def test_flags_off_the_line_are_refused(value):
    with pytest.raises(InvalidParameter):
        decode(value, (0, 100), 2)
    assert decode([9, 98], (0, 100), 2) == (9, 98)


def test_the_answer_waits_for_the_flags_and_then_says_its_error():
    shown, _ = bundle.load("unargmaxable_guess")
    said = f"{shown.winners[1]:.1f}"
    assert said not in drawn(visit(SLUG, lang="en"))
    test = visit(SLUG, lang="en", unargmaxable_flag2="30", unargmaxable_flag10="90")
    assert f"{said}** ± {shown.se[1]:.2f}" in drawn(test)
    test = visit(SLUG, lang="en")
    test.button(key="unargmaxable_show_me").click().run()
    assert said in drawn(test)


def test_what_does_not_fit_is_refused():
    for wrong in (
        lambda: FilmConfig(word=19),
        lambda: FilmConfig(steps=10),
        lambda: HideConfig(d=17),
        lambda: CuresConfig(seed=-1),
        lambda: HullConfig(angle=float("nan")),
    ):
        with pytest.raises(InvalidParameter):
            wrong()


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_every_experiment_stands_in_both_languages(name: str, lang: str):
    test = visit(SLUG, lang=lang, unargmaxable_x=name)
    assert not test.exception and not sentences(test)
    assert len(test.get("plotly_chart")) == CHARTS[name]
    assert "[[" not in drawn(test)
    assert set(CHARTS) <= set(EXPERIMENTS)


def test_the_hero_as_it_opens_is_the_experiments_too():
    hero = HullConfig()
    assert bundle.load("unargmaxable_pull")[0].config.pins == hero.placed
    assert bundle.load("unargmaxable_proof")[0].config.seed == hero.seed
    assert bundle.load("unargmaxable_cures")[0].config.angle == hero.angle


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"unargmaxable_count": "21"}, "from 2 to 20"),
        ({"unargmaxable_seed": "-1"}, "must be a whole number"),
        ({"unargmaxable_pins": "14.2504~0.900.0~1.2.3"}, "within the ring"),
        ({"unargmaxable_pins": "14.2504~0.0~x"}, "within the ring"),
        ({"unargmaxable_pins": "nonsense"}, "within the ring"),
        ({"unargmaxable_length": "9"}, "from 0 to 2"),
    ],
)
def test_a_wrong_place_in_the_link_gets_one_sentence_and_the_figure_stays(said, rule):
    test = visit(SLUG, lang="en", **said)
    (sentence,) = sentences(test)
    assert rule in sentence and not test.exception


def test_moved_pins_come_back_from_the_link_until_another_drawing_is_asked_for():
    pins = "14.2504~0.10.20~1.-30.40~2.50.-60"
    test = visit(SLUG, lang="en", unargmaxable_pins=pins, unargmaxable_angle="10")
    assert asked(test, "unargmaxable_pins") == pins
    test.number_input(key="unargmaxable_seed").set_value(7).run()
    assert not test.exception and "unargmaxable_pins" not in test.query_params


def test_the_scene_is_plain_and_carries_the_engines_numbers_of_this_config_only():
    result, _ = bundle.load(SLUG)
    shown = scene(result.config, result)
    assert len(json.dumps(shown, allow_nan=False)) < 20_000
    assert shown["engine"]["mute"].count(True) == result.mute.sum()
    assert scene(HullConfig(bias=True), result)["engine"] is None


NUMBERS = {
    *("winner", "second", "score", "lead", "mute", "words", "mutes", "slices", "degrees"),
    *("angle", "length", "bias", "difference", "reach", "one", "more"),
    *(f"w{k}" for k in range(20)),
}
"""What the law publishes at every frame, see `said` in js/hull/hull.js."""


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_every_place_of_the_words_is_a_number_the_law_knows(session, lang):  # noqa: F811
    session[language.SLOT] = lang
    assert places(hull_words()) <= NUMBERS
    card = hull_card()
    assert places({k: v for k, v in card.items() if k != "lines"}) <= NUMBERS
    terms = {row["term"] for row in card["rows"]}
    terms |= {part["term"] for line in card["lines"] for part in line["parts"] if "term" in part}
    assert terms <= set(card["terms"])
