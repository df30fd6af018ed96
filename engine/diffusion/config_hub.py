"""Models of the Hub: which there are, what they weigh, where they lie (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model_id import check_model, megabytes

# Unconditional DDPMs with safetensors; any other id may be typed.
HUB_MODELS = (
    "google/ddpm-cifar10-32",
    "google/ddpm-cat-256",
    "johnowhitaker/sd-class-wikiart-from-bedrooms",
)


@dataclass(frozen=True)
class HubConfig:
    """A model of the Hub by its id, owner/name."""

    model: str = HUB_MODELS[0]

    def __post_init__(self):
        check_model(self.model, HUB_MODELS[0])


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
