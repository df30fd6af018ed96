"""Pictures from readers: good ones become 32×32, bad ones a sentence, none anything else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import InvalidParameter
from tests.crafted import CRAFTED, ODD, REFUSED, file, noise
from tests.test_rooms import ROOT
from view import language
from view.picture import SIDE, read
from view.sentence import sentence

PIXELS = SIDE * SIDE * 3
MOST_MEMORY = 350  # MB that the worst of them may take while it is read
MEASURE = """
import gc, json
from pathlib import Path
from tests.crafted import CRAFTED
from engine.errors import InvalidParameter
from view import language
from view.picture import read

def memory(kind):
    said = Path("/proc/self/status").read_text()
    return int(said.split(kind + ":")[1].split()[0]) // 1000

took = {}
for name, data in CRAFTED.items():
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = memory("VmRSS")
    try:
        read(data)
    except InvalidParameter:
        pass
    took[name] = memory("VmHWM") - before
print(json.dumps(took))
"""


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "CMYK", "YCbCr"])
def test_every_common_colour_mode_becomes_rgb(mode):
    kind = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")
    pixels, _ = read(file(noise(mode), kind))
    assert len(pixels) == PIXELS


def test_a_plain_square_picture_keeps_its_colour_and_tells_of_no_change():
    pixels, told = read(file(Image.new("RGB", (64, 64), (10, 200, 30))))
    assert np.frombuffer(pixels, np.uint8).reshape(-1, 3).tolist() == [[10, 200, 30]] * SIDE**2
    assert told == ()


def test_transparent_pixels_stand_on_white_and_that_is_told():
    pixels, told = read(file(Image.new("RGBA", (32, 32), (255, 0, 0, 0))))
    assert set(pixels) == {255}
    assert told == ("picture.on_white",)


def test_of_an_animation_the_first_frame_is_taken_and_that_is_told():
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue")]
    data = file(frames[0], "GIF", save_all=True, append_images=frames[1:])
    pixels, told = read(data)
    assert pixels[:3] == bytes((255, 0, 0))
    assert "picture.first_frame" in told


def test_a_long_picture_is_cropped_and_that_is_told():
    _, told = read(file(noise("RGB", (200, 50))))
    assert told == ("picture.cropped",)


def test_a_hundred_pictures_are_crafted():
    assert len(CRAFTED) >= 100


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_picture_of_bounded_size_is_a_sentence(name: str):
    with pytest.raises(InvalidParameter) as wrong:
        read(REFUSED[name])
    assert wrong.value.name == "picture"


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_sentence_can_be_said_in_every_language(lang: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language, "language", lambda: lang)
    for name, data in REFUSED.items():
        with pytest.raises(InvalidParameter) as wrong:
            read(data)
        said = sentence(wrong.value, "ddpm")
        assert language.CATALOGUES[lang]["ddpm.picture.name"] in said and "{" not in said, name


@pytest.mark.parametrize("name", ODD)
def test_an_odd_picture_is_read_and_what_had_to_be_changed_is_told(name: str):
    try:
        pixels, told = read(ODD[name])
    except InvalidParameter as wrong:
        assert wrong.name == "picture"
    else:
        assert len(pixels) == PIXELS
        assert told


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="no /proc on this system")
def test_none_of_them_takes_much_memory():
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    took = json.loads(done.stdout)
    assert len(took) == len(CRAFTED)
    assert max(took.values()) < MOST_MEMORY, took
