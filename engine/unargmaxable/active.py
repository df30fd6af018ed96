r"""The active set: which columns are in use for each word, with which weights.

Non-negative least squares (Lawson and Hanson 1974, chapter 23) of many words at once: each has
the columns $(w_i-w_k,\,b_i-b_k,\,1)$ of the rows in use, seen from itself, and the ray
$(0,-1,0)$; together they are to give $(0,0,1)$. The small systems are solved as a batch.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engine.unargmaxable.homogeneous import Table

RAY, NONE = -1, -2


class ActiveSet:
    """Of the words `who` (m,): `at` (m, s) rows in use, `RAY` or `NONE`; `share` (m, s) weights."""

    def __init__(self, rows: Table, who: Tensor):
        self.rows, self.own = rows, rows.columns[who]
        self.at = torch.full((len(who), 0), NONE, device=who.device)
        self.share = self.own.new_zeros(len(who), 0)

    def solve(self) -> tuple[Tensor, Tensor]:
        """Least squares on the columns in use: the residual (m, p + 1), and who is settled, (m,).

        A weight that turned negative stops at zero and goes; its word is not settled yet.
        """
        taken, used = self._taken(), self.at > NONE
        best, broken = _least_squares(taken, used)
        wanted = torch.where(used, best[..., 0], 0.0)
        low = used & (wanted <= 0)
        # where low, share ≥ 0 ≥ wanted: the bound matters where both are 0, and the ratio is 0
        ratio = torch.where(low, self.share / (self.share - wanted).clamp(min=1e-300), torch.inf)
        far = ratio.amin(dim=1).clamp(max=1.0) if used.shape[1] else ratio.new_ones(len(ratio))
        settled = ~low.any(dim=1)
        self.share = self.share + far[:, None] * (wanted - self.share)
        self.share = torch.where(settled[:, None], wanted, self.share)
        gone = low & (ratio <= far[:, None])
        if broken.any():
            gone = gone | (broken[:, None] & used & (self.share <= 0))
        self.at = torch.where(gone, NONE, self.at)
        self.share = torch.where(gone, 0.0, self.share)
        self._pack()
        return _left(taken, best), settled

    def _taken(self) -> Tensor:
        """The columns (m, s, p + 1) in use, seen from the word; zero where there is none."""
        off = self.own.clone()
        off[:, -1] = 0
        taken = self.rows.columns[self.at.clamp(min=0)]
        taken = taken - taken[..., -1:] * off[:, None, :]
        ray = torch.zeros(self.rows.width, dtype=taken.dtype, device=taken.device)
        ray[-2] = -1.0
        taken = torch.where((self.at == RAY)[..., None], ray, taken)
        return taken * (self.at > NONE)[..., None]

    def _pack(self) -> None:
        """Columns in use to the front, and no wider than the fullest word needs."""
        free = self.at == NONE
        order = free.to(torch.int8).argsort(dim=1, stable=True)
        most = int((~free).sum(dim=1).max()) if free.shape[1] else 0
        self.at = self.at.gather(1, order)[:, :most]
        self.share = self.share.gather(1, order)[:, :most]

    def weights(self, i: int) -> tuple[Tensor, Tensor]:
        """The rows in use for word `i`, and their weights, which sum to one."""
        rows = self.at[i] >= 0
        weights = self.share[i][rows]
        return self.at[i][rows], weights / weights.sum()

    def uses(self, who: Tensor, row: Tensor) -> Tensor:
        """Whether words `who` use a `row` each already."""
        return (self.at[who] == row[:, None]).any(dim=1)

    def append(self, who: Tensor, row: Tensor) -> None:
        """Words `who` use a `row` each from now on, with no weight yet."""
        self.at = torch.nn.functional.pad(self.at, (0, 1), value=NONE)
        self.share = torch.nn.functional.pad(self.share, (0, 1))
        self.at[who, (self.at[who] > NONE).sum(dim=1)] = row

    def keep(self, stay: Tensor) -> None:
        """Only the words that `stay` (m,) are left."""
        self.own, self.at, self.share = self.own[stay], self.at[stay], self.share[stay]
        if len(self.own):
            self._pack()


def _least_squares(taken: Tensor, used: Tensor) -> tuple[Tensor, Tensor]:
    """The weights (m, s, 1) leaving least of (0, 0, 1), refined once; whose system is singular."""
    gram = taken @ taken.mT + torch.diag_embed((~used).to(taken))
    factor, info = torch.linalg.cholesky_ex(gram)
    best = torch.cholesky_solve(taken[..., -1:], factor)
    best = best + torch.cholesky_solve(taken @ _left(taken, best)[..., None], factor)
    return best, info > 0


def _left(taken: Tensor, weights: Tensor) -> Tensor:
    """The residual (m, p + 1)."""
    left = -(taken.mT @ weights)[..., 0]
    left[:, -1] += 1
    return left
