r"""Rows in homogeneous coordinates: (row, bias, 1), scaled to at most 1, and the ray of the bias.

With them a mean of rows is a combination with weights $\lambda\ge0$ of columns, and that the
weights sum to one is one coordinate more.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor


class Table(NamedTuple):
    """Columns (n, p + 1) of all rows, homogeneous: (row, bias, 1); `ray` if there is a bias."""

    columns: Tensor
    ray: bool
    scale: float
    lift: float

    @property
    def width(self) -> int:
        """How many coordinates a column has: p + 1."""
        return self.columns.shape[1]


def table(w: Tensor, b: Tensor) -> Table:
    """The columns of rows `w` (n, d), centred, and bias `b` (n,), float64, scaled to at most 1."""
    ray = bool((b != b[0]).any())
    scale, lift = float(w.abs().max()) or 1.0, 1.0
    parts = [w / scale]
    if ray:
        b = b - b.mean()
        lift = float(b.abs().max())
        parts.append(b[:, None] / lift)
    return Table(torch.cat([*parts, torch.ones_like(b)[:, None]], dim=1), ray, scale, lift)
