"""Pipelines from disk: the samples of stock diffusers, and a sentence for what will not do."""

import json
import shutil

import pytest
import torch
from diffusers import DDIMPipeline, DDIMScheduler, DDPMPipeline, DDPMScheduler, UNet2DModel
from diffusers.utils import logging
from safetensors.torch import load_file, save_file

from engine.diffusion import manifest, pipelines
from engine.diffusion.checkpoint import SHIPPED, load_denoiser, save_pipeline
from engine.diffusion.pipelines import load_pipeline
from engine.diffusion.posterior import PREDICTIONS
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import schedule
from engine.diffusion.stock import stock
from engine.errors import InvalidParameter

WEIGHTS = "unet/diffusion_pytorch_model.safetensors"
COSINE = {"beta_schedule": "squaredcos_cap_v2"}
PIPELINES = {"ddpm": DDPMPipeline, "ddim": DDIMPipeline}


def network(**changes) -> UNet2DModel:
    """A small network with fixed weights."""
    options = {
        "sample_size": 8,
        "in_channels": 3,
        "out_channels": 3,
        "layers_per_block": 1,
        "block_out_channels": (8, 16),
        "down_block_types": ("DownBlock2D", "AttnDownBlock2D"),
        "up_block_types": ("AttnUpBlock2D", "UpBlock2D"),
        "norm_num_groups": 4,
        "attention_head_dim": 8,
    }
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(4)
        return UNet2DModel(**options | changes).eval()


def saved(folder, scheduler, unet=None):
    """A pipeline written by stock diffusers."""
    kind = "ddpm" if isinstance(scheduler, DDPMScheduler) else "ddim"
    PIPELINES[kind](unet or network(), scheduler).save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True, scope="module")
def quiet():
    logging.disable_progress_bar()
    yield
    logging.enable_progress_bar()


def theirs(folder, kind: str, steps: int, **options) -> torch.Tensor:
    """Stock samples; its DDPMPipeline alone takes any scheduler that it finds as it is."""
    pipeline = PIPELINES[kind].from_pretrained(folder)
    if kind == "ddpm":
        pipeline.scheduler = DDPMScheduler.from_config(pipeline.scheduler.config)
    pipeline.set_progress_bar_config(disable=True)
    generator = torch.Generator().manual_seed(5)
    asked = {"generator": generator, "num_inference_steps": steps, "output_type": "pt"}
    return pipeline(3, **asked, **options).images


def ours(folder, kind: str, steps: int, **options) -> torch.Tensor:
    pipeline = load_pipeline(folder)
    generator = torch.Generator().manual_seed(5)

    def noise():
        return torch.randn(3, *pipeline.shape, generator=generator)

    denoiser, folded = stock(pipeline, steps, kind, **options)
    with torch.inference_mode():
        *_, last = sample(denoiser, noise(), folded, noise)
    return (last.x / 2 + 0.5).clamp(0, 1)


@pytest.mark.parametrize("prediction", PREDICTIONS)
@pytest.mark.parametrize("clip", [True, False])
@pytest.mark.parametrize("kind", PIPELINES)
def test_what_stock_diffusers_saved_gives_its_samples(tmp_path, prediction, clip, kind):
    for saver, words in ((DDPMScheduler, {}), (DDIMScheduler, COSINE)):
        folder = tmp_path / f"{saver.__name__}"
        saved(folder, saver(prediction_type=prediction, clip_sample=clip, **words))
        expected = theirs(folder, kind, 10)
        assert (ours(folder, kind, 10) - expected).abs().max() < 1e-4
        assert 0.05 < expected.std() < 0.6


@pytest.mark.parametrize("spacing", ["leading", "trailing", "linspace"])
@pytest.mark.parametrize("steps", [7, 25])
def test_it_does_so_in_every_spacing_and_with_noise(tmp_path, spacing, steps):
    words = {"timestep_spacing": spacing, "prediction_type": "v_prediction"}
    folder = saved(tmp_path, DDIMScheduler(**words))
    for eta in (0.0, 0.7):
        expected = theirs(folder, "ddim", steps, eta=eta)
        assert (ours(folder, "ddim", steps, eta=eta) - expected).abs().max() < 1e-4
    assert (ours(folder, "ddpm", steps) - theirs(folder, "ddpm", steps)).abs().max() < 1e-4


