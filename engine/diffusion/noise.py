"""Noise that belongs to the sample, not to the batch it happens to be in.

Samples come in blocks of `block` rows, each block with a stream of its own (block 1
for pictures, more for points, where a stream a point would be slow). The i-th sample
of a seed therefore gets the same noise, bit for bit, in any batch and on any device.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engine.device import mix


class Noise:
    """Standard normal draws for samples `first` … `first + count − 1` of `seed`.

    Each call returns the next draw, shape (count, *shape), float32 on `device`; the
    drawing itself happens on the CPU.
    """

    def __init__(
        self,
        seed: int,
        count: int,
        shape: tuple[int, ...],
        *,
        first: int = 0,
        block: int = 1,
        device: torch.device | str = "cpu",
    ):
        self.shape, self.block, self.device = shape, block, device
        self.start, self.count = first % block, count
        blocks = range(first // block, -(-(first + count) // block))
        self.streams = [torch.Generator().manual_seed(mix(seed, i)) for i in blocks]

    def __call__(self) -> Tensor:
        draws = [torch.randn(self.block, *self.shape, generator=s) for s in self.streams]
        rows = torch.cat(draws)[self.start : self.start + self.count]
        return rows.to(self.device)
