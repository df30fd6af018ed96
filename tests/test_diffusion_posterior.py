"""Bayes' rule with the house known: against densities on a grid, exact cases, the article."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.diffusion import posterior as p
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.schedule import SCHEDULES, demolish, schedule

SU = schedule("su", 1000)
LOGS = SU.log_alpha_bar.tolist()
GRID = np.linspace(-16, 16, 320_001)


def log_bell(x, mean, sd):
    return -(((x - mean) / sd) ** 2) / 2 - math.log(sd * math.sqrt(2 * math.pi))


def moments(log_density):
    """Mean, standard deviation of a density on `GRID`, and the density with mass one."""
    density = np.exp(log_density - log_density.max())
    mass = density / np.trapezoid(density, GRID)
    mean = np.trapezoid(GRID * mass, GRID)
    return mean, math.sqrt(np.trapezoid((GRID - mean) ** 2 * mass, GRID)), mass


@pytest.mark.parametrize(("t", "s"), [(2, 1), (100, 99), (100, 20), (500, 400), (1000, 1)])
@pytest.mark.parametrize(("x_t", "x_0"), [(0.4, -0.7), (1.9, 0.3)])
def test_the_formula_is_bayes_rule_done_by_brute_force(t, s, x_t, x_0):
    alpha = math.exp(LOGS[t] - LOGS[s])
    likelihood = log_bell(x_t, alpha * GRID, p.step_beta(LOGS[t], LOGS[s]))
    before = log_bell(GRID, math.exp(LOGS[s]) * x_0, p.beta_bar(LOGS[s]))
    mean, sd, mass = moments(likelihood + before)
    kappa, lam, sigma = p.posterior(LOGS[t], LOGS[s])
    assert mean == pytest.approx(kappa * x_t + lam * x_0, abs=1e-4)
    assert sd == pytest.approx(sigma, rel=1e-4)
    expected = np.exp(log_bell(GRID, kappa * x_t + lam * x_0, sigma))
    assert np.abs(mass - expected).max() < 1e-4 * expected.max()


@given(name=st.sampled_from(sorted(SCHEDULES)), data=st.data())
def test_precisions_add(name, data):
    logs = schedule(name, 1000).log_alpha_bar.tolist()
    s = data.draw(st.integers(1, 999))
    t = data.draw(st.integers(s + 1, 1000))
    alpha, beta = math.exp(logs[t] - logs[s]), p.step_beta(logs[t], logs[s])
    precision = alpha**2 / beta**2 + 1 / p.beta_bar(logs[s]) ** 2
    assert p.posterior(logs[t], logs[s]).sigma ** -2 == pytest.approx(precision, rel=1e-10)


def test_the_articles_numbers_of_one_step_and_of_a_wide_pair():
    table = {
        2: (0.33333111, 0.66666889, 0.00365151),
        100: (0.98017512, 0.01980010, 0.04429801),
        500: (0.99410169, 0.00311233, 0.09995548),
        1000: (0.98994864, 0.00013096, 0.14142130),
    }
    for t, expected in table.items():
        assert p.posterior(LOGS[t], LOGS[t - 1]) == pytest.approx(expected, abs=1e-7)
    assert p.posterior(LOGS[1], 0.0) == (0.0, 1.0, 0.0)
    assert p.posterior(LOGS[500], LOGS[400])[:2] == pytest.approx((0.553, 0.290), abs=5e-4)


def test_both_weights_together_undo_the_shrinking_at_every_step():
    for t in range(1, 1001):
        kappa, lam, _ = p.posterior(LOGS[t], LOGS[t - 1])
        whole = kappa + lam / math.exp(LOGS[t])
        assert whole == pytest.approx(1 / SU.alpha[t - 1].item(), abs=1e-10)


def test_the_two_variances_differ_near_the_house_only():
    ratio = {t: p.lower(LOGS[t], LOGS[t - 1]) / p.upper(LOGS[t], LOGS[t - 1]) for t in (10, 500)}
    assert ratio == pytest.approx({10: 0.818258, 500: 0.999110}, abs=1e-6)
    assert ratio[10] ** 0.5 == pytest.approx(0.9046, abs=5e-5)
    assert ratio[500] ** 0.5 == pytest.approx(0.99955, abs=5e-6)


def gaussian(s: float) -> GaussianMixture:
    parts = [1.0], [[0.0]], [s]
    return GaussianMixture(*(torch.tensor(part, dtype=torch.float64) for part in parts))


def spread(mixture: GaussianMixture, t: int) -> float:
    """E Var(x0|x_t), summed over a grid."""
    x = torch.from_numpy(GRID)[:, None]
    a = math.exp(LOGS[t])
    weight = mixture.log_density(x, a).exp() * mixture.variance(x, a)[:, 0]
    return torch.trapezoid(weight, x[:, 0]).item()


@pytest.mark.parametrize(
    ("t", "ratios"),
    [(10, (0.818258, 0.999403, 1, 1.000150)), (500, (0.999110, 0.999347, 1, 1.001975))],
)
def test_the_optimal_variance_of_gaussian_data_is_that_of_the_reverse_step(t, ratios):
    now, before = LOGS[t], LOGS[t - 1]
    for s, ratio in zip((0.0, 0.5, 1.0, 2.0), ratios, strict=True):
        v_t, v_s = (math.exp(2 * log) * (s**2 - 1) + 1 for log in (now, before))
        exact = p.upper(now, before) * v_s / v_t
        unknown = s**2 * p.beta_bar(now) ** 2 / v_t
        assert p.optimal(now, before, unknown) == pytest.approx(exact, rel=1e-12)
        assert exact / p.upper(now, before) == pytest.approx(ratio, abs=1e-6)
        if s:
            assert spread(gaussian(s), t) == pytest.approx(unknown, rel=1e-9)


def test_two_data_sets_are_solved_by_ddpms_two_variances():
    for t in (1, 10, 500, 1000):
        pair = LOGS[t], LOGS[t - 1]
        assert p.optimal(*pair, 0.0) == p.lower(*pair)
        assert p.optimal(*pair, p.beta_bar(LOGS[t]) ** 2) == pytest.approx(p.upper(*pair))
        kappa, lam, _ = p.posterior(*pair)
        # of N(0, I) data the best guess is ᾱ x_t, and the mean α x_t
        mean = kappa + lam * math.exp(LOGS[t])
        assert mean == pytest.approx(math.exp(LOGS[t] - LOGS[t - 1]), abs=1e-12)


def test_data_wider_than_one_need_not_have_the_larger_variance():
    parts = [0.5, 0.5], [[-2.0], [2.0]], [0.1, 0.1]
    modes = GaussianMixture(*(torch.tensor(part, dtype=torch.float64) for part in parts))
    ratio = {
        t: p.optimal(LOGS[t], LOGS[t - 1], spread(modes, t)) / p.upper(LOGS[t], LOGS[t - 1])
        for t in (50, 500)
    }
    assert ratio[50] == pytest.approx(0.972, abs=5e-4)
    assert ratio[500] == pytest.approx(1.0019, abs=5e-5)


def three():
    generator = torch.Generator().manual_seed(3)
    return torch.randn(2, 5, 3, generator=generator, dtype=torch.float64).unbind()


@pytest.mark.parametrize("t", [1, 10, 500, 1000])
def test_what_a_network_may_say_is_one_thing_in_three_words(t):
    x0, epsilon = three()
    a, b = SU.alpha_bar[t].item(), SU.beta_bar[t].item()
    x, v = demolish(x0, epsilon, a), a * epsilon - b * x0
    said = {"sample": x0, "epsilon": epsilon, "v_prediction": v}
    for name, output in said.items():
        assert (p.PREDICTIONS[name](x, output, a) - x0).abs().max() < 1e-8, name
    for got in (p.epsilon_from_x0(x, x0, a), p.epsilon_from_v(x, v, a)):
        assert (got - epsilon).abs().max() < 1e-8
    for got in (p.v_from_x0(x, x0, a), p.v_from_epsilon(x, epsilon, a)):
        assert (got - v).abs().max() < 1e-8


@pytest.mark.parametrize("name", p.PREDICTIONS)
def test_a_loss_weight_turns_the_error_of_x0_into_that_of_the_prediction(name):
    x0, epsilon = three()
    for t in (1, 100, 1000):
        a = SU.alpha_bar[t].item()
        x = demolish(x0, epsilon, a)
        one, other = (p.PREDICTIONS[name](x, output, a) for output in (x0, epsilon))
        gap = (x0 - epsilon).square().sum()
        assert p.LOSS_WEIGHTS[name](a) * (one - other).square().sum() == pytest.approx(gap)


def test_what_is_dropped_with_the_weight_is_large_at_the_end():
    assert 1 / p.LOSS_WEIGHTS["epsilon"](math.exp(LOGS[-1])) == pytest.approx(2.4e4, rel=0.01)


def test_the_weight_of_the_bound_is_the_divergence_of_two_bells():
    for t in (2, 100, 1000):
        pair = LOGS[t], LOGS[t - 1]
        _, lam, sigma = p.posterior(*pair)
        means = (torch.tensor(lam * x0, dtype=torch.float64) for x0 in (0.3, -0.4))
        one, other = (torch.distributions.Normal(mean, sigma) for mean in means)
        divergence = torch.distributions.kl_divergence(one, other).item()
        assert p.bound_weight(*pair, sigma**2) * 0.49 == pytest.approx(divergence, rel=1e-9)


def test_where_no_signal_is_left_the_step_is_the_guess_demolished_again():
    kappa, lam, sigma = p.posterior(-math.inf, LOGS[400])
    assert kappa == 0
    assert (lam, sigma) == pytest.approx((math.exp(LOGS[400]), p.beta_bar(LOGS[400])))
