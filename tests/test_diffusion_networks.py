"""Any network under our sampler: what it draws, and why another will not do."""

import os

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler, DDPMScheduler
from safetensors.torch import load_file, save_file

from engine.device import mix
from engine.diffusion import manifest, networks, others, pipelines
from engine.diffusion.config_networks import CLOSED, NetworksConfig
from engine.diffusion.noise import Noise
from engine.diffusion.sheet import to_bytes
from engine.errors import InvalidParameter
from engine.task import finished
from tests.test_diffusion_pipelines import WEIGHTS, edit, network, saved
from view import bundle

QUICK = {"steps": (10,), "count": 2}


def run(config):
    """The yields and the Result."""
    yielded = []
    return yielded, finished(networks.run(config), yielded.append)


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """The folder that the server has opened."""
    parent = tmp_path / "opened"
    parent.mkdir()
    monkeypatch.setenv("LAB_FOLDERS", str(parent))
    return parent


def complaint(place: str, kind: str = "folder") -> InvalidParameter:
    with pytest.raises(InvalidParameter) as caught:
        run(NetworksConfig(kind, place, **QUICK))
    assert caught.value.value == place
    assert caught.value.name == {"folder": "folder", "hub": "model"}[kind]
    return caught.value


def test_the_shipped_pictures_are_what_the_engine_still_draws():
    shipped, _ = bundle.load("ddim_networks")
    _, again = run(NetworksConfig(steps=(10,), count=1))
    for k, eta in enumerate(shipped.config.etas):
        drawn = shipped.pictures[shipped.config.runs.index((10, eta)), :1]
        assert np.abs(drawn.astype(int) - again.pictures[k]).max() <= 2
    assert drawn.std() > 20


def test_a_network_of_others_draws_what_diffusers_own_steps_draw(opened):
    words = {"clip_sample": False, "timestep_spacing": "trailing", "prediction_type": "sample"}
    theirs, unet = DDIMScheduler(**words), network()
    saved(opened / "one", theirs, unet)
    _, ours = run(NetworksConfig("folder", "one", etas=(0.0,), **QUICK))
    x = Noise(mix(7, 21), 2, (3, 8, 8))()
    theirs.set_timesteps(10)
    with torch.inference_mode():
        for t in theirs.timesteps:
            x = theirs.step(unet(x, t).sample, t, x).prev_sample
    assert np.abs(to_bytes(x).numpy().astype(int) - ours.pictures[0]).max() <= 1
    assert len(np.unique(ours.pictures)) > 10


def test_few_steps_and_many_agree_without_noise_and_not_with_it():
    shipped, _ = bundle.load("ddim_networks")
    few, shaken, many, other = shipped.pictures.astype(float)
    assert np.abs(few - many).mean() < 0.5 * np.abs(shaken - other).mean()


def test_it_says_how_far_it_is_and_how_long_it_took(opened):
    saved(opened / "one", DDPMScheduler(), network())
    yielded, result = run(NetworksConfig("folder", "one", **QUICK))
    done = [progress.done for progress in yielded]
    assert done == sorted(done) and done[-1] == yielded[-1].total == 20
    assert len(result.seconds) == 2 and min(result.seconds) > 0
    assert result.shape == (3, 8, 8) and result.clip and result.times == 1000
    assert result.weights == sum(w.numel() for w in network().parameters())


def test_grey_pictures_come_in_three_colours_and_large_ones_small(opened):
    saved(opened / "grey", DDPMScheduler(), network(in_channels=1, out_channels=1))
    drawn = run(NetworksConfig("folder", "grey", **QUICK))[1].pictures
    assert drawn.shape == (2, 2, 8, 8, 3) and (drawn == drawn[..., :1]).all()
    ramp = torch.linspace(-1, 1, 128).expand(1, 3, 256, 128)
    assert networks.shown(ramp).shape == (1, 64, 32, 3)
    assert [networks.how_many(6, (3, n, n)) for n in (32, 64, 128, 256)] == [6, 6, 1, 1]


def test_a_server_that_opens_no_folder_reads_none(monkeypatch):
    monkeypatch.delenv("LAB_FOLDERS", raising=False)
    assert complaint("assets/models/houses").rule == CLOSED


@pytest.mark.parametrize("place", ["..", "../secret", "/", "/etc", "link", "a\0b", "loop"])
def test_nothing_outside_the_opened_folder_is_read_whether_it_is_there_or_not(opened, place):
    saved(opened.parent / "secret", DDPMScheduler(), network())
    os.symlink(opened.parent / "secret", opened / "link")
    os.symlink(opened / "loop", opened / "loop")
    assert complaint(place).rule in (others.OUTSIDE, manifest.NO_PIPELINE)
    if place != "loop":
        assert complaint(place).rule == others.OUTSIDE


def spoiled(folder, how: str) -> None:
    """A pipeline with one thing wrong in it."""
    scheduler, unet = DDPMScheduler(), network()
    if how == "colours":
        unet = network(in_channels=4, out_channels=4)
    elif how == "channels":
        unet = network(out_channels=6)
    elif how == "large":
        unet = network(sample_size=512)
    elif how == "odd":
        unet = network(sample_size=9)
    elif how == "short":
        scheduler = DDPMScheduler(9)
    elif how == "blind":
        scheduler = DDPMScheduler(rescale_betas_zero_snr=True)
    elif how == "thresholding":
        scheduler = DDPMScheduler(thresholding=True)
    saved(folder, scheduler, unet)
    weights = folder / WEIGHTS
    if how == "nothing":
        (folder / "model_index.json").unlink()
    elif how == "conditional":
        edit(folder / "model_index.json", text_encoder=["transformers", "CLIPTextModel"])
    elif how == "pickled":
        weights.rename(weights.with_suffix(".bin"))
    elif how == "torn":
        weights.write_bytes(weights.read_bytes()[:100])
    elif how == "poisoned":
        save_file({k: w * torch.nan for k, w in load_file(weights).items()}, weights)


SPOILED = {
    "nothing": manifest.NO_PIPELINE,
    "conditional": manifest.NOT_PLAIN,
    "pickled": manifest.NO_SAFETENSORS,
    "torn": pipelines.NO_FIT,
    "channels": manifest.CHANNELS,
    "blind": pipelines.NO_SIGNAL,
    "thresholding": pipelines.THRESHOLD,
    "colours": others.SHAPE,
    "large": others.SHAPE,
    "odd": others.NO_DRAWING,
    "short": others.TOO_SHORT,
    "poisoned": others.NO_DRAWING,
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_folder_that_will_not_do_is_told_why(opened, how):
    spoiled(opened / "one", how)
    assert complaint("one").rule == SPOILED[how]


def test_a_model_that_has_not_been_loaded_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    assert complaint("someone/else", "hub").rule == others.NOT_HERE


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "mine"},
        {"kind": "folder"},
        {"kind": "hub"},
        {"place": "somewhere"},
        {"steps": (0,)},
        {"steps": (1001,)},
        {"steps": ()},
        {"etas": (1.5,)},
        {"etas": (float("nan"),)},
        {"count": 0},
        {"seed": -1},
    ],
)
def test_a_wrong_config_is_refused(wrong):
    with pytest.raises(InvalidParameter):
        NetworksConfig(**wrong)
