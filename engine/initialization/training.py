r"""Experiment `training`: five stds learn the same sentences, a step each in turn.

All see the same batches and begin with the same weights times another number. The rate is
$\eta\min(1,k/100)$ at step k with warm-up, η without. A step's size is told floor by floor as
$|\Delta u|/|u|$, u all matrices of the floor. A run whose loss is no longer finite stops there.
"""

from __future__ import annotations

from collections.abc import Generator
from math import isfinite
from string import ascii_lowercase

import numpy as np
import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.initialization.config_training import (
    BATCH,
    HEADS,
    LAYERS,
    LENGTH,
    LETTERS,
    MASKED,
    WIDTH,
    TrainingConfig,
    TrainingResult,
)
from engine.initialization.masked import MaskedLM, loss_of, masked_lm
from engine.initialization.source import Source, source
from engine.initialization.steps import steps
from engine.jobs import Progress
from engine.transformer.config import EncoderConfig
from engine.transformer.weights import linears

TEXT, WEIGHTS, TOLD = 0, 1, 4
"""Parts of a seed; how many sentences are told."""


def run(config: TrainingConfig) -> Generator[Progress, None, TrainingResult]:
    """A `Progress` a step and std, whose preview is the losses so far (stds, steps)."""
    device, language = default(), source(LETTERS)
    text = Text(language, config.steps, config.seed, device)
    all_of_them, many = [], len(config.stds)
    for std in config.stds:
        yield Progress(0, config.steps * many)
        all_of_them.append(Learner(config, std, device))
    for k in range(config.steps):
        for s, one in enumerate(all_of_them):
            one.step(k, *text.batch(k))
            seen = np.stack([learner.loss for learner in all_of_them])
            yield Progress(k * many + s + 1, config.steps * many, seen)
    told = describe(device)
    return TrainingResult(
        config=config,
        loss=np.stack([one.loss for one in all_of_them]),
        updates=np.stack([one.updates for one in all_of_them]),
        broke=np.array([one.broke for one in all_of_them]),
        best=language.best(LENGTH, MASKED),
        alphabet=language.alphabet,
        lines=text.lines(TOLD),
        device=told.label,
        threads=told.cores,
    )


class Text:
    """Every batch of a run: letters `truth`, `hidden` or not, and what is `seen` of them."""

    def __init__(self, language: Source, steps: int, seed: int, device: torch.device):
        rng = torch.Generator().manual_seed(mix(seed, TEXT))
        truth = language.sentences(steps * BATCH, LENGTH, rng).view(steps, BATCH, LENGTH)
        hidden = torch.rand(truth.shape, generator=rng) < MASKED
        self.truth, self.hidden = truth.to(device), hidden.to(device)
        self.seen = self.truth.masked_fill(self.hidden, LETTERS)

    def batch(self, k: int) -> tuple[Tensor, Tensor, Tensor]:
        """Truth, hidden, seen of step `k`, (batch, n) each."""
        return self.truth[k], self.hidden[k], self.seen[k]

    def lines(self, count: int) -> tuple[str, ...]:
        """The first sentences as they are seen."""
        letters = f"{ascii_lowercase[:LETTERS]}·"
        return tuple("".join(letters[i] for i in one) for one in self.seen[0, :count].tolist())


class Learner:
    """One model at one std, and what was seen of its steps."""

    def __init__(self, config: TrainingConfig, std: float, device: torch.device, head: bool = True):
        shape = EncoderConfig(WIDTH, HEADS, LAYERS, recipe=config.norm)
        seed = mix(config.seed, WEIGHTS)
        self.model: MaskedLM = masked_lm(
            shape, LETTERS, LENGTH, std, seed, head=head, device=device
        )
        self.steps = steps(config.optimiser, self.model)
        self.config, self.broke = config, 0
        self.loss = np.full(config.steps, np.nan)
        self.updates = np.full((len(config.marks), 2 * LAYERS), np.nan)

    def step(self, k: int, truth: Tensor, hidden: Tensor, seen: Tensor) -> Tensor | None:
        """Step `k` on one batch, and its logits; nothing once the run has broken."""
        if self.broke:
            return None
        logits = self.model(seen)
        loss = loss_of(logits, truth, hidden)
        value = loss.item()
        if not isfinite(value):
            self.broke = k + 1
            return None
        self.loss[k] = value
        loss.backward()
        before = self.matrices() if k in self.config.marks else None
        self.steps.step(self.config.rate(k))
        if before:
            self.updates[self.config.marks.index(k)] = moved(before, self.matrices())
        return logits.detach()

    def matrices(self) -> list[Tensor]:
        """All matrices of each floor in one row."""
        return [
            torch.cat([m.weight.detach().flatten() for m in linears(one)])
            for one in self.model.encoder.sublayers
        ]


def moved(before: list[Tensor], after: list[Tensor]) -> np.ndarray:
    r"""$|\Delta u|/|u|$ of each floor, u as it was `before`."""
    pairs = zip(before, after, strict=True)
    return np.array([((b - a).norm() / a.norm()).item() for a, b in pairs])
