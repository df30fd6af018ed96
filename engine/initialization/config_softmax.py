r"""Experiment `head`, first half: how sure a fresh MLM can be at every γ (torch-free).

With tied embeddings of std σ the logits of a normed h are Gaussian with the std
$s=\gamma\sigma\sqrt d$. As long as $s<\sqrt{2\ln V}$ the softmax over V words has nearly the
entropy $\ln V-s^2/2$; beyond, few words take all (the random energy model, Derrida 1981).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from engine.errors import check_one_of, check_whole
from engine.initialization.config import MAX_SEED

WORDS, WIDE, TOKENS, RANKS = 30522, 768, 24, 12
"""BERT base's vocabulary and width, the tokens averaged over, the words told."""
STDS = (0.01, 0.02, 0.0361)
GAMMAS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32, 64)


@dataclass(frozen=True)
class SoftmaxConfig:
    """Embeddings of `std` in a model of BERT's size, drawn with `seed`."""

    std: float = 0.02
    seed: int = 1

    def __post_init__(self):
        check_one_of(self.std, "std", STDS)
        check_whole(self.seed, "seed", 0, MAX_SEED)

    @property
    def spread(self) -> float:
        r"""$\sigma\sqrt d$: the std of the logits at γ = 1."""
        return self.std * sqrt(WIDE)


@dataclass(frozen=True)
class SoftmaxResult:
    """Float64, for each of `GAMMAS`: `entropy` (gammas,) in nats and the largest probabilities
    `top` (gammas, ranks), means over tokens; `spread` is the std of the logits at γ = 1."""

    config: SoftmaxConfig
    entropy: np.ndarray
    top: np.ndarray
    spread: float
    device: str
    threads: int

    @property
    def even(self) -> float:
        """The entropy of a choice among all words."""
        return log(WORDS)

    @property
    def formula(self) -> np.ndarray:
        r"""$\ln V-s^2/2$ where that holds, 0 from $s=\sqrt{2\ln V}$ on."""
        s = np.array(GAMMAS) * self.config.spread
        return np.maximum(self.even - s**2 / 2, 0)

    @property
    def freezing(self) -> float:
        r"""The γ at which $s=\sqrt{2\ln V}$."""
        return sqrt(2 * self.even) / self.config.spread


BUNDLES = {"initialization_softmax": ("engine.initialization.softmax:run", SoftmaxConfig())}
