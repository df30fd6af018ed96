"""Page initialization: its experiments against formulas, and what it says and holds back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import jobs
from engine.errors import InvalidParameter
from engine.initialization.branches import shares
from engine.initialization.config import RECIPES, Building, DescentConfig
from engine.initialization.config_branches import FLOORS, BranchesConfig
from engine.initialization.config_hero import AT, STDS, HeroConfig
from engine.initialization.config_norms import ASKED, PLAIN, REMEDIES, NormsConfig
from engine.initialization.config_softmax import GAMMAS
from engine.initialization.config_updates import SIZES, UpdatesConfig
from engine.initialization.updates import noise_step
from pages.initialization.brief import brief
from pages.initialization.experiments.chips import EXPERIMENTS
from pages.initialization.question import FLOORS as KNOTS
from pages.initialization.said import scene
from tests.bare import plain
from tests.test_alone import CAPTION, agree, in_a_bare_room
from tests.test_pages import drawn, sentences, visit
from view import bundle, language
from view.declared import written
from view.export.snippet import snippet

SLUG = "initialization"
CHARTS = {"norms": 2, "branches": 1, "training": 2, "updates": 1, "head": 3, "truncation": 1}
SMALL = DescentConfig(Building(layers=1, width=64, n=4, seeds=2), (0.05, 0.1))


@pytest.fixture(autouse=True)
def inline(monkeypatch):
    monkeypatch.setenv("JOBS", "inline")


@pytest.mark.parametrize("floors", FLOORS)
@pytest.mark.parametrize("sigma", [0.05, 0.3, 1.0, 1.5])
def test_the_shares_of_all_branches_add_up_to_one(floors: int, sigma: float):
    found = shares(floors, sigma)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    weight, rest = 1.0, []
    for _ in range(floors):
        rest = [one / (1 + sigma**2) for one in rest] + [sigma**2 / (1 + sigma**2)]
        weight /= 1 + sigma**2
    assert found == pytest.approx([weight, *rest], rel=1e-12)


def test_with_branches_as_strong_as_the_path_the_articles_powers_of_two_stand():
    for floors, said in ((12, 0.015625), (24, 2.44140625e-4)):
        result = jobs.compute("engine.initialization.branches:run", BranchesConfig(floors))
        assert result.path == pytest.approx(said, rel=1e-9)
        assert result.shares[-1] == 0.5
        if floors == 24:
            assert result.sigmas[1, 1] == pytest.approx(0.2735, abs=5e-4)


def test_every_recipe_is_drawn_and_the_shipped_ones_say_what_the_article_measured():
    assert set(PLAIN + REMEDIES) == set(RECIPES)
    bert, xavier = (bundle.load(f"initialization_norms_{asked}")[0] for asked in ASKED)
    assert bert.of("total", "none_bare")[0] < 1e-10
    assert 0.5 < bert.of("weights", "none_bare") < 2
    assert xavier.of("total", "pre")[0] == pytest.approx(5.6, abs=0.5)
    assert xavier.of("total", "none")[0] > 1e5
    for recipe in ("rezero", "fixup", "deepnorm"):
        assert xavier.of("total", recipe)[0] == pytest.approx(1, abs=0.02)


def test_a_recipe_that_overflows_is_said_and_the_others_stand():
    config = NormsConfig("xavier", 96, 64, n=1)
    result = jobs.compute("engine.initialization.norms:run", config)
    assert result.of("broke", "post") == 0 and result.of("total", "post")[0] > 0
    assert 1 < result.of("broke", "none") < 192
    assert np.isnan(result.of("total", "none")).all()


def test_adam_steps_on_by_the_formula_and_on_noise_as_far_as_foreseen():
    result = jobs.compute("engine.initialization.updates:run", UpdatesConfig())
    assert result.adam == pytest.approx(result.formula, rel=1e-6)
    assert result.sgd == pytest.approx(SIZES, rel=1e-9)
    assert result.at("adam", SIZES[6]) == pytest.approx(0.9901, abs=1e-4)
    assert result.at("adam", SIZES[9]) == pytest.approx(0.0909, abs=1e-4)
    assert result.at("noise", 1.0) == pytest.approx(noise_step() / 1e-3, rel=0.03)
    assert result.noise == pytest.approx(result.noise[0] * result.adam, rel=0.1)


def test_the_shipped_hero_keeps_what_the_page_claims():
    result, _ = bundle.load("initialization")
    assert result.config == HeroConfig().descent
    skip, total = (result.median(name)[:, 0] for name in ("skip", "total"))
    assert 0.40 <= skip[AT["bert"]] <= 0.48 and skip[AT["xavier"]] < 1e-3
    assert 0.85 <= total[AT["bert"]] <= 1.15 and total[AT["xavier"]] < 0.9
    assert (np.diff(skip) < 0).all()


def test_the_board_gets_every_measured_std_and_hides_nothing_of_the_skip_path():
    result, _ = bundle.load("initialization")
    told = scene(result, False)
    assert told["stds"] == list(STDS) and not told["told"]
    assert np.array(told["skip"]).shape == (len(STDS), 25)
    assert told["low"] <= np.log10(result.median("skip").min()) + 1 or told["low"] == -6


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (0.44, "0.44"),
        (1.02, "1.02"),
        (12.34, "12.3"),
        (0.0361, "0.036"),
        (0.0024, "0.0024"),
        (1.04e-4, "1.0·10⁻⁴"),
        (2.5e6, "2.5·10⁶"),
        (0, "0"),
        (float("nan"), "—"),
    ],
)
def test_numbers_are_said_with_two_digits_that_count(x: float, said: str):
    assert brief(x) == said


def test_the_heros_script_needs_no_clone(tmp_path):
    work = "engine.initialization.descent:run"
    there, curves, _ = in_a_bare_room(snippet(work, SMALL, CAPTION).text, tmp_path)
    here = jobs.compute(work, SMALL)
    agree(there, plain(here))
    agree(curves, plain(here.curves))


def test_the_answer_waits_for_the_guess():
    result, _ = bundle.load("initialization")
    answer = f"**{brief(result.median('total')[AT['xavier'], 0])}**"
    assert answer not in drawn(visit(SLUG, lang="en"))
    guess = written((0.5,) * KNOTS)
    words = drawn(visit(SLUG, lang="en", initialization_guess=guess))
    assert answer in words and "You said 0.032." in words
    test = visit(SLUG, lang="en")
    test.button(key="initialization_show_me").click().run()
    assert answer in drawn(test) and "You said" not in drawn(test)


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_stands_in_both_languages(name: str, lang: str):
    test = visit(SLUG, lang=lang, initialization_x=name)
    assert not test.exception and not sentences(test)
    assert len(test.get("plotly_chart")) == CHARTS[name]
    assert "[[" not in drawn(test)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_norms_keep_post_norms_total_back_until_the_guess(lang: str):
    said = {"lang": lang, "initialization_x": "norms"}
    result, _ = bundle.load("initialization_norms_xavier")
    answer = f" {brief(result.of('total', 'post')[0])} |"
    series = language.CATALOGUES[lang]["initialization.recipe.post"]
    test = visit(SLUG, **said)
    assert answer not in drawn(test) and language.CATALOGUES[lang][
        "initialization.norms.waits"
    ] in [one.value for one in test.caption]
    before = [one.proto.spec.count(f'"name":"{series}"') for one in test.get("plotly_chart")]
    test.button(key="initialization_show_me").click().run()
    after = [one.proto.spec.count(f'"name":"{series}"') for one in test.get("plotly_chart")]
    assert answer in drawn(test) and (before, after) == ([0, 0], [1, 1])


def test_a_training_that_was_not_shipped_waits_for_the_readers_word_and_says_what_is_shown():
    test = visit(SLUG, lang="en", initialization_x="training", initialization_times="20")
    assert "η = 0.001, Post-Norm, no warm-up, seed 1" in drawn(test)
    assert test.button(key="initialization_train")
    test = visit(SLUG, lang="en", initialization_x="training", initialization_warmup="1")
    assert "warm-up over 100 steps" in drawn(test)


@pytest.mark.parametrize("gamma", ["1", "8"])
def test_the_gamma_of_the_head_chooses_what_is_told(gamma: str):
    result, _ = bundle.load("initialization_softmax")
    test = visit(SLUG, lang="en", initialization_x="head", initialization_gamma=gamma)
    told = result.entropy[GAMMAS.index(int(gamma))]
    assert f"at γ = {gamma} the entropy is {told:.2f}" in drawn(test)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"initialization_n": "5"}, "must be one of"),
        ({"initialization_std": "0.5"}, "from 0.005 to 0.05"),
        ({"initialization_guess": "x"}, "must have 13 points"),
        ({"initialization_x": "norms", "initialization_layers": "96"}, "more than this machine"),
    ],
)
def test_a_wrong_value_gets_a_sentence(said: dict[str, str], rule: str):
    if "initialization_layers" in said:
        said = said | {"initialization_width": "1024"}
    assert any(rule in one for one in sentences(visit(SLUG, lang="en", **said)))


def test_what_cannot_be_is_refused():
    for wrong in (
        lambda: HeroConfig(n=5),
        lambda: HeroConfig(rho=0.3),
        lambda: NormsConfig(asked="he"),
        lambda: BranchesConfig(sigma=0.0),
        lambda: BranchesConfig(floors=3),
        lambda: UpdatesConfig(eps=1e-7),
        lambda: replace(SMALL, stds=()),
    ):
        with pytest.raises(InvalidParameter):
            wrong()
