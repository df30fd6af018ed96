"""Samplers: against diffusers' own steps, against closed forms, and noise by sample."""

from itertools import pairwise

import pytest
import torch
from diffusers import DDIMScheduler, DDPMScheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import RULES, fold, grid, sample
from engine.diffusion.schedule import SCHEDULES, schedule

SU = schedule("su", 1000)
TOLERANCE = 1e-12


def in_float64(scheduler, table):
    """A diffusers scheduler whose tables are ours, so that only the step is compared."""
    scheduler.betas = table.ho_betas
    scheduler.alphas = 1 - scheduler.betas
    scheduler.alphas_cumprod = table.alpha_bar[1:] ** 2
    if hasattr(scheduler, "final_alpha_cumprod"):
        scheduler.final_alpha_cumprod = torch.tensor(1.0, dtype=torch.float64)
    scheduler.one = torch.tensor(1.0, dtype=torch.float64)
    return scheduler


def pair(shape=(4, 3)):
    generator = torch.Generator().manual_seed(11)
    return torch.randn(2, *shape, generator=generator, dtype=torch.float64).unbind()


@given(T=st.integers(1, 4000), data=st.data())
@settings(max_examples=60)
def test_a_grid_falls_from_T_to_zero_in_even_steps(T, data):
    steps = data.draw(st.integers(1, T))
    times = grid(T, steps)
    strides = {a - b for a, b in pairwise(times)}
    assert (times[0], times[-1], len(times)) == (T, 0, steps + 1)
    assert min(strides) >= 1 and max(strides) - min(strides) <= 1


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("steps", [1, 5, 10, 50, 1000])
def test_a_ddim_step_is_that_of_diffusers(name, steps):
    table = schedule(name, 1000)
    theirs = in_float64(DDIMScheduler(clip_sample=False, prediction_type="sample"), table)
    theirs.set_timesteps(steps)
    x, x0 = pair()
    for step in fold(table, grid(1000, steps), "ddim"):
        expected = theirs.step(x0, step.t - 1, x, eta=0.0).prev_sample
        ours = step.kappa * x + step.lam * x0
        assert step.sigma == 0
        # diffusers takes 1 − ᾱ² by subtraction, which costs digits near t = 0
        assert (ours - expected).abs().max() < 1e-9


@pytest.mark.parametrize(
    ("rule", "variance"), [("ddpm_lower", "fixed_small"), ("ddpm", "fixed_large")]
)
@pytest.mark.parametrize("steps", [5, 20, 1000])
def test_a_ddpm_step_is_that_of_diffusers(rule, variance, steps):
    theirs = DDPMScheduler(
        trained_betas=SU.ho_betas.tolist(),
        variance_type=variance,
        timestep_spacing="trailing",
        clip_sample=False,
        prediction_type="sample",
    )
    in_float64(theirs, SU).set_timesteps(steps)
    x, x0 = pair()
    *folded, last = fold(SU, grid(1000, steps), rule)
    # diffusers leaves the large noise in the picture when it jumps to 0 from beyond t = 1
    for step in folded if rule == "ddpm" and last.t > 1 else [*folded, last]:
        generator = torch.Generator().manual_seed(step.t)
        expected = theirs.step(x0, step.t - 1, x, generator=generator).prev_sample
        generator = torch.Generator().manual_seed(step.t)
        z = torch.randn(x.shape, generator=generator, dtype=torch.float64)
        ours = step.kappa * x + step.lam * x0 + step.sigma * z
        assert (ours - expected).abs().max() < 1e-9


@pytest.mark.parametrize("rule", ["ddpm", "ddpm_lower", "greedy"])
def test_the_mean_of_one_step_is_the_articles(rule):
    x, epsilon = pair()
    for t in (1, 2, 10, 100, 500, 1000):
        (step,) = [s for s in fold(SU, grid(1000, 1000), rule) if s.t == t]
        x0 = (x - SU.beta_bar[t] * epsilon) / SU.alpha_bar[t]
        beta2 = SU.beta[t - 1] ** 2
        expected = (x - beta2 / SU.beta_bar[t] * epsilon) / SU.alpha[t - 1]
        ours = step.kappa * x + step.lam * x0
        assert (ours - expected).abs().max() < TOLERANCE
        assert step.kappa + step.lam / step.alpha_bar == pytest.approx(1 / SU.alpha[t - 1])


