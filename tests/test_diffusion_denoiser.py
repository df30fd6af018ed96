"""Exact denoisers: against brute force, against autograd (Tweedie), and batch by batch."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from engine.diffusion.denoiser import FiniteDenoiser, score
from engine.diffusion.houses import houses
from engine.diffusion.mixture import GaussianMixture, two_modes
from engine.diffusion.schedule import schedule

SU = schedule("su", 1000)


def normal(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def blob(*sds):
    """A mixture in the plane whose three components differ in weight and place, and by `sds`."""
    means = torch.tensor([[-1.0, 0.5], [1.0, 0.0], [0.2, -1.5]], dtype=torch.float64)
    weights = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
    widths = torch.tensor(sds or (0.1, 0.5, 0.3), dtype=torch.float64)
    return GaussianMixture(weights, means, widths)


def even():
    """The same, all three as wide."""
    return blob(0.3, 0.3, 0.3)


DENOISERS = {
    "points": (FiniteDenoiser(normal(1200, 2)), (2,)),
    "houses": (FiniteDenoiser(houses(300, 3).double(), chunk=200), (3, 32, 32)),
    "mixture": (blob(), (2,)),
    "even": (even(), (2,)),
}
STAGES = [1, 30, 300, 700, 1000]


def brute(data, x, a):
    """The softmax-weighted mean of one sample, written as the formula stands, in numpy."""
    data, x = data.flatten(1).numpy(), x.flatten().numpy()
    exponent = -((x - a * data) ** 2).sum(1) / (2 * (1 - a * a))
    weight = np.exp(exponent - exponent.max())
    weight /= weight.sum()
    return weight @ data, weight @ (data**2), weight


@pytest.mark.parametrize("t", STAGES)
@pytest.mark.parametrize("kind", ["points", "houses"])
def test_the_finite_denoiser_is_the_weighted_mean(kind, t):
    denoiser, shape = DENOISERS[kind]
    a = float(SU.alpha_bar[t])
    x = a * denoiser.data[:5] + (1 - a * a) ** 0.5 * normal(5, *shape)
    mean, variance = denoiser.moments(x, a)
    weights = denoiser.weights(x, a)
    index, weight = denoiser.nearest(x, a)
    for i in range(5):
        expected, square, shares = brute(denoiser.data, x[i], a)
        assert np.abs(mean[i].flatten().numpy() - expected).max() < 1e-8
        assert variance[i] == pytest.approx((square - expected**2).sum(), abs=1e-7)
        assert np.abs(weights[i].numpy() - shares).max() < 1e-8
        assert index[i] == shares.argmax() and weight[i] == pytest.approx(shares.max(), abs=1e-8)


@pytest.mark.parametrize("t", STAGES)
@pytest.mark.parametrize("kind", DENOISERS)
def test_tweedie_holds_by_autograd(kind, t):
    denoiser, shape = DENOISERS[kind]
    a = float(SU.alpha_bar[t])
    x = normal(4, *shape, seed=t).requires_grad_()
    (gradient,) = torch.autograd.grad(denoiser.log_density(x, a).sum(), x)
    b2 = 1 - a * a
    assert torch.allclose(denoiser(x, a), (x + b2 * gradient) / a, rtol=1e-9, atol=1e-9)
    assert torch.allclose(score(denoiser, x, a), gradient, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("t", STAGES)
def test_the_finite_density_is_that_of_its_gaussians(t):
    denoiser, a, x = FiniteDenoiser(normal(7, 2)), float(SU.alpha_bar[t]), normal(3, 2, seed=1)
    for row, got in zip(x.numpy(), denoiser.log_density(x, a), strict=True):
        parts = [multivariate_normal(a * d, 1 - a * a).pdf(row) for d in denoiser.data.numpy()]
        if min(parts) > 0:
            assert got == pytest.approx(np.log(np.mean(parts)), abs=1e-9)
    assert denoiser.log_density(100 * x, a).isfinite().all()


@pytest.mark.parametrize("t", STAGES)
@pytest.mark.parametrize("kind", DENOISERS)
def test_a_sample_alone_gets_what_it_gets_in_a_batch(kind, t):
    denoiser, shape = DENOISERS[kind]
    x, a = normal(37, *shape, seed=2), float(SU.alpha_bar[t])
    together, density = denoiser(x, a), denoiser.log_density(x, a)
    for i in (0, 17, 36):
        assert (denoiser(x[i : i + 1], a)[0] - together[i]).abs().max() <= 1e-12
        assert (denoiser(x[i : i + 3], a)[0] - together[i]).abs().max() <= 1e-12
        alone = denoiser.log_density(x[i : i + 1], a)[0]
        assert abs(alone - density[i]) <= 1e-12 * density[i].abs().clamp(min=1)


def test_a_sample_alone_gets_its_batch_bits_where_near_twins_compete():
    """At t = 1 the exponents are of order 10⁸, and one rounding more or less would show."""
    bases, twins = 3 * normal(2, 1, 800), 1e-5 * normal(2, 60, 800, seed=1)
    data = (bases + twins).flatten(0, 1)
    denoiser, a = FiniteDenoiser(data), float(SU.alpha_bar[1])
    x = a * data[::5] + (1 - a * a) ** 0.5 * normal(24, 800, seed=2)
    together = denoiser(x, a)
    assert denoiser.nearest(x, a)[1].max() < 0.5
    for i in range(24):
        assert torch.equal(denoiser(x[i : i + 1], a)[0], together[i])


@pytest.mark.parametrize("kind", DENOISERS)
def test_one_stage_each_is_the_same_as_one_for_all(kind):
    denoiser, shape = DENOISERS[kind]
    x, stages = normal(5, *shape), SU.alpha_bar[[1, 30, 300, 700, 1000]]
    mixed, densities = denoiser(x, stages), denoiser.log_density(x, stages)
    for i, a in enumerate(stages.tolist()):
        assert torch.allclose(mixed[i], denoiser(x, a)[i], rtol=1e-9, atol=1e-9)
        assert torch.allclose(densities[i], denoiser.log_density(x, a)[i], rtol=1e-9)


@given(chunk=st.integers(1, 60), count=st.integers(1, 50), t=st.integers(1, 1000))
@settings(max_examples=20)
def test_chunks_change_nothing(chunk, count, t):
    data, x, a = normal(count, 2), normal(9, 2, seed=1), float(SU.alpha_bar[t])
    whole, parts = FiniteDenoiser(data, chunk=count), FiniteDenoiser(data, chunk=chunk)
    assert torch.allclose(whole(x, a), parts(x, a), rtol=1e-9, atol=1e-9)
    assert torch.allclose(whole.log_density(x, a), parts.log_density(x, a), rtol=1e-9, atol=1e-9)


def test_float32_keeps_up_with_float64_at_every_stage():
    data = houses(300, 5)
    single, double = FiniteDenoiser(data), FiniteDenoiser(data.double())
    for t in STAGES:
        a = float(SU.alpha_bar[t])
        x = a * data[:8] + (1 - a * a) ** 0.5 * normal(8, 3, 32, 32).float()
        assert single(x, a).dtype == torch.float32
        assert (single(x, a) - double(x.double(), a)).abs().max() < 2e-3


def test_without_signal_the_guess_is_the_mean_and_without_noise_the_nearest():
    denoiser = FiniteDenoiser(normal(50, 2))
    x = normal(4, 2, seed=3)
    assert torch.allclose(denoiser(x, 0.0), denoiser.data.mean(0).expand(4, 2), atol=1e-14)
    nearest = torch.cdist(x, denoiser.data).argmin(dim=1)
    assert torch.allclose(denoiser(x, 1 - 1e-12), denoiser.data[nearest], atol=1e-9)
    assert torch.equal(denoiser.nearest(x, 1 - 1e-12)[0], nearest)


@pytest.mark.parametrize("t", STAGES)
def test_the_mixture_agrees_with_integrals_on_a_line(t):
    mixture, a = two_modes(), float(SU.alpha_bar[t])
    x0 = np.linspace(-3, 3, 60_001)
    prior = sum(
        w * np.exp(-((x0 - m) ** 2) / 0.02) / 0.1 / np.sqrt(2 * np.pi)
        for w, m in ((0.3, -1), (0.7, 1))
    )
    x = torch.tensor([[-1.2], [-0.1], [0.0], [0.4], [1.3]], dtype=torch.float64)
    got = mixture(x, a), mixture.variance(x, a), mixture.log_density(x, a)
    for i, place in enumerate(x[:, 0].tolist()):
        kernel = np.exp(-((place - a * x0) ** 2) / (2 * (1 - a * a)))
        joint = prior * kernel / np.sqrt(2 * np.pi * (1 - a * a))
        mass = joint.sum()
        mean = (joint * x0).sum() / mass
        assert got[0][i, 0] == pytest.approx(mean, abs=1e-6)
        assert got[1][i, 0] == pytest.approx((joint * (x0 - mean) ** 2).sum() / mass, abs=1e-6)
        assert got[2][i] == pytest.approx(np.log(mass * (x0[1] - x0[0])), abs=1e-6)


def test_a_mixture_of_one_is_the_gaussian_regression():
    s, a = 0.5, 0.6
    one = GaussianMixture(*(torch.tensor(v, dtype=torch.float64) for v in ([1.0], [[0.0]], [s])))
    x = normal(6, 1)
    v = a * a * s * s + 1 - a * a
    assert torch.allclose(one(x, a), a * s * s / v * x, rtol=1e-12)
    assert torch.allclose(one.variance(x, a), torch.full_like(x, s * s * (1 - a * a) / v))


def test_draws_of_the_mixture_have_its_weights_means_and_widths():
    x = two_modes().draw(100_000, seed=1)
    right = x > 0
    assert right.double().mean() == pytest.approx(0.7, abs=3 * (0.21 / 1e5) ** 0.5)
    assert x[right].mean() == pytest.approx(1, abs=2e-3)
    assert x[~right].std() == pytest.approx(0.1, abs=2e-3)
    assert torch.equal(two_modes().draw(100_000, seed=1), x)
    assert not torch.equal(two_modes().draw(100_000, seed=2), x)


@pytest.mark.parametrize("t", STAGES)
@pytest.mark.parametrize("make", [blob, even])
def test_the_guess_of_the_mixture_turns_with_x_as_its_variance_says(make, t):
    r"""$\partial\hat x_0/\partial x_t=(\bar\alpha/\bar\beta^2)\,\mathrm{Cov}(x_0|x_t)$."""
    mixture, a = make(), float(SU.alpha_bar[t])
    x = mixture.draw(5, seed=t) * a + (1 - a * a) ** 0.5 * normal(5, 2, seed=t)
    for row, variance in zip(x, mixture.variance(x, a), strict=True):
        turn = torch.autograd.functional.jacobian(lambda p: mixture(p[None], a)[0], row)
        assert torch.allclose(turn.diagonal(), a / (1 - a * a) * variance, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("make", [blob, even])
def test_the_mixture_answers_in_the_dtype_it_is_asked_in(make):
    x = normal(50, 2)
    exact, asked = make()(x, 0.4), make()(x.float(), 0.4)
    assert asked.dtype == torch.float32
    assert (asked - exact).abs().max() < 1e-6
    assert (make().to(torch.float32)(x, 0.4) - exact).abs().max() < 1e-5


@pytest.mark.parametrize("make", [blob, even])
def test_without_noise_the_guess_is_x_and_without_signal_the_mean(make):
    mixture, x = make(), normal(6, 2)
    mean = mixture.weights @ mixture.means
    assert torch.allclose(mixture(x, 1.0), x, rtol=0, atol=1e-12)
    assert torch.allclose(mixture(x, 0.0), mean.expand(6, 2), rtol=0, atol=1e-12)


def test_the_guess_from_points_without_width_is_x_where_there_is_no_noise():
    places, x = torch.tensor([[-1.0], [0.5]], dtype=torch.float64), normal(4, 1)
    points = GaussianMixture(torch.ones_like(places[:, 0]), places, torch.zeros_like(places[:, 0]))
    assert torch.equal(points(x, 1.0), x)
    assert set(points(x, 1 - 1e-9).flatten().round(decimals=6).tolist()) <= {-1.0, 0.5}
