"""The experiments of page logistic_regression, as Streamlit runs them."""

import pytest

from pages.logistic_regression.experiments.chips import EXPERIMENTS
from tests.test_pages import drawn, sentences, visit
from view import bundle, language

SLUG = "logistic_regression"
CHARTS = {"separable": 2, "assumption": 3, "mistakes": 2}


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", [name for name in EXPERIMENTS if name in CHARTS])
def test_every_experiment_stands_in_both_languages(inline_jobs, name: str, lang: str):
    test = visit(SLUG, lang=lang, **{f"{SLUG}_x": name})
    assert not test.exception and not sentences(test)
    assert len(test.get("plotly_chart")) >= CHARTS[name]


@pytest.mark.parametrize(
    ("gap", "said"), [("-0.8", "**overlapping**"), ("0.0", "**just touching**"), ("0.6", "**sep")]
)
def test_the_page_says_which_case_the_gap_makes(inline_jobs, gap: str, said: str):
    asked = {f"{SLUG}_x": "separable", f"{SLUG}_gap": gap}
    assert said in drawn(visit(SLUG, lang="en", **asked))


def test_the_total_covariance_says_its_factor(inline_jobs):
    asked = {"x": "mistakes", "set": "clouds", "covariance": "total", "divisor": "same"}
    words = drawn(visit(SLUG, lang="en", **{f"{SLUG}_{k}": v for k, v in asked.items()}))
    assert "1+p_0p_1D^2" in words and "the eight" not in words


def test_the_shipped_curves_say_how_many_more_rows_the_rival_needs(inline_jobs):
    result, _ = bundle.load("logistic_regression_assumption")
    words = drawn(visit(SLUG, lang="en", logistic_regression_x="assumption"))
    assert f"takes maximum likelihood about {result.needed(1):.0f}" in words
