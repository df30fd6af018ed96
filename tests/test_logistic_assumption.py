"""The Gaussian assumption kept and broken; L-BFGS against scipy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from engine.errors import InvalidParameter
from engine.logistic_regression import assumption
from engine.logistic_regression.assumption import bent, law, straightened
from engine.logistic_regression.config_assumption import HOW, AssumptionConfig
from engine.logistic_regression.lbfgs import Loss, lbfgs
from tests.test_diffusion_experiments import finish
from tests.test_logistic_regression import clouds, softmax_loss


@pytest.mark.parametrize("how", HOW)
def test_nobody_beats_the_true_posterior_and_more_rows_bring_both_nearer(how):
    result = finish(assumption.run(AssumptionConfig(how=how, sizes=(160, 640), repeats=10)))
    assert (result.excess > 0).all()
    assert (result.excess[:, 1] < result.excess[:, 0]).all()


def test_with_gaussian_classes_the_closed_form_needs_fewer_rows():
    config = AssumptionConfig(sizes=(80, 160, 320), repeats=40)
    result = finish(assumption.run(config))
    assert (result.loss[0] < result.loss[1]).all()
    assert result.needed(0) > 1.2 * 80


@pytest.mark.parametrize("skew", [0.2, 1.0])
def test_skewed_coordinates_keep_mean_and_variance_and_can_be_straightened(skew):
    z = torch.linspace(-6, 6, 200_001, dtype=torch.float64)
    v, mass = bent(z, skew), torch.exp(-z.square() / 2) / (2 * np.pi) ** 0.5 * 12 / 200_000
    assert (v * mass).sum().item() == pytest.approx(0, abs=1e-4)
    assert (v * v * mass).sum().item() == pytest.approx(1, abs=1e-2)
    back, slope = straightened(v, skew)
    assert (back - z).abs().max() < 1e-9
    steps = (v.diff() / z.diff()).log()
    assert (steps - (slope[1:] + slope[:-1]) / 2).abs().max() < 1e-6


def test_the_true_posterior_of_gaussian_classes_is_the_formula():
    truth = law(AssumptionConfig())
    x, _ = truth.draw(50, 1)
    w = truth.means[1]
    assert (truth.logit(x) - (x @ w - w @ w / 2)).abs().max() < 1e-12


@pytest.mark.parametrize("chunk", [7, 1000])
def test_lbfgs_ends_where_scipy_and_scikit_learn_end(chunk):
    x, y = clouds(3)
    *_, last = (p for p in lbfgs(Loss(x, y, 3, chunk=chunk), tolerance=1e-9) if p)
    peer = minimize(
        softmax_loss, np.zeros(8), (x, y, 0.0), "BFGS", jac=True, options={"gtol": 1e-9}
    )
    ours = (last.theta[:-1] - last.theta[-1]).numpy()
    assert np.abs(ours - peer.x.reshape(2, 4)).max() < 1e-6
    *_, last = (p for p in lbfgs(Loss(x, y, 3, 1.0, chunk), tolerance=1e-9) if p)
    model = LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000).fit(x.numpy(), y.numpy())
    assert np.abs(last.model.weights.numpy() - model.coef_).max() < 1e-6


@pytest.mark.parametrize("wrong", [{"away": 2}, {"sizes": ()}, {"calibrated": 41}, {"how": "x"}])
def test_bad_questions_get_a_sentence(wrong):
    with pytest.raises(InvalidParameter, match=next(iter(wrong))):
        AssumptionConfig(**wrong)
