r"""Experiment `head`, first half: the softmax of a fresh model of BERT's size at every γ.

h is a normed token, $z=\gamma\,Eh$ with the tied embeddings E: nothing here has been trained.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.initialization.config_softmax import (
    GAMMAS,
    RANKS,
    TOKENS,
    WIDE,
    WORDS,
    SoftmaxConfig,
    SoftmaxResult,
)
from engine.jobs import Progress


def run(config: SoftmaxConfig) -> Generator[Progress, None, SoftmaxResult]:
    """A `Progress` a γ."""
    yield Progress(0, len(GAMMAS))
    z, sweep = logits(config, default()), []
    for done, gamma in enumerate(GAMMAS, start=1):
        sweep.append(certainty(gamma * z))
        yield Progress(done, len(GAMMAS))
    told = describe(default())
    return SoftmaxResult(
        config=config,
        entropy=np.array([entropy for entropy, _ in sweep]),
        top=np.stack([top for _, top in sweep]),
        spread=z.double().std().item(),
        device=told.label,
        threads=told.cores,
    )


def logits(config: SoftmaxConfig, device: torch.device) -> Tensor:
    """Those of normed tokens at γ = 1, (tokens, words)."""
    rng = torch.Generator().manual_seed(mix(config.seed, WORDS))
    h = torch.nn.functional.layer_norm(torch.randn(TOKENS, WIDE, generator=rng), (WIDE,))
    words = config.std * torch.randn(WORDS, WIDE, generator=rng)
    return h.to(device) @ words.to(device).T


def certainty(z: Tensor) -> tuple[float, np.ndarray]:
    """Entropy of the softmax over the last axis in nats, and its largest shares, means."""
    p = torch.softmax(z.double(), dim=-1).flatten(0, -2)
    entropy = torch.special.entr(p).sum(dim=-1).mean().item()
    ranks = min(RANKS, p.shape[-1])
    return entropy, p.topk(ranks, dim=-1).values.mean(dim=0).cpu().numpy()
