"""Models of the Hub: which there are, what they weigh, where they lie (torch-free)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.errors import check

# Unconditional DDPMs with safetensors; any other id may be typed.
HUB_MODELS = (
    "google/ddpm-cifar10-32",
    "google/ddpm-cat-256",
    "johnowhitaker/sd-class-wikiart-from-bedrooms",
)
NO_ID = "must be the id of a model on the Hub, such as {example}"
ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True)
class HubConfig:
    """A model of the Hub by its id, owner/name."""

    model: str = HUB_MODELS[0]

    def __post_init__(self):
        known = type(self.model) is str and ID.fullmatch(self.model) and ".." not in self.model
        check(bool(known), "model", NO_ID, self.model, example=HUB_MODELS[0])


@dataclass(frozen=True)
class HubResult:
    """What is known of it: its `files`, the `size` of all in bytes, and its `folder` here.

    `folder` is "" until the model has been loaded, and `size` 0 where the Hub was not asked.
    """

    config: HubConfig
    files: tuple[str, ...]
    size: int
    folder: str

    @property
    def megabytes(self) -> float:
        return megabytes(self.size)

    @property
    def here(self) -> bool:
        """Whether it need not be loaded any more."""
        return bool(self.folder)


def megabytes(size: int) -> float:
    """`size` in bytes as MB."""
    return size / 1e6
