"""A picture the reader brings, made small: any file in, 32×32 RGB out, or one sentence.

The file's head is read before its pixels, so that a small file that unpacks to a huge
picture is refused for the size it announces. What had to be changed is told, never silent.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from engine.errors import check

SIDE = 32
MOST_BYTES = 8_000_000
MOST_PIXELS = 25_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Warning)


def read(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The picture in `data` as 3,072 bytes, and message ids of what was changed.

    Raises `InvalidParameter` ("picture") for what is empty, too large, or no picture.
    """
    check(len(data) > 0, "picture", "must not be empty", len(data))
    check(
        len(data) <= MOST_BYTES,
        "picture",
        "must be at most {most} bytes",
        len(data),
        most=f"{MOST_BYTES:,}",
    )
    with warnings.catch_warnings():
        # Pillow only warns of a picture that unpacks to very many pixels
        warnings.simplefilter("error")
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except (*BROKEN, Image.DecompressionBombError):
            image = None
        check(image is not None, "picture", "must be a picture: {formats}", "?", formats=_formats())
        _check_size(image)
        return _small(image)


def _formats() -> str:
    return ", ".join(FORMATS)


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    check(
        0 < width * height <= MOST_PIXELS,
        "picture",
        "must have at most {most} pixels",
        f"{width}×{height}",
        most=f"{MOST_PIXELS:,}",
    )


def _small(image: Image.Image) -> tuple[bytes, tuple[str, ...]]:
    try:
        told = _told(image)
        image.draft("RGB", (4 * SIDE, 4 * SIDE))
        image.load()
        image = ImageOps.exif_transpose(image)
        small = _opaque(ImageOps.fit(_plain(image), (SIDE, SIDE), Image.Resampling.BOX))
    except BROKEN:
        small = None
    check(small is not None, "picture", "must be whole", f"{image.format or '?'}")
    return small.tobytes(), told


def _told(image: Image.Image) -> tuple[str, ...]:
    """What will be changed: the first of several frames, the ground, the colours, the shape."""
    width, height = image.size
    changes = {
        "picture.first_frame": getattr(image, "n_frames", 1) > 1,
        "picture.on_white": image.has_transparency_data,
        "picture.colours": image.mode not in ("RGB", "RGBA", "P", "L", "LA", "1"),
        "picture.cropped": width != height,
    }
    return tuple(name for name, holds in changes.items() if holds)


def _plain(image: Image.Image) -> Image.Image:
    """`image` as RGB, or as RGBA where it lets light through."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _opaque(small: Image.Image) -> Image.Image:
    """`small` as RGB, on white where it lets light through."""
    if small.mode == "RGB":
        return small
    ground = Image.new("RGBA", small.size, "white")
    return Image.alpha_composite(ground, small).convert("RGB")
