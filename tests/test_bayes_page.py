"""The experiments of page bayes, as Streamlit runs them: what they say, and what their chips do."""

import pytest

from engine.diffusion.config_bells import BayesConfig
from engine.diffusion.config_slice import SliceConfig
from pages.bayes.experiments.chips import EXPERIMENTS
from pages.bayes.experiments.slice import SAME
from tests.test_pages import drawn, sentences, visit
from view import bundle, language

CHARTS = {"slice": 1, "guess": 2, "variances": 3, "solvable": 1}


@pytest.fixture(scope="module", autouse=True)
def shipped_only():
    """Results come from their bundles: nothing is computed but what a test asks for."""
    patch = pytest.MonkeyPatch()
    patch.setenv("JOBS", "inline")
    yield
    patch.undo()


def test_the_shipped_slices_answer_the_hero_as_it_opens():
    hero, shipped = BayesConfig(), SliceConfig()
    for name in SAME:
        assert getattr(hero, name) == getattr(shipped, name)
    assert hero.points == shipped.data


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_stands_in_both_languages(name: str, lang: str):
    test = visit("bayes", lang=lang, bayes_x=name)
    assert not test.exception and not sentences(test)
    charts = [chart.proto for chart in test.get("plotly_chart")]
    assert len(charts) == CHARTS[name]
    assert "[[" not in drawn(test)


def test_without_x0_the_single_bell_is_said_to_be_found_out():
    test = visit("bayes", lang="en", bayes_x="slice", bayes_given="data")
    assert "found out" in drawn(test)
    test = visit("bayes", lang="en", bayes_x="slice", bayes_given="data", bayes_data="one")
    assert "nobody sees the difference" in drawn(test) and "found out" not in drawn(test)


def test_a_slice_can_be_thin_empty_or_full():
    test = visit("bayes", lang="en", bayes_x="slice")
    spec = test.get("plotly_chart")[0].proto.spec
    assert "not judged" in spec
    for button, words in (("none", "not one sample"), ("full", "8,")):
        test.button(key=f"bayes_{button}").click().run()
        assert not test.exception
        assert words in test.get("plotly_chart")[0].proto.spec
    assert test.slider(key="bayes_own").value == 0.0


def test_a_pair_that_ends_in_the_house_gets_a_sentence_and_the_last_figure():
    test = visit("bayes", lang="en", bayes_x="slice", bayes_s="0")
    assert not test.exception
    assert any("must be a whole number from 1 to" in sentence for sentence in sentences(test))
    assert len(test.get("plotly_chart")) == 1


def test_the_best_variance_is_said_with_its_bits():
    result, _ = bundle.load("bayes_variances")
    words = drawn(visit("bayes", lang="en", bayes_x="variances"))
    assert f"least there is is {result.least:.3f}" in words


def test_the_wrong_value_of_an_experiment_gets_a_sentence():
    (sentence,) = sentences(visit("bayes", lang="en", bayes_x="slice", bayes_given="none"))
    assert "x0, data" in sentence