@pytest.mark.parametrize("prediction", ["sample", "v_prediction"])
def test_a_schedule_that_ends_without_signal_is_fine_for_those_that_say_x0_or_v(
    tmp_path, prediction
):
    words = {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}
    folder = saved(tmp_path, DDIMScheduler(prediction_type=prediction, **words))
    assert load_pipeline(folder).denoiser.schedule.log_alpha_bar[-1] == -torch.inf
    assert (ours(folder, "ddim", 10) - theirs(folder, "ddim", 10)).abs().max() < 1e-4


def test_all_steps_of_the_large_variance(tmp_path):
    folder = saved(tmp_path, DDPMScheduler(100, variance_type="fixed_large"))
    assert (ours(folder, "ddpm", 100) - theirs(folder, "ddpm", 100)).abs().max() < 1e-4
    assert load_pipeline(folder).rule == "ddpm"


def test_a_range_to_clip_to_and_an_offset_are_kept(tmp_path):
    words = {"clip_sample_range": 0.3, "steps_offset": 1, "beta_start": 0.001}
    folder = saved(tmp_path, DDIMScheduler(**words))
    assert (ours(folder, "ddim", 10) - theirs(folder, "ddim", 10)).abs().max() < 1e-4
    found = load_pipeline(folder)
    assert (found.clip, found.offset) == (0.3, 1)


def test_the_oldest_pipelines_keep_everything_side_by_side(tmp_path):
    folder = saved(tmp_path / "new", DDPMScheduler(variance_type="fixed_large"))
    old = tmp_path / "old"
    old.mkdir()
    for file in folder.rglob("*.*"):
        shutil.copy(file, old)
    assert (ours(old, "ddpm", 5) - theirs(old, "ddpm", 5)).abs().max() < 1e-4


def test_grey_and_oblong_pictures_have_their_shape(tmp_path):
    unet = network(in_channels=1, out_channels=1, sample_size=(8, 16))
    folder = saved(tmp_path, DDIMScheduler(prediction_type="sample"), unet)
    assert load_pipeline(folder).shape == (1, 8, 16)
    assert (ours(folder, "ddim", 5) - theirs(folder, "ddim", 5)).abs().max() < 1e-4


def test_half_precision_files_are_read_in_float32(tmp_path):
    pipeline = DDPMPipeline(network().half(), DDPMScheduler())
    pipeline.save_pretrained(tmp_path, variant="fp16")
    assert not (tmp_path / WEIGHTS).exists()
    assert load_pipeline(tmp_path).denoiser.unet.dtype == torch.float32


@pytest.mark.parametrize("prediction", PREDICTIONS)
def test_what_we_save_stock_diffusers_loads_and_samples(tmp_path, prediction):
    save_pipeline(network(), schedule("su", 1000), tmp_path, prediction)
    expected = theirs(tmp_path, "ddim", 10)
    assert (ours(tmp_path, "ddim", 10) - expected).abs().max() < 1e-4
    # and by our own grid, which is the same where the steps divide T
    denoiser = load_denoiser(tmp_path)
    assert denoiser.prediction == prediction
    x = torch.randn(3, 3, 8, 8, generator=torch.Generator().manual_seed(5))
    *_, last = sample(denoiser, x, fold(denoiser.schedule, grid(1000, 10), "ddim"), None)
    assert ((last.x / 2 + 0.5).clamp(0, 1) - expected).abs().max() < 1e-4


def test_the_shipped_builder_is_a_pipeline_like_any_other():
    found = load_pipeline(SHIPPED, shape=(3, 32, 32))
    assert (found.shape, found.kind, found.clip) == ((3, 32, 32), "ddim", None)
    expected = schedule("su", 1000).log_alpha_bar
    assert (found.denoiser.schedule.log_alpha_bar - expected).abs().max() < 1e-12


def edit(path, **changes) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def weights(folder, change) -> None:
    """The folder's weights with one of them changed or taken away."""
    tensors = load_file(folder / WEIGHTS)
    change(tensors)
    save_file(tensors, folder / WEIGHTS)


