"""Points in the plane as a picture: how many fell into each cell of a square."""

from __future__ import annotations

import torch
from torch import Tensor

CELLS, REACH = 72, 2.4


def cells(x: Tensor) -> Tensor:
    """How many of the points `x` (n, 2) fell into each cell, uint8 (1, `CELLS`, `CELLS`).

    The square reaches from −`REACH` to `REACH`, upwards; whoever is farther out counts in the
    cell at the edge, and a cell shows 255 points at most.
    """
    place = ((x.clamp(-REACH, REACH) / REACH + 1) / 2 * CELLS).long().clamp(max=CELLS - 1)
    cell = (CELLS - 1 - place[:, 1]) * CELLS + place[:, 0]
    counts = torch.bincount(cell, minlength=CELLS * CELLS).clamp(max=255)
    return counts.byte().view(1, CELLS, CELLS)
