"""What a recording is asked and what it answers (torch-free)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from engine.errors import check_one_of, check_whole

KINDS = {"webp": "image/webp", "mp4": "video/mp4"}


@dataclass(frozen=True)
class RecordingConfig:
    """The film of `work(config)` as a `kind` of file, each pixel `scale` pixels wide.

    `forward` frames show the demolition, t = 0…T; the way back has the frames of the film.
    `title` and `link` stand in the file's metadata and the link below each frame.
    """

    work: str
    config: Hashable
    kind: str
    title: str = ""
    link: str = ""
    forward: int = 24
    scale: int = 3
    rate: int = 12

    def __post_init__(self):
        check_one_of(self.kind, "kind", KINDS)
        check_whole(self.forward, "forward", 2, 240)
        check_whole(self.scale, "scale", 1, 8)
        check_whole(self.rate, "rate", 1, 60)


@dataclass(frozen=True)
class RecordingResult:
    """The whole file, and how many frames of which size it shows."""

    config: RecordingConfig
    file: bytes
    frames: int
    width: int
    height: int
    device: str
