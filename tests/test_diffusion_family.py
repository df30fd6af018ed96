"""The σ family: the article's numbers, the constraint, and what happens off it."""

import math
from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.diffusion import family as f
from engine.diffusion.posterior import beta_bar, posterior, step_beta
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import SCHEDULES, demolish, schedule
from engine.errors import InvalidParameter

SU = schedule("su", 1000)
LOGS = SU.log_alpha_bar.tolist()
NOW, BEFORE = LOGS[500], LOGS[499]


def coefficient(kappa: float) -> float:
    r"""What stands before ε in the article: $\bar\beta_t-\alpha_t\kappa\bar\beta_t$."""
    return beta_bar(NOW) * (1 - math.exp(NOW - BEFORE) * kappa)


def test_the_articles_numbers_at_500():
    ddim, ddpm = f.eta(NOW, BEFORE, 0.0), f.eta(NOW, BEFORE, 1.0)
    beta = f.sigma_beta(NOW, BEFORE)
    assert (*ddim, coefficient(ddim.kappa)) == pytest.approx(
        (0.99955480, 0.00156042, 0, 0.00522994), abs=1e-8
    )
    assert (ddpm.kappa, ddpm.lam) == pytest.approx((0.99410169, 0.00311233), abs=1e-8)
    assert (ddpm.sigma, coefficient(ddpm.kappa)) == pytest.approx((0.099955, 0.01043135), abs=1e-6)
    expected = step_beta(NOW, BEFORE) ** 2 / beta_bar(NOW)
    assert coefficient(ddpm.kappa) == pytest.approx(expected, abs=1e-12)
    assert (beta.kappa, beta.lam) == pytest.approx((0.99409682, 0.00311371), abs=1e-8)
    assert coefficient(beta.kappa) == pytest.approx(0.01043600, abs=1e-8)
    for move in (ddim, ddpm, beta):
        assert max(map(abs, f.residuals(NOW, BEFORE, *move))) < 1e-12


def pairs(name: str, T: int, steps: int):
    logs = schedule(name, T).log_alpha_bar.tolist()
    times = grid(T, steps)
    return [(logs[t], logs[s]) for t, s in pairwise(times)]


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize(("T", "steps"), [(1000, 1000), (1000, 5), (1000, 37), (50, 50)])
def test_eta_one_is_the_posterior_term_by_term(name, T, steps):
    for pair in pairs(name, T, steps):
        assert f.eta(*pair, 1.0) == pytest.approx(posterior(*pair), abs=1e-10)


@given(
    name=st.sampled_from(sorted(SCHEDULES)),
    part=st.floats(0, 1),
    data=st.data(),
)
def test_every_member_meets_both_constraints(name, part, data):
    logs = schedule(name, 1000).log_alpha_bar.tolist()
    s = data.draw(st.integers(0, 999))
    t = data.draw(st.integers(s + 1, 1000))
    members = (
        f.family(logs[t], logs[s], part * beta_bar(logs[s])),
        f.eta(logs[t], logs[s], part),
        f.sigma_beta_clamped(logs[t], logs[s]),
    )
    for move in members:
        assert max(map(abs, f.residuals(logs[t], logs[s], *move))) < 1e-12
    again = f.family(logs[t], logs[s], members[1].sigma)
    # κ is the root of a difference there, which costs half the digits where little is left
    assert again == pytest.approx(members[1], abs=1e-7)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 1.0])
def test_a_member_carries_the_marginal_over_by_brute_force(part):
    """Integrate x_t out on a grid: what is left is the density of x_s given x_0."""
    t, s, x0 = LOGS[500], LOGS[300], 0.8
    kappa, lam, sigma = f.family(t, s, part * beta_bar(s))
    x = torch.linspace(-6, 6, 1201, dtype=torch.float64)
    weight = torch.distributions.Normal(math.exp(t) * x0, beta_bar(t)).log_prob(x).exp()
    if sigma == 0:
        got = weight / kappa
        expected_at = kappa * x + lam * x0
    else:
        steps = torch.distributions.Normal(kappa * x[:, None] + lam * x0, sigma)
        got = torch.trapezoid(steps.log_prob(x).exp() * weight[:, None], x, dim=0)
        expected_at = x
    whole = torch.distributions.Normal(math.exp(s) * x0, beta_bar(s))
    assert (got - whole.log_prob(expected_at).exp()).abs().max() < 1e-6


def stepped(move, count: int = 200_000):
    """Mean, standard deviation of x_s given x_0 = .8 after one step, and its link to x_t."""
    generator = torch.Generator().manual_seed(1)
    epsilon, z = torch.randn(2, count, generator=generator, dtype=torch.float64)
    x0 = torch.full_like(epsilon, 0.8)
    x_t = demolish(x0, epsilon, math.exp(LOGS[500]))
    x_s = move[0] * x_t + move[1] * x0 + move[2] * z
    link = torch.corrcoef(torch.stack([x_t, x_s]))[0, 1].item()
    return x_s.mean().item(), x_s.std().item(), link


