"""The lab beside stock diffusers: the shipped folder, the steps, and the benchmark's peers.

A pipeline draws its first noise from the generator that it is given: (n, 12, 16, 16) normal
numbers, and one such draw more for each step that has noise. The same generator, asked in
the same order, and the pixel shuffle by two of each draw give our noise, (n, 3, 32, 32);
so both start at the same place and meet the same noise, with nothing patched.
"""

import pytest
import torch
from diffusers import DDIMPipeline, DDIMScheduler, DDPMScheduler
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.functional import pixel_shuffle, pixel_unshuffle

from benchmarks import sampling_network, sampling_points
from engine.diffusion.checkpoint import SHIPPED, load_denoiser
from engine.diffusion.network import PREDICTIONS
from engine.diffusion.sampler import fold, grid
from engine.diffusion.schedule import SCHEDULES, Schedule, schedule

CPU = torch.device("cpu")
STEPS = (1, 5, 10, 20, 50, 1000)


@pytest.fixture(scope="module")
def shipped():
    return load_denoiser(SHIPPED)


@pytest.fixture(scope="module")
def stock():
    return sampling_network.stock_pipelines(SHIPPED, CPU)


def test_the_documented_way_through_the_shipped_folder_gives_our_samples(shipped):
    pipeline = DDIMPipeline.from_pretrained(SHIPPED)
    pipeline.set_progress_bar_config(disable=True)
    generator = torch.Generator().manual_seed(2)
    images = pipeline(2, generator, num_inference_steps=20, output_type="np").images
    theirs = pixel_shuffle(torch.from_numpy(images).permute(0, 3, 1, 2), 2)
    ours = sampling_network.ours(shipped, "ddim", batch=2, steps=20)
    assert ours.shape == (2, 3, 32, 32)
    assert (ours - theirs).abs().max() < 1e-4


@pytest.mark.parametrize(("batch", "steps"), [(1, 5), (3, 10)])
@pytest.mark.parametrize("rule", ["ddim", "ddpm_lower"])
def test_the_pipelines_of_the_benchmark_draw_our_pictures(shipped, stock, rule, batch, steps):
    assert sampling_network.difference(shipped, stock[rule], rule, batch=batch, steps=steps) < 1e-4


def test_the_folder_keeps_the_schedule_to_the_last_digit(shipped):
    expected = schedule("su", 1000).log_alpha_bar
    assert (shipped.schedule.log_alpha_bar - expected).abs().max() < 1e-12


@pytest.mark.parametrize("kind", sampling_points.RULES)
def test_the_points_of_the_benchmark_go_the_same_way_down(kind):
    mixture = sampling_points.mixture(CPU)
    assert sampling_points.difference(kind, mixture, (2000, 2), CPU) < 1e-4


@pytest.mark.parametrize("kind", sampling_points.RULES)
def test_a_way_down_that_can_be_recorded_ends_where_the_other_does(kind):
    asked = kind, sampling_points.mixture(CPU), (48, 2), CPU
    assert torch.equal(sampling_points.recorded(*asked)(), sampling_points.ours(*asked)())


def test_the_bare_forwards_are_asked_what_the_sampler_asks(shipped):
    x = torch.randn(2, 3, 32, 32, generator=torch.Generator().manual_seed(4))
    folded, time = sampling_network.prepared(shipped, x, 0.3)
    output = shipped.unet(folded, time).sample
    assert torch.equal(pixel_shuffle(output, 2), shipped(x, 0.3))
    assert torch.equal(pixel_unshuffle(x, 2), folded)


def stepping(kind, table: Schedule, steps: int, prediction: str = "sample", **options):
    """A diffusers scheduler of class `kind` on our float64 `table`, so that steps compare."""
    scheduler = kind(
        trained_betas=table.ho_betas.tolist(),
        prediction_type=prediction,
        clip_sample=False,
        timestep_spacing="trailing",
        **options,
    )
    one = torch.tensor(1.0, dtype=torch.float64)
    scheduler.alphas_cumprod = table.alpha_bar[1:] ** 2
    scheduler.one = scheduler.final_alpha_cumprod = one
    scheduler.set_timesteps(steps)
    return scheduler


def three(seed: int = 0):
    """x, what a network said, and noise."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(3, 4, 3, generator=generator, dtype=torch.float64).unbind()


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("steps", STEPS)
def test_the_lower_variance_is_diffusers_ddim_with_eta_one(name, steps):
    table, (x, x0, z) = schedule(name, 1000), three()
    scheduler = stepping(DDIMScheduler, table, steps)
    for step in fold(table, grid(1000, steps), "ddpm_lower"):
        theirs = scheduler.step(x0, step.t - 1, x, eta=1.0, variance_noise=z).prev_sample
        ours = step.kappa * x + step.lam * x0 + step.sigma * z
        # diffusers takes a root of a difference that is nearly nothing where the noise is all
        assert (ours - theirs).abs().max() < 1e-6


@pytest.mark.parametrize("name", ["linear", "scaled_linear", "cosine"])
@pytest.mark.parametrize("steps", STEPS)
def test_the_lower_variance_is_diffusers_ddpm_on_other_schedules_too(name, steps):
    table, (x, x0, _) = schedule(name, 1000), three()
    scheduler = stepping(DDPMScheduler, table, steps, variance_type="fixed_small")
    for step in fold(table, grid(1000, steps), "ddpm_lower"):
        generators = [torch.Generator().manual_seed(step.t) for _ in range(2)]
        theirs = scheduler.step(x0, step.t - 1, x, generator=generators[0]).prev_sample
        z = torch.randn(x.shape, generator=generators[1], dtype=torch.float64)
        ours = step.kappa * x + step.lam * x0 + step.sigma * z
        # the variance that diffusers keeps at the last step: 1e-20
        assert (ours - theirs).abs().max() < 1e-9


@given(
    prediction=st.sampled_from(sorted(PREDICTIONS)),
    name=st.sampled_from(sorted(SCHEDULES)),
    rule=st.sampled_from(["ddim", "ddpm_lower"]),
    steps=st.sampled_from([2, 5, 20, 100]),
    seed=st.integers(0, 1000),
)
@settings(max_examples=40)
def test_whatever_the_network_predicts_the_step_is_that_of_diffusers(
    prediction, name, rule, steps, seed
):
    table, (x, output, z) = schedule(name, 1000), three(seed)
    scheduler = stepping(DDIMScheduler, table, steps, prediction)
    eta = {"ddim": 0.0, "ddpm_lower": 1.0}[rule]
    noise = {"variance_noise": z} if eta else {}
    for step in fold(table, grid(1000, steps), rule):
        theirs = scheduler.step(output, step.t - 1, x, eta=eta, **noise).prev_sample
        x0 = PREDICTIONS[prediction](x, output, step.alpha_bar)
        ours = step.kappa * x + step.lam * x0 + step.sigma * z
        # the cosine schedule ends at ᾱ = 1e-9 or so, and an ε divides by it
        assert (ours - theirs).abs().max() < 1e-6 * max(1.0, theirs.abs().max().item())
