"""A hundred and more pictures that mean no good, or are merely odd: name -> bytes."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image

from view.picture import MOST_BYTES

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def file(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noise(mode: str = "RGB", size: tuple[int, int] = (40, 40)) -> Image.Image:
    bands = len(Image.new(mode, (1, 1)).getbands())
    array = np.random.default_rng(0).integers(0, 256, (*size[::-1], bands), dtype=np.uint8)
    return Image.fromarray(array[..., 0] if bands == 1 else array, None if bands == 1 else mode)


def chunk(kind: bytes, body: bytes) -> bytes:
    """A piece of a PNG file."""
    code = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + code


def png(width: int, height: int, *extra: bytes, data: bytes = b"\0" * 1000) -> bytes:
    """A PNG of `width` by `height` that holds `data` and no more."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(data))
    return SIGNATURE + chunk(b"IHDR", head) + b"".join(extra) + body + chunk(b"IEND", b"")


def patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def cut(kind: str, parts: int, **options) -> dict[str, bytes]:
    """A good file of `kind`, cut off at `parts` places before its last tenth."""
    whole = file(noise(), kind, **options)
    places = [max(1, k * len(whole) * 9 // (10 * parts)) for k in range(parts)]
    return {f"{kind} cut at {place}": whole[:place] for place in places}


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("house.png", file(noise()))
    return out.getvalue()


def animated(kind: str, count: int, size: int = 8) -> bytes:
    frames = [Image.new("RGB", (size, size), (k % 256, 0, 0)) for k in range(count)]
    return file(frames[0], kind, save_all=True, append_images=frames[1:])


def with_text(bytes_within: int) -> bytes:
    """A PNG whose note unpacks to many bytes."""
    note = b"Comment\0\0" + zlib.compress(b"a" * bytes_within)
    return png(32, 32, chunk(b"zTXt", note), data=b"\0" * (32 * 97))


def with_profile(bytes_within: int) -> bytes:
    profile = b"colours\0\0" + zlib.compress(b"a" * bytes_within)
    return png(32, 32, chunk(b"iCCP", profile), data=b"\0" * (32 * 97))


JPEG, GIF, WEBP, BMP, TIFF = (
    file(noise(), kind) for kind in ("JPEG", "GIF", "WEBP", "BMP", "TIFF")
)
FRAME = JPEG.index(b"\xff\xc0") + 5  # height and width of a JPEG

WRONG_TYPES = {
    "nothing": b"",
    "text": b"not a picture at all",
    "Chinese text": "这不是图片".encode("utf-16"),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.4\n%",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "program": b"\x7fELF" + bytes(60),
    "zip": zipped(),
    "gzip": gzip.compress(file(noise())),
    "film": b"\0\0\0\x18ftypmp42" + bytes(40),
    "heic": b"\0\0\0\x18ftypheic" + bytes(40),
    "sound": b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
    "icon": file(noise(size=(32, 32)), "ICO"),
    "photoshop": b"8BPS\0\1" + bytes(40),
    "ppm": file(noise(), "PPM"),
    "tga": file(noise(), "TGA"),
    "zero bytes": bytes(5000),
    "a signature alone": SIGNATURE,
    "random bytes": np.random.default_rng(1).bytes(5000),
}
TRUNCATED = {
    **cut("PNG", 16),
    **cut("JPEG", 12),
    **cut("GIF", 8),
    **cut("WEBP", 8, lossless=True),
    **cut("BMP", 5),
    **cut("TIFF", 6),
}
BROKEN = {
    "png of no width": png(0, 32),
    "png of no height": png(32, 0),
    "png with a wrong sum": patched(file(noise()), 60, b"\0\0\0\0"),
    "png that ends too soon": png(32, 32),
    "webp with a hole": patched(WEBP, 20, bytes(20)),
    "bmp of another depth": patched(BMP, 28, struct.pack("<H", 7)),
    "tiff whose directory is nowhere": patched(TIFF, 4, struct.pack("<I", 10**9)),
    "tiff whose directory is itself": patched(TIFF, 4, struct.pack("<I", 4)),
}
BOMBS = {
    "too many bytes": SIGNATURE + bytes(MOST_BYTES),
    "png bomb": png(60_000, 60_000),
    "smaller png bomb": png(6_000, 6_000),
    "flat png bomb": png(2**31 - 1, 1),
    "upright png bomb": png(1, 2**31 - 1),
    "jpeg bomb": patched(JPEG, FRAME, struct.pack(">HH", 65_500, 65_500)),
    "gif bomb": patched(GIF, 6, struct.pack("<HH", 65_535, 65_535)),
    "bmp bomb": patched(BMP, 18, struct.pack("<ii", 60_000, 60_000)),
    "bmp upside down": patched(BMP, 18, struct.pack("<ii", 60_000, -60_000)),
    "webp bomb": file(Image.new("RGB", (6_000, 5_000)), "WEBP", lossless=True, method=0),
    "png with a bomb for a note": with_text(200_000_000),
    "png with a long note": with_text(2_000_000),
}
ODD = {
    "a bomb for a profile": with_profile(200_000_000),
    "16 bit grey": file(Image.fromarray(np.arange(1600, dtype=np.uint16).reshape(40, 40) * 40)),
    "32 bit whole numbers": file(Image.fromarray(np.eye(40, dtype=np.int32) * 10**6), "TIFF"),
    "floats with NaN": file(Image.fromarray(np.full((40, 40), np.nan, np.float32)), "TIFF"),
    "ink on paper": file(noise("CMYK"), "JPEG"),
    "ink on tiff": file(noise("CMYK"), "TIFF"),
    "lightness and two axes": file(noise("LAB"), "TIFF"),
    "grey that lets through": file(noise("LA")),
    "colour that lets through": file(noise("RGBA"), "WEBP", lossless=True),
    "a colour of the palette lets through": file(noise("P"), transparency=3),
    "one bit, long": file(noise("L", (80, 20)).convert("1")),
    "a line": file(noise(size=(10_000, 1))),
    "an upright line": file(noise(size=(1, 10_000))),
    "many frames": animated("GIF", 3_000),
    "moving webp": animated("WEBP", 40),
    "moving png": animated("PNG", 40),
    "many pages": animated("TIFF", 500),
    "as many pixels as there may be": file(Image.new("RGBA", (6_250, 4_000), (9, 9, 9, 99))),
    "nonsense for a turn": file(noise(size=(40, 20)), "JPEG", exif=b"Exif\0\0II*\0nonsense"),
}
REFUSED = {**WRONG_TYPES, **TRUNCATED, **BROKEN, **BOMBS}
CRAFTED = {**REFUSED, **ODD}
