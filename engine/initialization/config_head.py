r"""Experiment `head`: how sure a fresh MLM can be, and who makes it surer (torch-free).

With tied embeddings of std σ the logits of a normed h are Gaussian with std $s=\gamma\sigma\sqrt d$,
and as long as $s<\sqrt{2\ln V}$ the softmax over V words has nearly the entropy $\ln V-s^2/2$:
beyond, one word takes all (the random energy model, Derrida 1981).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from engine.errors import check_one_of, check_whole
from engine.initialization.config import MAX_SEED
from engine.initialization.config_training import STEPS, WIDTH, TrainingConfig

WORDS, WIDE, TOKENS, RANKS = 30522, 768, 24, 12
"""BERT base's vocabulary and width, the tokens averaged over, the words told."""
STDS = (0.01, 0.02, 0.0361)
GAMMAS = tuple(round(2 ** (k / 2), 4) for k in range(13))
HEADS = (False, True)


@dataclass(frozen=True)
class HeadConfig:
    """`std` of a model as wide as BERT; the tiny one that is trained has the same σ√d."""

    std: float = 0.02
    seed: int = 1
    steps: int = STEPS

    def __post_init__(self):
        check_one_of(self.std, "std", STDS)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        _ = self.training

    @property
    def gain(self) -> float:
        r"""$\sigma\sqrt d$: the std of the logits at γ = 1."""
        return self.std * sqrt(WIDE)

    @property
    def small(self) -> float:
        """The std of the tiny model."""
        return self.gain / sqrt(WIDTH)

    @property
    def training(self) -> TrainingConfig:
        """How it is trained: Adam with warm-up."""
        return TrainingConfig(warmup=True, seed=self.seed, steps=self.steps)


@dataclass(frozen=True)
class HeadResult:
    r"""Float64. At BERT's size, for each of `GAMMAS`: `entropy` (gammas,) in nats and the largest
    probabilities `top` (gammas, ranks), means over tokens. Of the tiny model without and with the
    head, at each mark: `loss` (2, marks) mean of the steps since the last, `certain` (2, marks)
    the entropy of its predictions, `spread` (2, marks) the std of a token's logits, `letter`
    (2, marks) the rms of the embeddings over what it was, `gamma` (2, marks, norms) the rms of
    every LayerNorm's γ: the embedding's, each floor's, the head's (nan without)."""

    config: HeadConfig
    entropy: np.ndarray
    top: np.ndarray
    loss: np.ndarray
    certain: np.ndarray
    spread: np.ndarray
    letter: np.ndarray
    gamma: np.ndarray
    best: float
    device: str
    threads: int

    @property
    def even(self) -> float:
        """The entropy of a choice among all words."""
        return log(WORDS)

    @property
    def formula(self) -> np.ndarray:
        r"""$\ln V-s^2/2$ where that holds, 0 from $s=\sqrt{2\ln V}$ on."""
        s = np.array(GAMMAS) * self.config.gain
        return np.maximum(self.even - s**2 / 2, 0)

    @property
    def freezing(self) -> float:
        r"""The γ at which $s=\sqrt{2\ln V}$."""
        return sqrt(2 * self.even) / self.config.gain


BUNDLES = {"initialization_head": ("engine.initialization.head:run", HeadConfig())}
