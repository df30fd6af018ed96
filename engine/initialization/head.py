r"""Experiment `head`, second half: two models learn the same sentences, one with the MLM head.

The article: without Dense and LayerNorm in the head the logits are near 0, the cheapest way to
enlarge them is the last γ, and the head takes that oversized γ out of the encoder.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import default, describe
from engine.initialization.config_head import HEADS, HeadConfig, HeadResult
from engine.initialization.config_training import (
    LENGTH,
    LETTERS,
    MASKED,
    TrainingConfig,
    blocks,
)
from engine.initialization.softmax import certainty
from engine.initialization.source import source
from engine.initialization.training import Learner, Text
from engine.jobs import Progress


def run(config: HeadConfig) -> Generator[Progress, None, HeadResult]:
    """A `Progress` a step and model, whose preview is the losses so far (2, steps)."""
    device, language, training = default(), source(LETTERS), config.training
    total, pair = 2 * config.steps, []
    text = Text(language, config.steps, config.seed, device)
    for head in HEADS:
        yield Progress(0, total)
        pair.append(Watched(training, config.std, device, head))
    for k in range(config.steps):
        for s, one in enumerate(pair):
            one.watch(k, *text.batch(k))
            yield Progress(2 * k + s + 1, total, np.stack([two.loss for two in pair]))
    told = describe(device)
    return HeadResult(
        config=config,
        loss=blocks(np.stack([one.loss for one in pair])),
        **{name: np.stack([one.seen[name] for one in pair]) for name in pair[0].seen},
        best=language.best(LENGTH, MASKED),
        device=told.label,
        threads=told.cores,
    )


class Watched(Learner):
    """A learner whose predictions and γ are looked at, at the marks."""

    def __init__(self, config: TrainingConfig, std: float, device: torch.device, head: bool):
        super().__init__(config, std, device, head)
        marks, norms = len(config.marks), len(self.model.norms) + (not head)
        self.first = rms(self.model.letter)
        self.seen = {name: np.full(marks, np.nan) for name in ("certain", "spread", "letter")}
        self.seen["gamma"] = np.full((marks, norms), np.nan)

    def watch(self, k: int, truth: Tensor, hidden: Tensor, seen: Tensor) -> None:
        """Step `k`; at a mark, what the model said before it and how it stands after it."""
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
