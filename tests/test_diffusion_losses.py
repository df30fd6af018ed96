"""The one-step and the merged loss: one expected gradient, two variances."""

import pytest
import torch

from engine.diffusion.config_gradients import GradientConfig
from engine.diffusion.gradients import best_w, gradients, predicted_ratio, run
from engine.diffusion.losses import constant, merged, one_step, per_sample_gradients
from engine.diffusion.schedule import demolish, schedule
from engine.errors import InvalidParameter
from engine.task import finished

SU = schedule("su", 1000)
TIMES = [1, 10, 100, 500]


def normal(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.mark.parametrize("t", TIMES)
def test_a_model_that_is_right_has_no_loss(t):
    x0, before, epsilon = normal(3, 5, 2, 2)
    assert one_step(lambda x, t: epsilon, x0, before, epsilon, SU, t).abs().max() < 1e-12
    right = SU.beta[t - 1] / SU.beta_bar[t] * epsilon
    assert merged(lambda x, t: right, x0, epsilon, SU, t).abs().max() < 1e-12


@pytest.mark.parametrize("t", TIMES)
def test_both_losses_show_the_model_what_the_jump_makes(t):
    x0, before, epsilon = normal(3, 4, 3)
    seen = []

    def model(x, time):
        assert time == t
        seen.append(x)
        return torch.zeros_like(x)

    alpha, beta = SU.alpha[t - 1], SU.beta[t - 1]
    stepped = alpha * demolish(x0, before, SU.alpha_bar[t - 1]) + beta * epsilon
    values = one_step(model, x0, before, epsilon, SU, t), merged(model, x0, epsilon, SU, t)
    assert torch.allclose(seen[0], stepped, atol=1e-12)
    assert torch.allclose(seen[1], demolish(x0, epsilon, SU.alpha_bar[t]), atol=1e-12)
    squares = epsilon.square().sum(1)
    assert torch.allclose(values[0], squares)
    assert torch.allclose(values[1], (beta / SU.beta_bar[t]) ** 2 * squares)


@pytest.mark.parametrize("t", TIMES)
def test_the_two_losses_differ_by_the_constant_alone(t):
    n = 200_000
    x0, before, epsilon = normal(3, n, 1, seed=t)

    def model(x, time):
        return torch.tanh(0.5 * x)

    one = one_step(model, x0, before, epsilon, SU, t)
    two = merged(model, x0, normal(n, 1, seed=t + 1), SU, t) + constant(SU, t)
    gap, se = one.mean() - two.mean(), ((one.var() + two.var()) / n).sqrt()
    assert abs(gap) < 3.5 * se
    assert constant(SU, 1) == pytest.approx(0, abs=1e-12)


def test_per_sample_gradients_are_those_of_the_formula():
    x0, epsilon = normal(2, 6, 1)
    t, w = 100, 0.3
    ratio = (SU.beta[t - 1] / SU.beta_bar[t]).item()
    x = demolish(x0, epsilon, SU.alpha_bar[t])
    got = per_sample_gradients(lambda model: merged(model, x0, epsilon, SU, t), w, x0)
    assert torch.allclose(got, (-2 * x * (ratio * epsilon - w * x))[:, 0], atol=1e-12)


@pytest.mark.parametrize(("t", "expected"), [(1, 1.0), (10, 5.5), (100, 68), (500, 4200)])
def test_predicted_ratio_of_the_article(t, expected):
    assert predicted_ratio(SU, t, 0.5) == pytest.approx(expected, rel=0.01)


def test_at_the_optimum_the_variances_stand_as_predicted_and_the_means_agree():
    result = finished(run(GradientConfig(count=200_000)))
    for measured, predicted in zip(result.ratio, result.predicted, strict=True):
        assert measured == pytest.approx(predicted, rel=0.03)
    assert all(abs(z) < 3.5 for z in result.z)
    assert all(abs(e.value) < 3.5 * e.se for e in result.merged)


def test_away_from_the_optimum_the_means_agree_and_are_not_zero():
    result = finished(run(GradientConfig(away=0.0)))
    assert all(abs(z) < 3.5 for z in result.z)
    assert all(abs(e.value) > 50 * e.se for e in result.merged[2:])
    assert result.ratio[3] < 0.1 * result.predicted[3]


def test_the_optimum_is_where_the_mean_gradient_vanishes():
    for t in (100, 500):
        draws = [g.mean().abs() / (g.std() / 100_000**0.5) for g in gradients_at(t, 1.0)]
        moved = [g.mean().abs() / (g.std() / 100_000**0.5) for g in gradients_at(t, 1.2)]
        assert max(draws) < 3.5 and moved[1] > 5
        assert best_w(SU, t, 0.5) > 0


def gradients_at(t, away):
    return gradients(GradientConfig(away=away), SU, t, torch.device("cpu"))


def test_bad_questions_get_a_sentence():
    for wrong in ({"times": ()}, {"times": (0,)}, {"s": 0.0}, {"away": 11.0}, {"count": 1}):
        with pytest.raises(InvalidParameter):
            GradientConfig(**wrong)
