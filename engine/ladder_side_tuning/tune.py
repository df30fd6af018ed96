"""One training of one model on one task: Adam, fresh texts at every step, judged now and then."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine.device import clock, mix
from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.config_tasks import EVERY, JUDGED, STEPS
from engine.ladder_side_tuning.tasks import TASK


@dataclass(frozen=True)
class Track:
    """`loss` and `seconds` of every step, `accuracy` after each `EVERY`-th."""

    loss: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)


def tuned(
    model: nn.Module, task: str, rate: float, setting: Setting
) -> Generator[float, None, Track]:
    """Train `model` in place; yields the loss of each step. Texts come from the setting's seed."""
    device = next(model.parameters()).device
    weights = [w for w in model.parameters() if w.requires_grad]
    optimiser = torch.optim.Adam(weights, lr=rate)
    rng, track = torch.Generator().manual_seed(mix(setting.seed, 5)), Track()
    fresh = [x.to(device) for x in unseen(task)]
    for k in range(1, STEPS + 1):
        text, kind = (x.to(device) for x in TASK[task](setting.batch, rng))
        begun = clock(device)
        loss = cross_entropy(model(text), kind)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        track.seconds.append(clock(device) - begun)
        track.loss.append(loss.item())
        if k % EVERY == 0:
            track.accuracy.append(accuracy(model, *fresh))
        yield track.loss[-1]
    return track


def unseen(task: str) -> tuple[Tensor, Tensor]:
    """The texts that every model is judged on, and their answers."""
    return TASK[task](JUDGED, torch.Generator().manual_seed(mix(0, 6)))


@torch.no_grad()
def accuracy(model: nn.Module, text: Tensor, kind: Tensor) -> float:
    """Share of right answers."""
    return (model(text).argmax(dim=1) == kind).double().mean().item()
