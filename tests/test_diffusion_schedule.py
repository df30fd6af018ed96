"""The schedule, the jump, and the map to Ho et al. and to diffusers."""

import numpy as np
import pytest
import torch
from diffusers import DDPMScheduler
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from engine.diffusion.schedule import SCHEDULES, Schedule, demolish, from_ho_betas, schedule

SU = schedule("su", 1000)


def value(tensor) -> float:
    return float(tensor)


def test_single_steps_of_the_article():
    assert SU.alpha[0] == pytest.approx(0.99999000, abs=1e-8)
    assert SU.beta[0] == pytest.approx(0.00447214, abs=1e-8)
    assert SU.alpha[-1] == pytest.approx(0.98994949, abs=1e-8)
    assert SU.beta[-1] == pytest.approx(0.14142136, abs=1e-8)


@pytest.mark.parametrize(
    ("t", "expected"),
    [(10, 0.999450), (100, 0.950722), (250, 0.730318), (500, 0.284592), (750, 0.058986)],
)
def test_alpha_bar_of_the_article(t, expected):
    assert SU.alpha_bar[t] == pytest.approx(expected, abs=1e-6)


def test_what_is_left_at_the_end_is_small_but_not_zero():
    assert SU.alpha_bar[-1] == pytest.approx(0.006482031, abs=1e-9)
    assert SU.log_alpha_bar[-1] == pytest.approx(-5.038721, abs=1e-6)
    assert SU.log_alpha_bar[-1] < -0.005 * (1000 + 1)
    assert SU.beta_bar[-1] == pytest.approx(0.99997899, abs=1e-8)
    assert SU.snr[-1] == pytest.approx(4.2e-5, rel=1e-2)


@given(T=st.integers(1, 3000))
@settings(max_examples=30)
def test_the_bound_of_the_article_is_strict_at_every_T(T):
    assert schedule("su", T).log_alpha_bar[-1] < -0.005 * (T + 1)


@pytest.mark.parametrize(("T", "left"), [(50, 0.7736), (100, 0.6014), (200, 0.3636), (500, 0.0803)])
def test_the_same_formula_with_fewer_steps_leaves_the_house_standing(T, left):
    assert schedule("su", T).alpha_bar[-1] == pytest.approx(left, abs=5e-5)


@pytest.mark.parametrize(
    ("t", "share"), [(1, 0.0), (10, 0.8181), (100, 0.9792), (500, 0.98912), (1000, 0.98000)]
)
def test_unexplained_share_of_the_single_noise(t, share):
    got = 1 - (SU.beta[t - 1] / SU.beta_bar[t]) ** 2
    assert got == pytest.approx(share, abs=6e-5 if t in (10, 100) else 6e-6)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("T", [1, 2, 37, 1000])
def test_squares_sum_to_one_and_the_house_only_comes_down(name, T):
    table = schedule(name, T)
    assert table.T == T and table.log_alpha_bar[0] == 0
    assert table.snr[0] == torch.inf
    assert (table.alpha_bar**2 + table.beta_bar**2 - 1).abs().max() < 1e-15
    assert (table.alpha**2 + table.beta**2 - 1).abs().max() < 1e-15
    assert (table.log_alpha_bar.diff() < 0).all() and table.log_alpha_bar.isfinite().all()
    assert torch.allclose(table.alpha.cumprod(0), table.alpha_bar[1:], rtol=1e-12)
    assert torch.allclose(table.snr, (table.alpha_bar / table.beta_bar) ** 2, rtol=1e-9)


def test_small_noise_keeps_all_its_digits():
    tiny = Schedule(torch.tensor([0.0, -1e-12], dtype=torch.float64))
    assert tiny.beta_bar[1] == pytest.approx(np.sqrt(2e-12), rel=1e-9)
    assert tiny.snr[1] == pytest.approx(5e11, rel=1e-9)


def test_ho_linear_schedule_in_our_letters():
    ho = schedule("linear", 1000)
    assert ho.alpha_bar[-1] == pytest.approx(0.0063528, abs=1e-7)
    assert ho.alpha_bar[500] == pytest.approx(0.2803342, abs=1e-7)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("linear", {"beta_schedule": "linear"}),
        (
            "scaled_linear",
            {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012},
        ),
        ("cosine", {"beta_schedule": "squaredcos_cap_v2"}),
        ("su", {"trained_betas": SU.ho_betas.tolist()}),
    ],
)
def test_diffusers_has_our_alpha_bar_squared_one_index_earlier(name, options):
    theirs = DDPMScheduler(num_train_timesteps=1000, **options).alphas_cumprod.double()
    ours = schedule(name, 1000).alpha_bar[1:] ** 2
    assert theirs.shape == ours.shape
    # diffusers multiplies its table up in float32, and takes 1 − β there
    assert ((theirs - ours) / ours).abs().max() < 5e-4


@pytest.mark.parametrize("name", SCHEDULES)
def test_ho_betas_there_and_back(name):
    table = schedule(name, 1000)
    again = from_ho_betas(table.ho_betas)
    assert torch.allclose(again.log_alpha_bar, table.log_alpha_bar, rtol=1e-12, atol=1e-15)


def test_single_steps_add_up_to_the_noise_of_the_jump():
    t = 500
    carried = SU.alpha_bar[t] / SU.alpha_bar[1 : t + 1] * SU.beta[:t]
    assert carried.square().sum().sqrt() == pytest.approx(value(SU.beta_bar[t]), rel=1e-12)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_jump_and_the_single_steps_have_one_distribution(seed):
    generator = torch.Generator().manual_seed(seed)

    def draw(n=20_000):
        return torch.randn(n, generator=generator, dtype=torch.float64)

    def start():
        return torch.where(draw() > 0.5, 1.0, -1.0) + 0.1 * draw()

    x, t = start(), 300
    for alpha, beta in zip(SU.alpha[:t].tolist(), SU.beta[:t].tolist(), strict=True):
        x = alpha * x + beta * draw()
    jumped = demolish(start(), draw(), SU.alpha_bar[t])
    assert ks_2samp(x.numpy(), jumped.numpy()).pvalue > 0.01
    earlier = demolish(start(), draw(), SU.alpha_bar[t - 60])
    assert ks_2samp(x.numpy(), earlier.numpy()).pvalue < 1e-6


def test_demolish_takes_one_stage_for_all_or_one_each():
    x0, epsilon = torch.randn(2, 3, 3, 4, 4, dtype=torch.float64).unbind()
    stages = SU.alpha_bar[[1, 400, 1000]]
    together = demolish(x0, epsilon, stages)
    for i, a in enumerate(stages):
        expected = a * x0[i] + (1 - a**2).sqrt() * epsilon[i]
        assert torch.allclose(together[i], expected, atol=1e-15)
        assert torch.equal(demolish(x0, epsilon, float(a))[i], together[i])


def test_demolish_takes_its_roots_before_it_rounds():
    one = torch.ones(1, 1)
    noise = demolish(0 * one, one, value(SU.alpha_bar[1]))
    assert noise.dtype == torch.float32
    assert noise.item() == pytest.approx(value(SU.beta_bar[1]), rel=1e-7)
