"""Bits per dimension: against closed forms, integrals and other hands' divergences."""

import math
from itertools import pairwise

import pytest
import torch
from torch.distributions import Normal, kl_divergence

from engine.diffusion.bits import bound, squared_errors, variances
from engine.diffusion.checkpoint import SHIPPED, load_denoiser
from engine.diffusion.houses import houses
from engine.diffusion.mixture import GaussianMixture, two_modes
from engine.diffusion.noise import Noise
from engine.diffusion.posterior import VARIANCES, posterior
from engine.diffusion.sampler import grid
from engine.diffusion.schedule import SCHEDULES, schedule

SU = schedule("su", 1000)
WAYS = (1, 3, 20, 1000)


def gaussian(s: float, d: int = 1) -> GaussianMixture:
    parts = [1.0], [[0.0] * d], [s]
    return GaussianMixture(*(torch.tensor(part, dtype=torch.float64) for part in parts))


def unknown(s: float, table, times) -> list[float]:
    """Var(x0|x_t) of N(0, s²) data at each time."""
    squares = [math.exp(2 * table.log_alpha_bar[t].item()) for t in times[:-1]]
    return [s**2 * (1 - a2) / (a2 * s**2 + 1 - a2) for a2 in squares]


def entropy(s: float) -> float:
    return math.log2(2 * math.pi * math.e * s**2) / 2


def left_over(s: float, table) -> float:
    """KL(x_T ‖ N(0, 1)) in bits."""
    v = 1 - (1 - s**2) * math.exp(2 * table.log_alpha_bar[-1].item())
    sides = (Normal(*torch.tensor([0, sd], dtype=torch.float64)) for sd in (v**0.5, 1.0))
    return kl_divergence(*sides).item() / math.log(2)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("steps", WAYS)
@pytest.mark.parametrize("s", [0.1, 0.5, 1.0, 2.0])
def test_gaussian_data_cost_their_entropy_and_what_the_end_is_off_normal(name, steps, s):
    table = schedule(name, 1000)
    times = grid(1000, steps)
    found = bound(table, times, unknown(s, table, times), s**2)
    assert found.total == pytest.approx(entropy(s) + left_over(s, table), abs=1e-4)
    assert len(found.steps) == steps and found.se == 0


def test_it_is_so_when_the_denoiser_is_asked_too():
    s, times = 0.5, grid(1000, 1000)
    mixture, generator = gaussian(s, 3), torch.Generator().manual_seed(1)

    def noise():
        return torch.randn(50, 3, generator=generator, dtype=torch.float64)

    x0 = s * noise()
    alpha_bars = SU.alpha_bar[list(times[:-1])].tolist()
    found = bound(SU, times, list(variances(mixture, x0, alpha_bars, noise)), s**2)
    assert found.total == pytest.approx(entropy(s) + left_over(s, SU), abs=1e-4)


@pytest.mark.parametrize("variance", VARIANCES)
def test_squared_errors_of_samples_say_the_same_within_their_standard_error(variance):
    s, times, n = 0.5, grid(1000, 50), 4000
    generator = torch.Generator().manual_seed(2)

    def noise():
        return torch.randn(n, 1, generator=generator, dtype=torch.float64)

    x0 = s * noise()
    alpha_bars = SU.alpha_bar[list(times[:-1])].tolist()
    measured = list(squared_errors(gaussian(s), x0, alpha_bars, noise))
    found = bound(SU, times, measured, x0.square().mean(1), variance=variance)
    exact = bound(SU, times, unknown(s, SU, times), s**2, variance=variance)
    assert 0 < found.se < 0.1
    assert abs(found.total - exact.total) < 4 * found.se


@pytest.mark.parametrize("variance", VARIANCES)
def test_a_step_costs_the_divergence_of_its_two_bells(variance):
    times, e = [700, 400, 0], 0.3
    found = bound(SU, times, [e, e], 1.0, variance=variance).steps[0]
    pair = SU.log_alpha_bar[700].item(), SU.log_alpha_bar[400].item()
    _, lam, sigma = posterior(*pair)
    sides = [(lam * e**0.5, sigma), (0.0, VARIANCES[variance](*pair, e) ** 0.5)]
    bells = (Normal(*torch.tensor(side, dtype=torch.float64)) for side in sides)
    assert found == pytest.approx(kl_divergence(*bells).item() / math.log(2), rel=1e-9)


