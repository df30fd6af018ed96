"""The last matrix of a model on the Hub: what it weighs, where it lies (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model_id import check_model

HEAD_MODELS = (
    "EleutherAI/pythia-14m",
    "google-bert/bert-base-uncased",
    "openai-community/gpt2",
)
"""Small models with safetensors; any other id may be typed."""


@dataclass(frozen=True)
class HeadConfig:
    """A model of the Hub by its id, owner/name."""

    model: str = HEAD_MODELS[0]

    def __post_init__(self):
        check_model(self.model, HEAD_MODELS[0])


@dataclass(frozen=True)
class HeadResult:
    """Its last matrix `tensor` of `shape` (V, d), its `bias` ("" for none), and the `size` in bytes
    of what has to be loaded: these two and the words' texts. `here` once that is on this machine.
    """

    config: HeadConfig
    tensor: str
    bias: str
    shape: tuple[int, ...]
    size: int
    here: bool
