"""A recorded film, decoded frame by frame: as many frames as it says, of the size it says."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest
from PIL import Image

from engine import jobs
from engine.diffusion.config import DdpmConfig
from engine.errors import InvalidParameter
from engine.recording.config import RecordingConfig
from engine.recording.film import run
from engine.recording.frames import picture, sheets
from engine.task import finished

FILM = DdpmConfig(count=5, steps=4, frames=4)
WORK = "engine.diffusion.alone:run"
LINK = "https://lab.example/ddpm?lang=zh&ddpm_seed=7"


def recorded(kind: str):
    config = RecordingConfig(WORK, FILM, kind, "拆楼", LINK, forward=5, scale=2)
    progress = []
    return finished(run(config), progress.append), progress


@pytest.fixture(scope="module")
def pictures() -> list[np.ndarray]:
    film = jobs.compute(WORK, FILM)
    return [picture(seen, LINK, 2) for seen in sheets(film, 5)]


def test_mp4_has_every_frame_in_its_size_and_carries_the_link(pictures):
    result, _ = recorded("mp4")
    with av.open(io.BytesIO(result.file)) as file:
        assert file.metadata["comment"] == LINK and file.metadata["title"] == "拆楼"
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    assert len(frames) == result.frames == len(pictures) == 9
    assert frames[0].shape == (result.height, result.width, 3) == pictures[0].shape
    for seen, made in zip(frames, pictures, strict=True):
        assert np.abs(seen.astype(int) - made).mean() < 12


def test_webp_has_every_frame_in_its_size_and_carries_the_link(pictures):
    result, _ = recorded("webp")
    file = Image.open(io.BytesIO(result.file))
    assert file.n_frames == result.frames == 9
    assert file.size == (result.width, result.height)
    assert LINK.replace("&", "&amp;").encode() in file.info["xmp"]
    for k, made in enumerate(pictures):
        file.seek(k)
        assert np.abs(np.asarray(file.convert("RGB")).astype(int) - made).mean() < 12


def test_progress_covers_the_film_and_the_file():
    _, progress = recorded("mp4")
    assert len(progress) > 9 + 9
    assert all(p.done <= p.total for p in progress)


def test_the_first_frame_is_the_house_and_the_last_the_rebuilt_one(pictures):
    film = jobs.compute(WORK, FILM)
    tile = film.x0[0].repeat(2, 0).repeat(2, 1)
    assert np.abs(pictures[0][:64, :64].astype(int) - tile).max() <= 1
    last = film.back_x[-1][0].repeat(2, 0).repeat(2, 1)
    assert np.array_equal(pictures[-1][:64, :64], last)


def test_what_is_no_film_and_no_kind_of_file_is_a_sentence():
    with pytest.raises(InvalidParameter, match="one of"):
        RecordingConfig(WORK, FILM, "gif")
    from engine.diffusion.config_gradients import GradientConfig

    config = RecordingConfig("engine.diffusion.gradients:run", GradientConfig(count=100), "mp4")
    with pytest.raises(InvalidParameter, match="film of houses"):
        list(run(config))
