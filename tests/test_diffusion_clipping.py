"""Guesses kept in range: what each way of clipping makes of a step."""

import pytest
import torch
from diffusers import DDPMScheduler

from engine.diffusion.clipping import clip_end, clip_guess
from engine.diffusion.family import with_eta
from engine.diffusion.posterior import epsilon_from_x0
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import schedule

SU = schedule("su", 1000)


def given():
    """x, a guess that leaves the range in places, and noise."""
    generator = torch.Generator().manual_seed(6)
    return torch.randn(3, 5, 4, generator=generator, dtype=torch.float64).mul(1.5).unbind()


@pytest.mark.parametrize("eta", [0.0, 0.6, 1.0])
def test_the_end_is_clipped_and_the_noise_is_not(eta):
    x, x0, z = given()
    for step in fold(SU, grid(1000, 7), with_eta(eta)):
        *_, last = sample(clip_end(lambda *_: x0, [step]), x, [step], lambda: z)
        epsilon = epsilon_from_x0(x, x0, step.alpha_bar)
        carried = step.kappa * SU.beta_bar[step.t] * epsilon + step.sigma * z
        expected = SU.alpha_bar[step.s] * x0.clamp(-1, 1) + carried
        assert (last.x - expected).abs().max() < 1e-9


def test_eta_one_is_ddpm_when_the_clipped_guess_is_gone_on_with():
    x, x0, _ = given()
    theirs = DDPMScheduler(
        trained_betas=SU.ho_betas.tolist(), timestep_spacing="trailing", prediction_type="sample"
    )
    theirs.alphas_cumprod = SU.alpha_bar[1:] ** 2
    theirs.set_timesteps(10)
    for step in fold(SU, grid(1000, 10), with_eta(1.0)):
        generators = [torch.Generator().manual_seed(step.t) for _ in range(2)]
        expected = theirs.step(x0, step.t - 1, x, generator=generators[0]).prev_sample
        z = torch.randn(x.shape, generator=generators[1], dtype=torch.float64)
        *_, last = sample(clip_guess(lambda *_: x0), x, [step], lambda z=z: z)
        assert (last.x - expected).abs().max() < 1e-9


def test_a_guess_in_range_is_left_alone():
    x, x0, _ = given()
    x0 = x0 / 10
    steps = fold(SU, grid(1000, 5), "ddim")
    for denoiser in (clip_guess(lambda *_: x0), clip_end(lambda *_: x0, steps)):
        assert torch.equal(denoiser(x, steps[0].alpha_bar), x0)


def test_both_end_on_the_clipped_guess():
    x, x0, _ = given()
    steps = fold(SU, grid(1000, 4), "ddim")
    for denoiser in (clip_guess(lambda *_: x0, 0.5), clip_end(lambda *_: x0, steps, 0.5)):
        *_, last = sample(denoiser, x, steps, None)
        assert (last.x - x0.clamp(-0.5, 0.5)).abs().max() < 1e-9