def test_single_step_coefficients_of_the_article():
    ddpm = {s.t: s for s in fold(SU, grid(1000, 1000), "ddpm")}
    lower = {s.t: s for s in fold(SU, grid(1000, 1000), "ddpm_lower")}
    ddim = {s.t: s for s in fold(SU, grid(1000, 1000), "ddim")}
    table = {
        2: (0.33333111, 0.66666889, 0.00365151),
        100: (0.98017512, 0.01980010, 0.04429801),
        500: (0.99410169, 0.00311233, 0.09995548),
        1000: (0.98994864, 0.00013096, 0.14142130),
    }
    for t, expected in table.items():
        assert lower[t][3:] == pytest.approx(expected, abs=1e-7)
        assert ddpm[t].sigma == pytest.approx(float(SU.beta[t - 1]), abs=1e-12)
    assert lower[1][3:] == (0.0, 1.0, 0.0)
    assert ddpm[1].sigma == 0
    assert ddim[500][3:5] == pytest.approx((0.99955480, 0.00156042), abs=1e-8)


@pytest.mark.parametrize("rule", ["ddpm_lower", "ddim"])
def test_a_step_keeps_the_marginal_of_every_stage(rule):
    for step in fold(SU, grid(1000, 37), rule):
        a_s, b_s = SU.alpha_bar[step.s], SU.beta_bar[step.s]
        b_t = SU.beta_bar[step.t]
        assert step.kappa * step.alpha_bar + step.lam == pytest.approx(float(a_s), abs=TOLERANCE)
        spread = (step.kappa * b_t) ** 2 + step.sigma**2
        assert spread == pytest.approx(float(b_s**2), abs=TOLERANCE)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("steps", [1, 3, 1000])
def test_no_rule_leaves_noise_behind_at_the_end(rule, steps):
    last = fold(SU, grid(1000, steps), rule)[-1]
    assert last[3:] == pytest.approx((0, 1, 0), abs=1e-15)


@pytest.mark.parametrize("steps", [1, 2, 7, 1000])
def test_ddim_finds_the_only_point_there_is(steps):
    point = torch.tensor([[0.3, -1.7, 0.2]], dtype=torch.float64)
    epsilon = torch.randn(5, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    x = SU.alpha_bar[-1] * point + SU.beta_bar[-1] * epsilon
    for state in sample(FiniteDenoiser(point), x, fold(SU, grid(1000, steps), "ddim"), None):
        expected = SU.alpha_bar[state.t] * point + SU.beta_bar[state.t] * epsilon
        assert (state.x - expected).abs().max() < 1e-9


def test_a_state_holds_the_guess_made_from_it():
    denoiser = FiniteDenoiser(pair((6, 2))[0])
    steps = fold(SU, grid(1000, 10), "ddim")
    x = pair((3, 2))[1]
    *before, last = sample(denoiser, x, steps, None)
    for step, state in zip(steps, before, strict=True):
        assert state.t == step.t and torch.allclose(state.x, x, atol=1e-14)
        assert torch.equal(state.x0, denoiser(state.x, step.alpha_bar))
        x = step.kappa * state.x + step.lam * state.x0
    assert last.t == 0 and torch.allclose(last.x, x, atol=1e-14)
    assert torch.equal(last.x0, before[-1].x0)


@pytest.mark.parametrize("rule", RULES)
def test_one_seed_gives_the_same_bytes_twice(rule):
    def run() -> bytes:
        noise = Noise(5, 8, (2,), block=4)
        denoiser = FiniteDenoiser(pair((30, 2))[0].float())
        *_, last = sample(denoiser, noise(), fold(SU, grid(1000, 20), rule), noise)
        return last.x.numpy().tobytes()

    assert run() == run()


@given(first=st.integers(0, 70), count=st.integers(1, 40), block=st.sampled_from([1, 8, 64]))
@settings(max_examples=40)
def test_noise_of_a_sample_is_the_same_in_any_batch_bit_for_bit(first, count, block):
    whole = Noise(3, 110, (2,), block=block)
    part = Noise(3, count, (2,), first=first, block=block)
    for _ in range(3):
        assert torch.equal(whole()[first : first + count], part())


def test_noise_is_standard_normal_and_differs_by_sample_call_and_seed():
    noise = Noise(1, 2000, (2,), block=100)
    draws = torch.cat([noise() for _ in range(5)]).double()
    assert abs(draws.mean()) < 4 / len(draws.flatten()) ** 0.5
    assert abs(draws.var() - 1) < 4 * (2 / len(draws.flatten())) ** 0.5
    assert len(draws.flatten().unique()) > 0.999 * draws.numel()
    assert not torch.equal(Noise(2, 4, (2,))(), Noise(1, 4, (2,))())


def test_a_sampler_asks_for_noise_only_where_there_is_some():
    calls = []

    def noise():
        calls.append(1)
        return torch.zeros(1, 2, dtype=torch.float64)

    denoiser = FiniteDenoiser(pair((5, 2))[0])
    for rule, expected in (("ddim", 0), ("greedy", 0), ("ddpm", 9), ("ddpm_lower", 9)):
        calls.clear()
        list(sample(denoiser, noise(), fold(SU, grid(1000, 10), rule), noise))
        assert len(calls) - 1 == expected
