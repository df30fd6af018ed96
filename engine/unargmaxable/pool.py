"""The pool: rows that have been in a word's way before, and are looked at first.

The hull has few corners where d is small. Only a word that stands clear of the pool is priced
over all rows, and the row that still beats it joins the pool.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engine.unargmaxable.homogeneous import Table

TILE_BYTES = 1 << 26


class Pool:
    """The rows `names` (s,) of a table, and which place in the pool each row has, or −1."""

    def __init__(self, rows: Table, names: Tensor):
        self.rows, self.names, self.columns = rows, names, rows.columns[names]
        self._seat()

    def _seat(self) -> None:
        device = self.names.device
        self.seat = torch.full((len(self.rows.columns),), -1, device=device)
        self.seat[self.names] = torch.arange(len(self.names), device=device)

    def join(self, rows: Tensor) -> None:
        """Rows that beat a word clear of the pool join it."""
        new = rows[self.seat[rows] < 0].unique()
        if len(new):
            self.names = torch.cat([self.names, new])
            self.columns = torch.cat([self.columns, self.rows.columns[new]])
            self._seat()

    def largest(self, left: Tensor, who: Tensor) -> tuple[Tensor, Tensor]:
        """Of the pool alone: the largest product with each residual, and whose it is."""
        toward = self._toward(left, who)
        best, place = _largest(toward, self.columns, self.seat[who])
        return best, self.names[place]

    def largest_of_all(self, left: Tensor, who: Tensor) -> tuple[Tensor, Tensor]:
        """The same over all rows of the table."""
        return _largest(self._toward(left, who), self.rows.columns, who)

    def _toward(self, left: Tensor, who: Tensor) -> Tensor:
        """The residuals (m, p + 1) of words `who`, to be multiplied with columns as they stand:
        what the word itself takes off each product is in the last coordinate."""
        own = self.rows.columns[who]
        off = left[:, -1] - (own[:, :-1] * left[:, :-1]).sum(1)
        return torch.cat([left[:, :-1], off[:, None]], dim=1)


def _largest(toward: Tensor, columns: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
    """The largest product of a column with each of `toward` and its place, but for the place `own`
    (m,) of the word itself, −1 where it has none."""
    size = max(1, TILE_BYTES // (8 * len(columns)))
    best, place = [], []
    for start in range(0, len(toward), size):
        prices = toward[start : start + size] @ columns.T
        mine = own[start : start + size]
        there = (mine >= 0).nonzero()[:, 0]
        prices[there, mine[there]] = -torch.inf
        top = prices.max(dim=1)
        best.append(top.values)
        place.append(top.indices)
    return torch.cat(best), torch.cat(place)
