"""One training step by the clock, a part at a time: others have their turn between the parts."""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine.device import clock

RATE = 1e-4


def adam(model: nn.Module) -> torch.optim.Adam:
    """Adam of what is trained."""
    return torch.optim.Adam([w for w in model.parameters() if w.requires_grad], lr=RATE)


def passes(model: nn.Module, text: Tensor, labels: Tensor) -> Generator[float, None, None]:
    """Seconds of forward, then of backward; the gradients stay."""
    begun = clock(text.device)
    loss = cross_entropy(model(text), labels)
    yield clock(text.device) - begun
    begun = clock(text.device)
    loss.backward()
    yield clock(text.device) - begun


def step(
    model: nn.Module, optimiser: torch.optim.Optimizer, text: Tensor, labels: Tensor
) -> Generator[float, None, None]:
    """Seconds of forward, backward and update, one after the other."""
    yield from passes(model, text, labels)
    begun = clock(text.device)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    yield clock(text.device) - begun
