r"""Experiment `head`: the softmax of a fresh model at every γ; then two models, one with a head.

The article: without Dense and LayerNorm in the head the logits are near 0, the cheapest way to
enlarge them is the last γ, and the head takes that oversized γ out of the encoder. The first is
measured here at BERT's size, the rest on a model small enough to be trained.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.initialization.config_head import (
    GAMMAS,
    HEADS,
    RANKS,
    TOKENS,
    WIDE,
    WORDS,
    HeadConfig,
    HeadResult,
)
from engine.initialization.config_training import LENGTH, LETTERS, MASKED, blocks
from engine.initialization.source import source
from engine.initialization.training import Learner, Text
from engine.jobs import Progress


def run(config: HeadConfig) -> Generator[Progress, None, HeadResult]:
    """A `Progress` a γ, then one a step and model."""
    device, language, training = default(), source(LETTERS), config.training
    total, done, sweep = len(GAMMAS) + 2 * config.steps, 0, []
    yield Progress(done, total)
    z = logits(config.std, config.seed, device)
    for gamma in GAMMAS:
        sweep.append(certainty(gamma * z))
        yield Progress(done := done + 1, total)
    text = Text(language, config.steps, config.seed, device)
    pair = []
    for head in HEADS:
        yield Progress(done, total)
        pair.append(Watched(training, config.small, device, head))
    for k in range(config.steps):
        for one in pair:
            one.watch(k, *text.batch(k))
            yield Progress(done := done + 1, total)
    told = describe(device)
    return HeadResult(
        config=config,
        entropy=np.array([entropy for entropy, _ in sweep]),
        top=np.stack([top for _, top in sweep]),
        loss=blocks(np.stack([one.loss for one in pair])),
        **{name: np.stack([one.seen[name] for one in pair]) for name in pair[0].seen},
        best=language.best(LENGTH, MASKED),
        device=told.label,
        threads=told.cores,
    )


def logits(std: float, seed: int, device: torch.device) -> Tensor:
    """Those of normed tokens with fresh tied embeddings at BERT's size, (tokens, words)."""
    rng = torch.Generator().manual_seed(mix(seed, WORDS))
    h = torch.nn.functional.layer_norm(torch.randn(TOKENS, WIDE, generator=rng), (WIDE,))
    words = std * torch.randn(WORDS, WIDE, generator=rng)
    return h.to(device) @ words.to(device).T


def certainty(z: Tensor) -> tuple[float, np.ndarray]:
    """Entropy of the softmax over the last axis in nats, and its largest shares, means."""
    p = torch.softmax(z.double(), dim=-1).flatten(0, -2)
    entropy = torch.special.entr(p).sum(dim=-1).mean().item()
    ranks = min(RANKS, p.shape[-1])
    return entropy, p.topk(ranks, dim=-1).values.mean(dim=0).cpu().numpy()


class Watched(Learner):
    """A learner whose predictions and γ are looked at, at the marks."""

    def __init__(self, config, std: float, device: torch.device, head: bool):
        super().__init__(config, std, device, head)
        marks, norms = len(config.marks), len(self.model.norms) + (not head)
        self.first = rms(self.model.letter)
        self.seen = {name: np.full(marks, np.nan) for name in ("certain", "spread", "letter")}
        self.seen["gamma"] = np.full((marks, norms), np.nan)

    def watch(self, k: int, truth: Tensor, hidden: Tensor, seen: Tensor) -> None:
        """Step `k`; what stands on the screen at a mark is before that step."""
        z = self.step(k, truth, hidden, seen)
        if z is None or k not in self.config.marks:
            return
        at, mine = self.config.marks.index(k), z[hidden]
        self.seen["certain"][at] = certainty(mine)[0]
        self.seen["spread"][at] = mine.std(dim=-1).mean().item()
        self.seen["letter"][at] = rms(self.model.letter) / self.first
        gammas = [rms(one.weight) for one in self.model.norms]
        self.seen["gamma"][at, : len(gammas)] = gammas


def rms(x: Tensor) -> float:
    """The root of the mean square."""
    return x.detach().square().mean().sqrt().item()