SPOILED = {
    "is not there": (lambda f: shutil.rmtree(f), manifest.NO_PIPELINE),
    "has no index": (lambda f: (f / "model_index.json").unlink(), manifest.NO_PIPELINE),
    "has a torn index": (lambda f: (f / "model_index.json").write_text("{"), manifest.NO_PIPELINE),
    "has a list for an index": (
        lambda f: (f / "model_index.json").write_text("[]"),
        manifest.NO_PIPELINE,
    ),
    "has no network": (lambda f: shutil.rmtree(f / "unet"), manifest.NO_PIPELINE),
    "has no scheduler": (lambda f: shutil.rmtree(f / "scheduler"), manifest.NO_PIPELINE),
    "reads a text": (
        lambda f: edit(f / "model_index.json", text_encoder=["transformers", "CLIPTextModel"]),
        manifest.NOT_PLAIN,
    ),
    "has a network of another kind": (
        lambda f: edit(f / "model_index.json", unet=["diffusers", "UNet2DConditionModel"]),
        manifest.NOT_PLAIN,
    ),
    "brings code of its own": (
        lambda f: edit(f / "model_index.json", unet=["my_unet", "UNet2DModel"]),
        manifest.NOT_PLAIN,
    ),
    "flows": (
        lambda f: edit(
            f / "model_index.json", scheduler=["diffusers", "FlowMatchEulerDiscreteScheduler"]
        ),
        manifest.NOT_PLAIN,
    ),
    "lists a scheduler that is a list": (
        lambda f: edit(f / "model_index.json", scheduler=["diffusers", ["DDPMScheduler"]]),
        manifest.NOT_PLAIN,
    ),
    "predicts a list": (
        lambda f: edit(f / "scheduler/scheduler_config.json", prediction_type=["epsilon"]),
        manifest.NOT_PLAIN,
    ),
    "clips to a word": (
        lambda f: edit(f / "scheduler/scheduler_config.json", clip_sample_range="far"),
        manifest.NOT_PLAIN,
    ),
    "says its channels in words": (
        lambda f: edit(f / "unet/config.json", in_channels="3", out_channels="3"),
        manifest.CHANNELS,
    ),
    "has three sides": (
        lambda f: edit(f / "unet/config.json", sample_size=[8, 8, 8]),
        manifest.NOT_PLAIN,
    ),
    "has half a pixel": (
        lambda f: edit(f / "unet/config.json", sample_size=8.5),
        manifest.NOT_PLAIN,
    ),
    "is told a class": (
        lambda f: edit(f / "unet/config.json", num_class_embeds=10),
        manifest.NOT_PLAIN,
    ),
    "says a variance as well": (
        lambda f: edit(f / "unet/config.json", out_channels=6),
        manifest.CHANNELS,
    ),
    "has pickled weights": (
        lambda f: (f / WEIGHTS).rename(f / "unet/diffusion_pytorch_model.bin"),
        manifest.NO_SAFETENSORS,
    ),
    "has cut weights": (
        lambda f: (f / WEIGHTS).write_bytes((f / WEIGHTS).read_bytes()[:1000]),
        pipelines.NO_FIT,
    ),
    "lacks a weight": (
        lambda f: weights(f, lambda w: w.pop("conv_in.bias")),
        pipelines.NO_FIT,
    ),
    "has a weight too many": (
        lambda f: weights(f, lambda w: w.update(more=torch.zeros(1))),
        pipelines.NO_FIT,
    ),
    "has a weight of another shape": (
        lambda f: weights(f, lambda w: w.update({"conv_in.bias": torch.zeros(9)})),
        pipelines.NO_FIT,
    ),
    "has an unknown schedule": (
        lambda f: edit(f / "scheduler/scheduler_config.json", beta_schedule="bumpy"),
        pipelines.NO_SCHEDULE,
    ),
    "has a step without noise": (
        lambda f: edit(f / "scheduler/scheduler_config.json", beta_start=0.0),
        pipelines.NO_SCHEDULE,
    ),
    "thresholds": (
        lambda f: edit(f / "scheduler/scheduler_config.json", thresholding=True),
        pipelines.THRESHOLD,
    ),
    "says a noise that is all there is": (
        lambda f: edit(f / "scheduler/scheduler_config.json", rescale_betas_zero_snr=True),
        pipelines.NO_SIGNAL,
    ),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return saved(tmp_path_factory.mktemp("good"), DDPMScheduler())


@pytest.mark.parametrize("how", SPOILED)
def test_a_folder_that_will_not_do_is_told_why_in_one_sentence(good, tmp_path, how):
    folder = shutil.copytree(good, tmp_path / "pipeline")
    spoil, rule = SPOILED[how]
    spoil(folder)
    with pytest.raises(InvalidParameter) as caught:
        load_pipeline(folder)
    assert (caught.value.name, caught.value.rule) == ("pipeline", rule)


def test_a_network_of_another_shape_than_asked_for_is_told_so(tmp_path):
    folder = saved(tmp_path, DDPMScheduler())
    with pytest.raises(InvalidParameter) as caught:
        load_pipeline(folder, shape=(3, 32, 32))
    assert caught.value.places == {"wanted": "3×32×32", "found": "3×8×8"}
