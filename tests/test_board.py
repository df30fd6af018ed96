"""The board, seen from Python: its words, where it opens, what comes back, what may be held."""

from __future__ import annotations

import json
from dataclasses import replace
from string import Formatter
from types import SimpleNamespace

import pytest

from engine.diffusion.config_bells import DATA, BayesConfig, pair
from pages.bayes.said import placed, scene
from tests.test_pages import drawn, sentences, visit
from view import board, bundle, kept, language
from view.board.bells import bells_card, bells_words
from view.board.words import BoardWords

NUMBERS = {
    *("t", "s", "T", "xt", "x0", "c_xt", "c_x0", "count", "heaviest", "share", "flag", "gap"),
    *("chance", "difference"),
    *(
        f"{bell}_{part}"
        for bell in ("prior", "likelihood", "product", "guess", "approx", "truth")
        for part in ("mean", "sd")
    ),
}
"""What the law publishes at every frame, see `said` in js/bells/bells.js."""


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict:
    """The session's state, empty but for the language."""
    state: dict = {language.SLOT: "en"}
    fake = SimpleNamespace(session_state=state)
    for module in (board, kept, language):
        monkeypatch.setattr(module, "st", fake)
    return state


def places(value) -> set[str]:
    """The places of every template within `value`."""
    if isinstance(value, dict):
        return set().union(set(), *map(places, value.values()))
    if isinstance(value, list):
        return set().union(set(), *map(places, value))
    return {name for _, name, _, _ in Formatter().parse(value) if name} if "{" in value else set()


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_every_place_of_the_words_is_a_number_or_a_symbol_the_law_knows(session, lang):
    session[language.SLOT] = lang
    words = bells_words()
    assert places(words) <= NUMBERS | set(words["symbols"])
    spoken = [words["sentence"], words["at"], *(h["spoken"] for h in words["handles"].values())]
    assert places(spoken) <= NUMBERS
    assert places({k: v for k, v in bells_card().items() if k != "lines"}) <= NUMBERS


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_every_term_of_the_card_has_its_words(session, lang):
    session[language.SLOT] = lang
    card = bells_card()
    pieces = [piece for line in card["lines"] + card["equations"] for piece in line["parts"]]
    terms = {piece["term"] for piece in pieces if "term" in piece}
    terms |= {row["term"] for row in card["rows"]}
    assert terms <= set(card["terms"])
    legs = {line["leg"] for line in card["lines"] + card["equations"] + card["rows"]}
    assert legs == set(bells_words()["choice"]["options"])


def test_the_state_let_go_outlives_the_board(session):
    assert board.state_of("k") is None
    session["k"] = {"told": {"xt": 0.3}}
    assert board.state_of("k") == {"xt": 0.3}
    del session["k"]
    assert board.state_of("k") == {"xt": 0.3}
    session["k"] = {"told": "nonsense"}
    assert board.state_of("k") == {"xt": 0.3}


def test_the_opening_stays_what_it_was_while_the_board_stands(session):
    assert board._opening("k", {"xt": 1.0}) == {"xt": 1.0}
    session["k"] = {"told": {"xt": 0.3}}
    board.state_of("k")
    assert board._opening("k", {"xt": 2.0}) == {"xt": 1.0}
    del session["k"]
    assert board._opening("k", {"s": 5}) == {"xt": 0.3, "s": 5}


def test_every_put_has_a_number_of_its_own(session):
    assert board._put("k") is None
    board.put("k", xt=4.0)
    board.put("k", xt=4.0)
    assert board._put("k") == {"id": 2, "values": {"xt": 4.0}}


@pytest.mark.parametrize(
    ("lock", "held"),
    [("", []), ("xt,s", ["xt", "s"]), ("bayes", ["xt", "x0", "s", "t", "flag", "start"])],
)
def test_a_teachers_link_ties_single_hands_or_all(session, lock, held):
    session["_kept"] = {"lock": lock, "hide": "step,badge"}
    words: BoardWords = board._taught(bells_words(), "bayes")
    assert words["held"] == held
    assert words["gone"] == ["step", "badge"]


def test_the_scene_is_plain_and_finite(session, monkeypatch):
    result, _ = bundle.load("bayes")
    shown = scene(result.config, result, told=False)
    text = json.dumps(shown, allow_nan=False)
    assert len(text) < 150_000
    assert shown["engine"]["xt"] == BayesConfig().xt
    assert len(shown["log_alpha_bar"]) == result.config.T + 1


def test_numbers_of_another_config_are_not_compared(session):
    result, _ = bundle.load("bayes")
    shown = scene(replace(result.config, data="camps"), result, told=False)
    assert shown["engine"] is None
    assert shown["points"] == list(DATA["camps"])


def test_a_link_with_another_T_and_no_pair_begins_with_one_that_fits():
    assert placed({"T": 100}) == {"T": 100, "t": 50, "s": 40}
    assert placed({"T": 100, "t": 3, "s": 1}) == {"T": 100, "t": 3, "s": 1}
    assert BayesConfig(T=1000, **pair(1000)) == BayesConfig()
    assert BayesConfig(T=2, **pair(2)).t == 1


def test_the_engine_is_asked_about_places_only():
    told = {"t": 9, "s": 3, "xt": 1.0, "x0": 0.5, "start": "away", "flag": 0.1, "walked": 2}
    assert placed(told) == {"t": 9, "s": 3, "xt": 1.0, "x0": 0.5}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"bayes_t": "300", "bayes_s": "400"}, "must be below t = 300"),
        ({"bayes_t": "1500"}, "must be a whole number from 1 to 1000"),
        ({"bayes_xt": "99"}, "must be a number from -4.5 to 4.5"),
        ({"bayes_x0": "nan"}, "must be a number from -4.5 to 4.5"),
        ({"bayes_start": "both"}, "must be one of known, away"),
        ({"bayes_data": "many"}, "must be one of dots, camps, one"),
        ({"bayes_T": "1"}, "must be a whole number from 2 to 4000"),
    ],
)
def test_a_wrong_place_in_the_link_gets_one_sentence_and_the_figure_stays(inline_jobs, asked, said):
    test = visit("bayes", lang="en", **asked)
    (sentence,) = sentences(test)
    assert said in sentence
    assert not test.exception


def test_a_link_from_a_short_schedule_needs_no_sentence(inline_jobs):
    test = visit("bayes", lang="en", bayes_T="100", bayes_schedule="cosine", bayes_seed="3")
    assert sentences(test) == []
    assert "from $t=50$" in drawn(test)
