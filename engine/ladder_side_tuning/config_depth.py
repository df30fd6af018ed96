"""Any one parameter made trainable: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.errors import check_one_of
from engine.ladder_side_tuning.config import Setting

BRANCHES = {"attend": ("norm", "q", "k", "v", "o"), "feed": ("norm", "first", "second")}
TENSORS = tuple(
    f"{branch}.{module}.{kind}"
    for branch, modules in BRANCHES.items()
    for module in modules
    for kind in ("weight", "bias")
)
"""The tensors of a layer: "attend.q.bias" …; each branch has its norm."""
RIVALS = ("full", "adapter", "bitfit", "lst")


@dataclass(frozen=True)
class DepthConfig:
    """One `tensor` of `TENSORS` trained and nothing else, on each layer in turn."""

    tensor: str = "attend.q.bias"
    setting: Setting = field(default_factory=Setting)

    def __post_init__(self):
        check_one_of(self.tensor, "tensor", TENSORS)


@dataclass(frozen=True)
class DepthResult:
    """Counted with one tensor trained; its place 0 … L + 1 is the first axis: the embedding, that
    tensor of layers 1 … L, the head (embedding and head have one tensor each, another one).

    `kept` (places, layers + 1): bytes that each layer keeps, 0 the ends' share; `trainable`
    (places): numbers in the tensor; `forward`, `backward` (places): FLOPs; `reach` (places): the
    lowest layer a gradient enters, 0 for none. `rival_bytes`, `rival_flops`: all bytes and both
    passes of the whole methods `RIVALS`.
    """

    config: DepthConfig
    kept: np.ndarray
    trainable: np.ndarray
    forward: np.ndarray
    backward: np.ndarray
    reach: np.ndarray
    rival_bytes: np.ndarray
    rival_flops: np.ndarray

    @property
    def bytes(self) -> np.ndarray:
        """All bytes kept, by place."""
        return self.kept.sum(axis=1)

    @property
    def factor(self) -> np.ndarray:
        """Forward and backward over forward, by place."""
        return 1 + self.backward / self.forward

    @property
    def rule(self) -> np.ndarray:
        r"""The rule of thumb $1+(L-k)/L$ with k layers below the tensor's: (places)."""
        layers = self.config.setting.layers
        below = np.clip(np.arange(layers + 2) - 1, 0, layers)
        return 1 + (layers - below) / layers

    @property
    def share(self) -> np.ndarray:
        """Bytes over those of full fine-tuning, by place."""
        return self.bytes / self.rival_bytes[RIVALS.index("full")]

    @property
    def work(self) -> np.ndarray:
        """FLOPs of both passes over those of full fine-tuning, by place."""
        return (self.forward + self.backward) / self.rival_flops[RIVALS.index("full")]


BUNDLES = {"ladder_side_tuning_depth": ("engine.ladder_side_tuning.depth:run", DepthConfig())}
