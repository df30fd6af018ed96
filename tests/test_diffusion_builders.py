"""Which builder rebuilds: the one asked for, or the shipped one, said aloud."""

import shutil

import pytest
import torch
from diffusers import DDPMPipeline, DDPMScheduler, UNet2DModel

from engine import jobs
from engine.diffusion.builders import BROKEN, FOREIGN, MISSING, builder, chosen, opened
from engine.diffusion.checkpoint import HALF, SHIPPED
from engine.diffusion.config import DdpmConfig

CPU = torch.device("cpu")
WEIGHTS = "unet/diffusion_pytorch_model.safetensors"


@pytest.fixture(autouse=True)
def nothing_is_kept():
    opened.cache_clear()
    yield
    opened.cache_clear()


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "copy")
    return tmp_path / "copy"


def same(a, b) -> bool:
    return all(map(torch.equal, a.parameters(), b.parameters()))


def test_a_good_builder_is_taken_as_it_is(copy, monkeypatch):
    monkeypatch.setenv("LAB_BUILDER", str(copy))
    assert chosen() == copy
    assert opened(copy, CPU).trouble == ""
    assert opened(copy, CPU).steps == opened(SHIPPED, CPU).steps > 0


def test_without_a_word_it_is_the_shipped_one(monkeypatch):
    monkeypatch.delenv("LAB_BUILDER", raising=False)
    assert chosen() == SHIPPED
    assert not same(builder(SHIPPED, CPU), builder(HALF, CPU))


def spoiled(copy, how: str) -> None:
    weights = copy / WEIGHTS
    if how == "missing":
        shutil.rmtree(copy)
    elif how == "cut":
        weights.write_bytes(weights.read_bytes()[:100_000])
    elif how == "rubbish":
        weights.write_bytes(b"no weights at all")
    elif how == "half a folder":
        shutil.rmtree(copy / "scheduler")
    else:
        unet = UNet2DModel(
            8,
            1,
            1,
            block_out_channels=(8,),
            norm_num_groups=4,
            layers_per_block=1,
            down_block_types=("DownBlock2D",),
            up_block_types=("UpBlock2D",),
        )
        shutil.rmtree(copy)
        betas = [0.01] * 10
        DDPMPipeline(unet, DDPMScheduler(10, trained_betas=betas)).save_pretrained(copy)


@pytest.mark.parametrize(
    ("how", "trouble"),
    [
        ("missing", MISSING),
        ("cut", BROKEN),
        ("rubbish", BROKEN),
        ("half a folder", BROKEN),
        ("foreign", FOREIGN),
    ],
)
def test_what_is_no_builder_is_replaced_by_the_shipped_one_and_said(copy, how, trouble):
    spoiled(copy, how)
    found = opened(copy, CPU)
    assert found.trouble == trouble
    assert same(found.denoiser, builder(SHIPPED, CPU))


def test_the_film_carries_what_was_wrong(tmp_path, monkeypatch, inline_jobs):
    monkeypatch.setenv("LAB_BUILDER", str(tmp_path / "nowhere"))
    config = DdpmConfig(count=1, steps=1, frames=2)
    assert jobs.compute("engine.diffusion.ddpm:run", config).trouble == MISSING
