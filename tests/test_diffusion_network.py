"""The builder as a denoiser: its time, its predictions, its batch, and its folder."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from diffusers import DDIMPipeline, DDIMScheduler
from hypothesis import given
from hypothesis import strategies as st
from torch.nn.functional import pixel_shuffle, pixel_unshuffle

from engine.diffusion.checkpoint import load_denoiser, save_pipeline
from engine.diffusion.network import PREDICTIONS, NetworkDenoiser, new_network
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import SCHEDULES, demolish, schedule

SU = schedule("su", 1000)


@pytest.fixture(scope="module")
def unet():
    return new_network(1).eval().requires_grad_(False)


@pytest.fixture(scope="module")
def folder(unet, tmp_path_factory):
    path = tmp_path_factory.mktemp("builder")
    save_pipeline(unet, SU, path)
    return path


def normal(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def lens(table):
    """An adapter on `table` whose network is never asked."""
    return NetworkDenoiser(SimpleNamespace(config=SimpleNamespace(in_channels=12)), table)


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_time_of_a_ratio_is_the_diffusers_index_it_was_met_at(name):
    table = schedule(name, 1000)
    times = lens(table).timestep(table.alpha_bar[1:])
    assert (times - torch.arange(1000)).abs().max() < 1e-3
    assert lens(table).timestep(float(table.alpha_bar[500])).item() == pytest.approx(499, abs=1e-3)


@given(a=st.floats(1e-6, 1 - 1e-9), b=st.floats(1e-6, 1 - 1e-9))
def test_less_signal_is_never_an_earlier_time_and_never_out_of_range(a, b):
    first, second = lens(SU).timestep(torch.tensor([max(a, b), min(a, b)], dtype=torch.float64))
    assert 0 <= first <= second <= 999


def test_a_ratio_between_two_steps_falls_between_their_times():
    middle = float(SU.alpha_bar[400] + SU.alpha_bar[401]) / 2
    assert 399.4 < lens(SU).timestep(middle).item() < 399.6


@pytest.mark.parametrize("t", [1, 10, 500, 1000])
@pytest.mark.parametrize("kind", PREDICTIONS)
def test_what_a_network_predicts_becomes_x0_as_in_diffusers(kind, t):
    scheduler = DDIMScheduler(prediction_type=kind, clip_sample=False)
    scheduler.alphas_cumprod = SU.alpha_bar[1:] ** 2
    scheduler.set_timesteps(1000)
    x, output = torch.randn(2, 3, 4, dtype=torch.float64, generator=torch.Generator()).unbind()
    expected = scheduler.step(output, t - 1, x).pred_original_sample
    got = PREDICTIONS[kind](x, output, SU.alpha_bar[t])
    assert ((got - expected).abs() / expected.abs().clamp(min=1)).max() < 1e-9


@pytest.mark.parametrize("t", [1, 500, 1000])
def test_the_right_prediction_gives_back_the_house(t):
    x0, epsilon = torch.randn(2, 3, 4, dtype=torch.float64, generator=torch.Generator()).unbind()
    a, b = SU.alpha_bar[t], SU.beta_bar[t]
    x = demolish(x0, epsilon, a)
    outputs = {"sample": x0, "epsilon": epsilon, "v_prediction": a * epsilon - b * x0}
    for kind, output in outputs.items():
        assert torch.allclose(PREDICTIONS[kind](x, output, a), x0, atol=1e-9)


def test_a_house_alone_is_rebuilt_as_in_a_batch(unet):
    denoiser = NetworkDenoiser(unet, SU)
    x, stages = normal(6, 3, 32, 32), SU.alpha_bar[[1, 50, 200, 500, 800, 1000]]
    together = denoiser(x, stages)
    for i in range(6):
        alone = denoiser(x[i : i + 1], float(stages[i]))
        assert (alone[0] - together[i]).abs().max() < 1e-5


def test_a_network_of_a_seed_is_always_the_same_and_leaves_the_global_seed_alone():
    torch.manual_seed(5)
    before = torch.rand(1)
    torch.manual_seed(5)
    one, other = new_network(2), new_network(2)
    assert torch.equal(torch.rand(1), before)
    assert all(map(torch.equal, one.parameters(), other.parameters()))
    assert not torch.equal(next(new_network(3).parameters()), next(one.parameters()))


def test_the_folder_is_small_and_in_half_precision(folder):
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= 8_000_000
    assert (folder / "unet" / "diffusion_pytorch_model.safetensors").exists()
    assert not list(folder.rglob("*.bin"))


def test_what_is_loaded_is_what_was_saved_rounded_to_half(unet, folder):
    loaded = load_denoiser(folder)
    for ours, theirs in zip(unet.parameters(), loaded.unet.parameters(), strict=True):
        assert theirs.dtype == torch.float32 and not theirs.requires_grad
        assert torch.equal(ours.half().float(), theirs)
    assert (loaded.timestep(SU.alpha_bar[1:]) - torch.arange(1000)).abs().max() < 1e-3


def test_stock_diffusers_draws_our_samples_from_the_folder(folder):
    """The way the README gives: `output_type="np"`, then a pixel shuffle by two."""
    pipeline = DDIMPipeline.from_pretrained(folder)
    pipeline.set_progress_bar_config(disable=True)
    generator = torch.Generator().manual_seed(3)
    images = pipeline(batch_size=2, generator=generator, num_inference_steps=10, output_type="np")
    stacked = torch.from_numpy(images.images).permute(0, 3, 1, 2)
    theirs = pixel_shuffle(stacked, 2)

    x = pixel_shuffle(normal(2, 12, 16, 16, seed=3), 2)
    steps = fold(SU, grid(1000, 10), "ddim")
    *_, last = sample(load_denoiser(folder), x, steps, None)
    ours = (last.x / 2 + 0.5).clamp(0, 1)
    assert np.abs(ours.numpy() - theirs.numpy()).max() < 1e-4
    assert torch.equal(pixel_unshuffle(theirs, 2), stacked)
