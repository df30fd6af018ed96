"""The hero of page `bayes`: its bells against Bayes' rule taken literally, on a fine grid."""

from __future__ import annotations

from dataclasses import replace
from math import exp, expm1, sqrt

import numpy as np
import pytest

from engine import jobs
from engine.diffusion import bayes
from engine.diffusion.config_bells import DATA, REACH, VARIANCES, BayesConfig, BayesResult
from engine.errors import InvalidParameter

DEFAULT = BayesConfig()
X = np.linspace(-40, 40, 80_001)
# (t, coefficient of x_t, of x_0, standard deviation) of single steps: article 9164
REFERENCE = (
    (2, 0.33333111, 0.66666889, 0.00365151),
    (100, 0.98017512, 0.01980010, 0.04429801),
    (500, 0.99410169, 0.00311233, 0.09995548),
    (1000, 0.98994864, 0.00013096, 0.14142130),
)


def run(**places) -> BayesResult:
    """The Result of the default with other `places`."""
    work = bayes.run(replace(DEFAULT, **places))
    with pytest.raises(StopIteration) as end:
        next(work)
    return end.value.value


def gauss(x: np.ndarray, mean: float, sd: float) -> np.ndarray:
    return np.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * sqrt(2 * np.pi))


def forward(result: BayesResult) -> tuple[float, float, float, float]:
    r"""$\bar\alpha_s$, $\bar\beta_s$, and $\alpha$, $\beta$ from s to t, by the schedule alone."""
    log = result.log_alpha_bar
    log_s, step = log[result.config.s], log[result.config.t] - log[result.config.s]
    return exp(log_s), sqrt(-expm1(2 * log_s)), exp(step), sqrt(-expm1(2 * step))


def of_x0(result: BayesResult, x0: float) -> np.ndarray:
    """p(x_s, x_t | x_0) over X: where it came from times where it went."""
    a_s, b_s, a, b = forward(result)
    return gauss(X, a_s * x0, b_s) * gauss(result.config.xt, a * X, b)


def moments(joint: np.ndarray) -> tuple[float, float]:
    """Mean and standard deviation of the density over X proportional to `joint`."""
    share = joint / joint.sum()
    mean = (share * X).sum()
    return mean, sqrt((share * (X - mean) ** 2).sum())


@pytest.mark.parametrize(("t", "kappa", "lam", "sd"), REFERENCE)
def test_single_steps_have_the_articles_coefficients(t, kappa, lam, sd):
    result = run(t=t, s=t - 1)
    assert (result.kappa, result.lam) == pytest.approx((kappa, lam), abs=1e-7)
    assert result.product.sd == pytest.approx(sd, abs=1e-7)
    assert run(t=t, s=0).single == pytest.approx((kappa, lam, sd), abs=1e-7)


@pytest.mark.parametrize(("t", "s"), [(500, 400), (500, 100), (1000, 900), (300, 299)])
@pytest.mark.parametrize(("xt", "x0"), [(1.6, -2.0), (-3.0, 0.4)])
def test_the_product_is_bayes_rule_taken_on_a_grid(t, s, xt, x0):
    result = run(t=t, s=s, xt=xt, x0=x0)
    assert moments(of_x0(result, x0)) == pytest.approx(
        (result.product.mean, result.product.sd), abs=1e-9
    )
    likelihood = gauss(xt, forward(result)[2] * X, forward(result)[3])
    if result.likelihood.sd < 4:
        assert moments(likelihood) == pytest.approx(
            (result.likelihood.mean, result.likelihood.sd), abs=1e-9
        )


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize(("t", "s"), [(500, 400), (500, 100), (200, 50)])
def test_without_x0_the_truth_is_the_sum_over_the_data(data, t, s):
    result = run(data=data, t=t, s=s, xt=0.8)
    joint = sum(of_x0(result, x0) for x0 in DATA[data])
    assert moments(joint) == pytest.approx((result.truth.mean, result.truth.sd), abs=1e-9)
    density = joint / (joint.sum() * (X[1] - X[0]))
    shown = np.interp(result.grid, X, density)
    np.testing.assert_allclose(result.density[4], shown, atol=1e-4 * shown.max())
    weights = np.array([of_x0(result, x0).sum() for x0 in DATA[data]])
    np.testing.assert_allclose(result.weights, weights / weights.sum(), atol=1e-9)
    assert result.guess.mean == pytest.approx((weights / weights.sum()) @ DATA[data], abs=1e-9)


