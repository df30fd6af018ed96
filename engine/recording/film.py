"""Record: compute the film, then encode it frame by frame."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Generator, Iterator
from fractions import Fraction

import av
import numpy as np
from PIL import Image

from engine.errors import check
from engine.jobs import Progress
from engine.recording.config import RecordingConfig, RecordingResult
from engine.recording.frames import picture, sheets
from engine.work import steps

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
    'syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'dc:title="{title}" dc:source="{link}"/></rdf:RDF></x:xmpmeta>'
)


def run(config: RecordingConfig) -> Generator[Progress, None, RecordingResult]:
    """The file; the film's own progress first, then one `Progress` a frame."""
    film = yield from steps(config.work, pickle.dumps(config.config))
    known = all(hasattr(film, name) for name in ("x0", "epsilon", "back_x", "back_x0"))
    check(known, "work", "must make a film of houses", config.work)
    columns = min(4, len(film.x0)) if film.log_alpha_bar.ndim == 1 else len(film.log_alpha_bar)
    total = config.forward + len(film.back_t)
    pictures = []
    for k, seen in enumerate(sheets(film, config.forward)):
        yield Progress(k, 2 * total)
        pictures.append(picture(seen, config.link, config.scale, columns))
    file = yield from ENCODERS[config.kind](pictures, config)
    height, width, _ = pictures[0].shape
    return RecordingResult(config, file, total, width, height, film.device)


def webp(pictures: list[np.ndarray], config: RecordingConfig) -> Iterator[Progress]:
    """Animated WebP with the link as XMP; its encoder takes all frames in one go."""
    yield Progress(len(pictures), 2 * len(pictures))
    first, *rest = map(Image.fromarray, pictures)
    out = io.BytesIO()
    options = {"duration": 1000 // config.rate, "loop": 0, "quality": 80, "method": 0}
    said = XMP.format(title=_attribute(config.title), link=_attribute(config.link)).encode()
    first.save(out, "WEBP", save_all=True, append_images=rest, xmp=said, **options)
    return out.getvalue()


def mp4(pictures: list[np.ndarray], config: RecordingConfig) -> Iterator[Progress]:
    """H.264 in MP4, the link as its comment."""
    out, total = io.BytesIO(), len(pictures)
    height, width, _ = pictures[0].shape
    with av.open(out, "w", format="mp4") as container:
        container.metadata["title"], container.metadata["comment"] = config.title, config.link
        stream = container.add_stream("libx264", rate=Fraction(config.rate))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"crf": "20", "preset": "veryfast"}
        for k, image in enumerate(pictures):
            yield Progress(total + k, 2 * total)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))
    return out.getvalue()


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


ENCODERS: dict[str, Callable] = {"webp": webp, "mp4": mp4}
