r"""Experiment `head`, second half: who makes the predictions surer, with and without the MLM
head's Dense and LayerNorm (torch-free). The tiny model of `training`, at BERT's $\sigma\sqrt d$.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check_whole
from engine.initialization.config import MAX_SEED
from engine.initialization.config_training import BERT, STEPS, WIDTH, TrainingConfig

HEADS = (False, True)


@dataclass(frozen=True)
class HeadConfig:
    """Two models from `seed`, one without and one with the head."""

    seed: int = 1
    steps: int = STEPS

    def __post_init__(self):
        check_whole(self.seed, "seed", 0, MAX_SEED)
        _ = self.training

    @property
    def std(self) -> float:
        """What the weights are drawn with."""
        return BERT / WIDTH**0.5

    @property
    def training(self) -> TrainingConfig:
        """How both are trained: Adam with warm-up."""
        return TrainingConfig(warmup=True, seed=self.seed, steps=self.steps)


@dataclass(frozen=True)
class HeadResult:
    r"""Float64, of the model without and the one with the head, at each mark: `loss` (2, marks)
    mean of the steps since the last, `certain` (2, marks) the entropy of its predictions,
    `spread` (2, marks) the std of a letter's logits, `letter` (2, marks) the rms of the embeddings
    over what it was, `gamma` (2, marks, norms) the rms of every LayerNorm's γ: the embedding's,
    each floor's, the head's (nan without)."""

    config: HeadConfig
    loss: np.ndarray
    certain: np.ndarray
    spread: np.ndarray
    letter: np.ndarray
    gamma: np.ndarray
    best: float
    device: str
    threads: int


WORK = "engine.initialization.head:run"
BUNDLES = {"initialization_head": (WORK, HeadConfig())}
