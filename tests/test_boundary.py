"""The law `boundary` and its page: clouds, the engine's numbers, what travels, what is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression

from engine import jobs
from engine.errors import InvalidParameter
from engine.logistic_regression.clouds import distance
from engine.logistic_regression.config import HeroConfig, opening
from pages.logistic_regression.said import flat, placed, scene
from tests.test_pages import drawn, sentences, visit
from view import bundle, language
from view.placed import Points, packed

WORK = "engine.logistic_regression.hero:run"
CASES = [HeroConfig(), opening(3, 20, 5), opening(2, 10, 3), opening(3, 40, 11)]


@pytest.fixture(autouse=True)
def inline(monkeypatch):
    monkeypatch.setenv("JOBS", "inline")


@pytest.mark.parametrize("config", CASES, ids=lambda config: config.base)
def test_both_lines_are_those_of_an_independent_library(config: HeroConfig):
    result = jobs.compute(WORK, config)
    x, y = config.arrays
    lda = LinearDiscriminantAnalysis(solver="lsqr").fit(x, y).predict_proba(x)
    logits = x @ result.closed[:, :2].T + result.closed[:, 2]
    p = np.exp(logits - logits.max(1, keepdims=True))
    assert np.abs(p / p.sum(1, keepdims=True) - lda).max() < 1e-10
    if result.separated:
        return
    rival = LogisticRegression(C=np.inf, tol=1e-12, max_iter=5000).fit(x, y).predict_proba(x)
    logits = x @ result.mle[:, :2].T + result.mle[:, 2]
    p = np.exp(logits - logits.max(1, keepdims=True))
    assert np.abs(p / p.sum(1, keepdims=True) - rival).max() < 1e-4


def test_one_far_point_turns_the_closed_form_and_not_the_other():
    result = jobs.compute(WORK, HeroConfig())
    closed, mle = result.strip
    assert closed[-1] > 20 and mle[-1] < 0.02
    assert (np.diff(closed) > 0).all()
    assert result.distance == pytest.approx(12, abs=0.01)


def test_with_balanced_classes_the_first_newton_step_is_the_closed_form():
    assert jobs.compute(WORK, HeroConfig()).first < 1e-9


def test_a_sigma_is_measured_on_the_other_points():
    config = HeroConfig()
    x, y = config.arrays
    rest = np.arange(len(x)) != config.chosen
    means = np.stack([x[rest & (y == k)].mean(0) for k in (0, 1)])
    offsets = (x - means[y])[rest]
    sigma = offsets.T @ offsets / rest.sum()
    away = x[config.chosen] - means[1]
    assert distance(x, y, config.chosen) == pytest.approx(
        np.sqrt(away @ np.linalg.solve(sigma, away))
    )


def test_points_on_one_line_are_shrunk_and_it_is_said():
    points = tuple((float(i), float(i) / 2, k) for k in (0, 1) for i in range(k, k + 5))
    result = jobs.compute(WORK, HeroConfig(placed=points, chosen=0))
    assert result.rho > 0 and np.isfinite(result.closed).all()


def test_classes_apart_have_no_maximum():
    points = tuple((x, 3.0 * k, k) for k in (0, 1) for x in (0.0, 1.0, 2.0, 3.5))
    points = (*points[:-1], (3.5, 3.4, 1))
    result = jobs.compute(WORK, HeroConfig(placed=points, chosen=0))
    assert result.separated and np.isfinite(result.closed).all()


@pytest.mark.parametrize(
    "points",
    [((0.0, 0.0, 0),) * 5, ((99.0, 0.0, 0), (0.0, 1.0, 1)), ((0.0, float("nan"), 0),)],
)
def test_points_that_cannot_be_are_refused(points):
    with pytest.raises(InvalidParameter):
        HeroConfig(placed=points, chosen=0)


def test_points_come_back_from_a_link():
    points = HeroConfig().points
    assert Points("points").read(packed(points)) == points
    assert packed(()) is None
    for wrong in ("", "x", "A" * 4000):
        with pytest.raises(InvalidParameter):
            Points("points").read(wrong)


def test_what_the_hand_left_counts_only_for_the_points_it_was_moved_from():
    at = HeroConfig()
    told = {"base": at.base, **flat(at)}
    assert placed(at, {}, {}, told).placed == ()
    told["points"] = [1.0, *told["points"][1:]]
    moved = placed(at, {}, {}, told)
    assert moved.placed[0][0] == 1.0
    assert placed(opening(2, 20, 7), {}, {}, told) == opening(2, 20, 7)


def test_the_scene_is_plain_and_compared_only_with_its_own_points():
    result, _ = bundle.load("logistic_regression")
    shown = scene(result.config, result.config, result, told=False)
    assert len(json.dumps(shown, allow_nan=False)) < 20_000
    assert shown["engine"]["points"] == shown["points"]
    other = opening(2, 20, 7)
    assert scene(other, other, result, told=False)["engine"] is None


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_page_and_its_strip_stand_in_both_languages(lang: str):
    test = visit("logistic_regression", lang=lang, logistic_regression_x="outliers")
    assert not test.exception and not sentences(test)
    assert "[[" not in drawn(test)
    assert len(test.get("plotly_chart")) == 1


def test_the_outliers_keep_the_closed_forms_turn_back_until_it_is_asked_for():
    shown, _ = bundle.load("logistic_regression_outliers")
    said = f"by {shown.strip[0][-1]:.1f}°"
    test = visit("logistic_regression", lang="en", logistic_regression_x="outliers")
    assert said not in drawn(test) and not _strips(test)
    (chart,) = test.get("plotly_chart")
    assert chart.proto.spec.count('"mode":"lines+markers"') == 1
    test.button(key="logistic_regression_show_me").click().run()
    assert said in drawn(test) and _strips(test)
    (chart,) = test.get("plotly_chart")
    assert chart.proto.spec.count('"mode":"lines+markers"') == 2


def _strips(test) -> int:
    return [one.proto.component_name for one in test.get("bidi_component")].count("lab_strip")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"logistic_regression_classes": "4"}, "must be one of 2, 3"),
        ({"logistic_regression_count": "999"}, "must be a whole number from 3 to 60"),
        ({"logistic_regression_points": "zz"}, "must be points that a link carries"),
    ],
)
def test_a_wrong_value_in_the_link_gets_a_sentence_and_the_figure_stays(asked, said):
    test = visit("logistic_regression", lang="en", **asked)
    (sentence,) = sentences(test)
    assert said in sentence and not test.exception


def test_the_prose_keeps_the_answer_until_it_is_asked_for():
    shown, _ = bundle.load("logistic_regression")
    said = f"{shown.strip[0][-1]:.1f}°"
    test = visit("logistic_regression", lang="en")
    assert said not in drawn(test)
    test.button(key="logistic_regression_show_me").click().run()
    assert said in drawn(test)