def test_the_marginal_stays_on_the_constraint_while_the_paths_change():
    t, s = LOGS[500], LOGS[300]
    links = []
    for part in (0.0, 0.5, 1.0):
        mean, sd, link = stepped(f.family(t, s, part * beta_bar(s)))
        assert mean == pytest.approx(math.exp(s) * 0.8, abs=4 * beta_bar(s) / 200_000**0.5)
        assert sd == pytest.approx(beta_bar(s), rel=4 / 400_000**0.5)
        links.append(link)
    assert links == pytest.approx([1, 0.75**0.5, 0], abs=0.01)


def test_the_marginal_drifts_off_the_constraint_by_the_residuals():
    t, s = LOGS[500], LOGS[300]
    kappa, lam, sigma = f.eta(t, s, 0.5)
    for move in ((kappa * 1.1, lam, sigma), (kappa, lam - 0.1, sigma), (kappa, lam, sigma + 0.3)):
        signal, noise = f.residuals(t, s, *move)
        mean, sd, _ = stepped(move)
        assert max(abs(signal), abs(noise)) > 0.05
        assert mean - math.exp(s) * 0.8 == pytest.approx(0.8 * signal, abs=0.01)
        assert sd - beta_bar(s) == pytest.approx(noise, abs=0.01)


def test_beta_has_no_place_near_the_house_and_on_long_steps():
    none = [t for t in range(1, 1001) if not roomy(t, t - 1)]
    assert none == [1, 2, 3]
    starts = [*range(901, 0, -100), 0]
    long = [(t, s) for t, s in pairwise(starts) if not roomy(t, s)]
    assert long == [(301, 201), (201, 101), (101, 1), (1, 0)]


def roomy(t: int, s: int) -> bool:
    return f.feasible(LOGS[t], LOGS[s], step_beta(LOGS[t], LOGS[s]))


def test_what_has_no_square_root_is_refused_with_its_bound():
    with pytest.raises(InvalidParameter) as caught:
        f.sigma_beta(LOGS[101], LOGS[1])
    assert (caught.value.name, caught.value.places) == ("sigma", {"high": 0.004472})
    for sigma in (-0.1, 1.0, math.nan, "0.1", True):
        with pytest.raises(InvalidParameter):
            f.family(LOGS[500], LOGS[499], sigma)
    for value in (-0.01, 1.01, math.nan, "1", None):
        with pytest.raises(InvalidParameter) as caught:
            f.eta(LOGS[500], LOGS[499], value)
        assert caught.value.name == "eta"
    bound = beta_bar(LOGS[300])
    assert f.family(LOGS[500], LOGS[300], bound).kappa == pytest.approx(0, abs=1e-8)


def test_a_root_that_rounds_below_zero_elsewhere_has_its_value_here():
    """diffusers' own 1 − ᾱ² − σ² falls below 0 for η = 1 on the cosine schedule in 5 steps."""
    for pair in pairs("cosine", 1000, 5):
        assert all(map(math.isfinite, f.eta(*pair, 1.0)))


@pytest.mark.parametrize("steps", [1, 3, 50])
@pytest.mark.parametrize("rule", [f.with_eta(0.0), f.with_eta(0.6), "beta", "ddpm_lower"])
def test_one_point_is_rebuilt_exactly_whatever_the_steps(steps, rule):
    point = torch.tensor([[0.3, -1.7]], dtype=torch.float64)
    generator = torch.Generator().manual_seed(2)

    def noise():
        return torch.randn(6, 2, generator=generator, dtype=torch.float64)

    def told(x, alpha_bar):
        """x0 by way of the true noise, as a network that predicts ε would be asked."""
        epsilon = (x - alpha_bar * point) / (1 - alpha_bar**2) ** 0.5
        return (x - (1 - alpha_bar**2) ** 0.5 * epsilon) / alpha_bar

    *_, last = sample(told, noise(), fold(SU, grid(1000, steps), rule), noise)
    assert (last.x - point).abs().max() < 1e-9


def test_the_papers_larger_noise_is_not_in_the_family():
    move = f.sigma_hat(LOGS[500], LOGS[400])
    assert move[:2] == posterior(LOGS[500], LOGS[400])[:2]
    _, wider = f.residuals(LOGS[500], LOGS[400], *move)
    assert wider > 0.01
    # what is left over in the picture by its last step from 100 to 0
    assert f.sigma_hat(LOGS[100], 0.0).sigma == pytest.approx(0.310, abs=5e-4)


def test_the_wrong_alpha_of_a_subsequence():
    times = [901, 801, 701, 601, 501, 401, 301, 201, 101, 1]
    wrong = math.prod(SU.alpha[t - 1].item() for t in times)
    assert wrong == pytest.approx(0.956, abs=5e-4)
    assert SU.alpha_bar[901].item() == pytest.approx(0.01677, abs=5e-6)
