"""Pictures from readers: good ones become 32×32, bad ones a sentence, none anything else."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from engine.errors import InvalidParameter
from view.picture import MOST_BYTES, SIDE, read

PIXELS = SIDE * SIDE * 3


def file(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noise(mode: str, size: tuple[int, int] = (40, 40)) -> Image.Image:
    bands = len(Image.new(mode, (1, 1)).getbands())
    array = np.random.default_rng(0).integers(0, 256, (*size[::-1], bands), dtype=np.uint8)
    return Image.fromarray(array[..., 0] if bands == 1 else array, None if bands == 1 else mode)


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


def bomb(width: int, height: int) -> bytes:
    """A PNG that announces many pixels and holds almost nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        code = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + code

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


WHOLE = file(noise("RGB"))
JPEG = file(noise("RGB"), "JPEG")
BAD = {
    "empty": b"",
    "text": b"not a picture at all",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "pdf": b"%PDF-1.4\n%",
    "too many bytes": b"\x89PNG" + bytes(MOST_BYTES),
    "zero bytes": bytes(5000),
    "a bomb": bomb(60_000, 60_000),
    "a smaller bomb": bomb(6_000, 6_000),
    **{f"png cut at {k}": WHOLE[:k] for k in range(1, len(WHOLE) - 40, len(WHOLE) // 40)},
    **{f"jpeg cut at {k}": JPEG[:k] for k in range(1, len(JPEG) - 40, len(JPEG) // 40)},
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_whole_picture_of_bounded_size_is_a_sentence(name):
    with pytest.raises(InvalidParameter) as wrong:
        read(BAD[name])
    assert wrong.value.name == "picture"