@pytest.mark.parametrize("data", DATA)
def test_the_single_bell_has_the_true_mean_whatever_its_variance(data):
    found = {name: run(data=data, variance=name) for name in VARIANCES}
    assert len({result.approx.mean for result in found.values()}) == 1
    assert found["lower"].approx.mean == pytest.approx(found["lower"].truth.mean, abs=1e-12)
    assert found["lower"].approx.sd == found["lower"].product.sd
    step = forward(found["upper"])[3]
    assert found["upper"].approx.sd == pytest.approx(step, abs=1e-12)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize(("t", "s"), [(500, 400), (200, 100), (40, 10)])
def test_the_optimal_variance_is_the_true_one_averaged_over_the_marginal(data, t, s):
    result = run(data=data, t=t, s=s, variance="optimal")
    a_t, b_t = exp(result.log_alpha_bar[t]), sqrt(-expm1(2 * result.log_alpha_bar[t]))
    points = np.array(DATA[data])
    x = np.linspace(-9, 9, 20_001)
    joint = gauss(x[:, None], a_t * points, b_t)
    weights = joint / np.maximum(joint.sum(1, keepdims=True), 1e-300)
    mean = weights @ points
    variance = (weights * (points - mean[:, None]) ** 2).sum(1)
    spread = np.average(variance, weights=joint.sum(1))
    true = result.product.sd**2 + result.lam**2 * spread
    assert result.approx.sd**2 == pytest.approx(true, rel=1e-9)


def test_one_data_point_leaves_nothing_to_guess():
    result = run(data="one", xt=-2.0)
    assert result.guess.sd == 0
    assert result.truth == result.approx


def test_at_s_0_the_product_is_x0_itself():
    result = run(t=1, s=0, x0=0.7)
    assert (result.product.mean, result.product.sd) == pytest.approx((0.7, 0), abs=1e-12)
    assert not result.density[2].any()
    assert np.isfinite(result.density).all()


def test_the_noise_of_the_steps_back_belongs_to_the_seed():
    one, other = run(seed=7), run(seed=8)
    assert np.array_equal(one.noise, run(seed=7, xt=0.1).noise)
    assert not np.array_equal(one.noise, other.noise)
    assert one.noise.std() == pytest.approx(1, abs=0.3)


@pytest.mark.parametrize(
    ("places", "name"),
    [
        ({"s": 500}, "s"),
        ({"s": -1}, "s"),
        ({"t": 1001}, "t"),
        ({"t": 0}, "t"),
        ({"xt": REACH + 0.01}, "xt"),
        ({"x0": float("nan")}, "x0"),
        ({"xt": "1"}, "xt"),
        ({"x0": True}, "x0"),
        ({"data": "none"}, "data"),
        ({"variance": "β"}, "variance"),
        ({"seed": -1}, "seed"),
        ({"T": 1}, "T"),
        ({"schedule": "flat"}, "schedule"),
    ],
)
def test_a_wrong_place_is_refused_by_name(places, name):
    with pytest.raises(InvalidParameter) as raised:
        replace(DEFAULT, **places)
    assert raised.value.name == name


def test_the_weight_that_is_dropped_is_the_one_of_the_article(inline_jobs):
    assert run().weight_T == pytest.approx(2.4e4, rel=0.03)


def test_the_gap_is_from_the_flag_to_where_the_mean_lands(inline_jobs):
    result = jobs.compute("engine.diffusion.bayes:run", DEFAULT)
    assert result.gap(result.approx.mean) == 0
    assert result.gap(0.0) == pytest.approx(1.0538042, abs=1e-6)