@pytest.mark.parametrize("s", [0.1, 2.0])
@pytest.mark.parametrize("steps", [5, 50])
def test_the_optimal_variance_costs_least(s, steps):
    times = grid(1000, steps)
    e = unknown(s, SU, times)
    cost = {name: bound(SU, times, e, s**2, variance=name).total for name in VARIANCES}
    assert min(cost, key=cost.get) == "optimal"
    # each of the others is at home where the data are one point, or N(0, 1)
    assert (cost["lower"] < cost["upper"]) == (s < 0.2)


def made_by(s: float, variance: str, times, table) -> float:
    """The variance of what the chain of Gaussian steps with that variance makes."""
    v = 1.0
    logs = [table.log_alpha_bar[t].item() for t in times]
    for (t, after), e in zip(pairwise(logs), unknown(s, table, times), strict=True):
        kappa, lam, _ = posterior(t, after)
        a = math.exp(t)
        gain = kappa + lam * a * s**2 / (a**2 * s**2 + 1 - a**2)
        v = gain**2 * v + VARIANCES[variance if after else "optimal"](t, after, e)
    return v


@pytest.mark.parametrize("variance", VARIANCES)
@pytest.mark.parametrize("steps", [5, 50])
def test_it_is_a_bound_on_the_cross_entropy_of_what_the_chain_makes(variance, steps):
    s, times = 0.5, grid(1000, steps)
    v = made_by(s, variance, times, SU)
    cross = (math.log(2 * math.pi * v) + s**2 / v) / 2 / math.log(2)
    found = bound(SU, times, unknown(s, SU, times), s**2, variance=variance).total
    assert found >= cross - 1e-9
    if variance == "optimal":
        assert v == pytest.approx(s**2, rel=1e-4)
        assert found == pytest.approx(cross, abs=1e-4)


def test_a_mixture_costs_more_than_its_entropy_and_less_the_more_steps_there_are():
    mixture, x = two_modes(), torch.linspace(-6, 6, 2401, dtype=torch.float64)[:, None]
    p = mixture.log_density(x, 1.0)
    least = -torch.trapezoid(p.exp() * p, x[:, 0]).item() / math.log(2)
    totals = []
    for steps in (3, 30, 1000):
        times, e = grid(1000, steps), []
        for a in SU.alpha_bar[list(times[:-1])].tolist():
            weight = mixture.log_density(x, a).exp()
            e.append(torch.trapezoid(weight * mixture.variance(x, a)[:, 0], x[:, 0]).item())
        totals.append(bound(SU, times, e, 1.01).total)
    assert all(a > b for a, b in pairwise(totals))
    assert 0 < totals[-1] - least < 0.02


def test_the_lower_variance_has_no_density_at_the_end():
    found = bound(SU, [10, 0], [0.1], 1.0, last="lower")
    assert found.total == math.inf


def test_a_trained_network_is_counted_by_the_same_hand():
    denoiser, x0 = load_denoiser(SHIPPED), houses(8, 3)
    times, noise = grid(1000, 5), Noise(4, 8, (3, 32, 32))
    alpha_bars = SU.alpha_bar[list(times[:-1])].tolist()
    with torch.inference_mode():
        e = list(squared_errors(denoiser, x0, alpha_bars, noise))
    power = x0.square().flatten(1).mean(1)
    cost = {name: bound(SU, times, e, power, variance=name) for name in VARIANCES}
    assert all(found.se > 0 and math.isfinite(found.total) for found in cost.values())
    assert min(cost, key=lambda name: cost[name].total) == "optimal"
    # the nearer the house, the less is unknown
    assert all(a.mean() > b.mean() for a, b in pairwise(e))
