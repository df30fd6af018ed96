"""Experiments of page logistic_regression: separable classes, classic mistakes."""

from __future__ import annotations

import pickle
from itertools import pairwise

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from engine.errors import InvalidParameter
from engine.logistic_regression import mistakes, separable
from engine.logistic_regression.config_mistakes import SIZES, MistakesConfig
from engine.logistic_regression.config_separable import SeparableConfig
from tests.test_diffusion_experiments import finish


@pytest.mark.parametrize(
    ("gap", "kind"),
    [(-0.6, "overlapping"), (-0.1, "overlapping"), (0.0, "quasi"), (0.1, "separated")],
)
@pytest.mark.parametrize("seed", range(5))
def test_the_program_says_what_the_gap_makes(gap, kind, seed):
    assert finish(separable.run(SeparableConfig(gap=gap, seed=seed, descent=1))).kind == kind


def test_separated_classes_let_both_ways_run_away_and_the_closed_form_stays():
    result = finish(separable.run(SeparableConfig()))
    assert all(b > a for a, b in pairwise(result.newton_length))
    assert all(b > a for a, b in pairwise(result.descent_length))
    assert result.last > 5 * result.closed
    peer = LinearDiscriminantAnalysis(solver="lsqr").fit(result.x, result.y)
    assert np.allclose(result.line[:2], peer.coef_[0], rtol=1e-9)


def test_overlapping_classes_let_both_ways_arrive_at_one_length():
    result = finish(separable.run(SeparableConfig(gap=-1.0, descent=40_000)))
    assert result.newton_length[-1] == pytest.approx(result.newton_length[-2], rel=1e-6)
    assert result.descent_length[-1] == pytest.approx(result.last, rel=1e-3)


def test_the_eight_points_have_the_articles_logits_right_and_as_printed():
    result = finish(mistakes.run(MistakesConfig()))
    right = [-24, -16, -16, -8, 8, 16, 16, 24]
    printed = [-10.5, -7, -7, -3.5, 3.5, 7, 7, 10.5]
    assert result.logits[0].tolist() == pytest.approx(right, abs=1e-8)
    assert result.logits[1].tolist() == pytest.approx(printed, abs=1e-8)
    assert result.moved == pytest.approx(0, abs=1e-9) and result.turned < 1e-4


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_the_total_covariance_shrinks_by_one_plus_p0_p1_d2(share):
    asked = MistakesConfig("clouds", "total", "same", share)
    result = finish(mistakes.run(asked))
    assert result.ratio == pytest.approx(result.predicted, rel=1e-9)
    peer = LinearDiscriminantAnalysis(solver="lsqr").fit(result.x, result.y)
    assert np.allclose(result.right[:2], peer.coef_[0], rtol=1e-8)
    assert abs(result.moved) < 1e-9 if share == 0.5 else abs(result.moved) > 0.02


def test_mixed_divisors_matter_less_the_more_rows_there_are():
    result = finish(mistakes.run(MistakesConfig()))
    assert len(result.lost) == len(SIZES) and result.lost[0] > 0.2
    assert 0 < result.lost[-1] < 0.01
    assert result.lost[-1] * SIZES[-1] == pytest.approx(result.lost[-2] * SIZES[-2], rel=0.2)


@pytest.mark.parametrize(
    ("run", "config"),
    [
        (separable.run, SeparableConfig(descent=50)),
        (mistakes.run, MistakesConfig("clouds", count=60)),
    ],
)
def test_one_config_gives_the_same_bytes_twice(run, config):
    assert pickle.dumps(finish(run(config))) == pickle.dumps(finish(run(config)))


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (SeparableConfig, {"gap": 2}),
        (SeparableConfig, {"gap": float("nan")}),
        (SeparableConfig, {"per": 2}),
        (MistakesConfig, {"share": 0}),
        (MistakesConfig, {"covariance": "none"}),
        (MistakesConfig, {"count": 1}),
    ],
)
def test_bad_questions_get_a_sentence(kind, wrong):
    with pytest.raises(InvalidParameter, match=next(iter(wrong))):
        kind(**wrong)
