r"""The words that are left, many at once: is the word a mean of others?

Word k is mute exactly where $(0,0,1)$ is a combination with weights $\lambda\ge0$ of the columns
$(w_i-w_k,\,b_i-b_k,\,1)$ of the others and, where there is a bias, of the ray $(0,-1,0)$. So this
is a non-negative least squares problem (Lawson and Hanson 1974, chapter 23). While a residual
$r$ is left, the column with the largest product with it comes in; one whose weight would turn
negative goes (`active`). Residual zero: the weights are the certificate. Residual in whose
direction no other row reaches the word: $h=r_w$ (over $r_b$, with a bias) is the witness, and
most words are seen to win long before the least residual is found.

All words of a block take their steps together, and one matrix product prices all columns for all
words: those of the `pool` first, and all rows for the words that stand clear of it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import NamedTuple

import torch
from torch import Tensor

from engine.jobs import Progress
from engine.unargmaxable.active import RAY, ActiveSet
from engine.unargmaxable.homogeneous import Table
from engine.unargmaxable.pool import TILE_BYTES, Pool

BLOCK = 1024
PRICES = 1 << 23
"""So many products at most a CPU computes in one step, so that others have their turn."""
ZERO = 1e-13
"""A residual below this, the rows being scaled to at most 1, is none."""
CLEAR = 0.9
"""A row that comes nearer to the word than this share of the residual still has a say."""
STEEP = 1e12
"""A witness so much longer than the bias is lifted may as well do without the bias."""
FEW_TURNS, TURNS_EACH = 40, 12
"""After so many steps, and so many for each coordinate, the words of a block stay undecided."""


class Outcome(NamedTuple):
    """Of one word: a witness h (d,), or rows (s,) and weights (s,), or nothing."""

    word: int
    h: Tensor | None
    rows: Tensor | None = None
    weights: Tensor | None = None


def combine(rows: Table, words: Tensor, pool: Tensor) -> Generator[Progress, None, list[Outcome]]:
    """An `Outcome` for each of `words` (m,); one `Progress` a round of steps.

    `pool` (s,) are the rows to look at first. What comes out still has to be checked.
    """
    found: list[Outcome] = []
    pool = pool if len(pool) else words[:1]
    small = max(1, TILE_BYTES // (8 * rows.width**2))
    short = max(64, PRICES // len(rows.columns)) if words.device.type == "cpu" else BLOCK
    size = min(BLOCK, small, short)
    seen = Pool(rows, pool)
    for start in range(0, len(words), size):
        block = Block(rows, words[start : start + size], seen)
        while len(block.who):
            found += block.step()
            yield Progress(len(found), len(words))
    return found


class Block:
    """Words `who` (m,) under way: their residuals `left` (m, p + 1), and who is `settled`."""

    def __init__(self, rows: Table, who: Tensor, pool: Pool):
        self.rows, self.who, self.pool = rows, who, pool
        self.active, self.turns = ActiveSet(rows, who), 0

    def step(self) -> list[Outcome]:
        """Solve, drop what turned negative, price the rest, let one column in each."""
        self.turns += 1
        if self.turns > FEW_TURNS + TURNS_EACH * self.rows.width:
            return self._leave(
                torch.ones_like(self.settled), lambda i: Outcome(self._word(i), None)
            )
        self.left, self.settled = self.active.solve()
        mute = self.settled & (self.left.norm(dim=1) <= ZERO)
        found = self._leave(mute, self._certificate)
        return found + self._let_in()

    def _let_in(self) -> list[Outcome]:
        """The column with the largest product joins; a word that none reaches has won."""
        ask = self.settled.nonzero()[:, 0]
        if not len(ask):
            return []
        fresh = self.active.at.shape[1] == 0
        left = self._directions(ask, fresh)
        bar = torch.full_like(left[:, -1], torch.inf) if fresh else CLEAR * left[:, -1]
        best, row = self._largest(left, self.who[ask], bar)
        won = (best < bar) & (bar < torch.inf)
        if self.rows.ray:
            steep = -left[:, -2]
            won &= steep <= 0
            ray = (steep > best) & ~won & (not fresh)
            row = torch.where(ray, RAY, row)
        twice = self.active.uses(ask, row) & ~won  # rounding: no progress any more
        self.active.append(ask[~won & ~twice], row[~won & ~twice])
        ended = torch.zeros_like(self.settled)
        ended[ask[won | twice]] = True
        return self._leave(ended, self._witness)

    def _directions(self, ask: Tensor, fresh: bool) -> Tensor:
        """The residuals; the first is (0, 0, 1): then ask in the word's own direction instead."""
        left = self.left[ask]
        if fresh:
            left[:, :-1] = self.active.own[ask, :-1]
        return left

    def _largest(self, left: Tensor, who: Tensor, bar: Tensor) -> tuple[Tensor, Tensor]:
        """The largest products and whose: of the pool; of all rows where that is below `bar`."""
        best, row = self.pool.largest(left, who)
        some = (best < bar).nonzero()[:, 0]
        if len(some):
            best[some], row[some] = self.pool.largest_of_all(left[some], who[some])
            self.pool.join(row[some])
        return best, row

    def _word(self, i: int) -> int:
        return int(self.who[i])

    def _certificate(self, i: int) -> Outcome:
        """Nothing is left: the weights."""
        return Outcome(self._word(i), None, *self.active.weights(i))

    def _witness(self, i: int) -> Outcome:
        """No row reaches the word: its residual, over its lift where there is a bias."""
        h = self.left[i, : self.rows.width - 1 - self.rows.ray] / self.rows.scale
        if self.rows.ray:
            tau, size = self.left[i, -2] / self.rows.lift, h.abs().max()
            h = h / tau if STEEP * tau > size else h * (STEEP / size)
        return Outcome(self._word(i), h)

    def _leave(self, ended: Tensor, outcome: Callable[[int], Outcome]) -> list[Outcome]:
        """Those that `ended`, as outcomes; the others stay."""
        found = [outcome(i) for i in ended.nonzero()[:, 0].tolist()]
        if found:
            stay = ~ended
            self.who, self.left, self.settled = self.who[stay], self.left[stay], self.settled[stay]
            self.active.keep(stay)
        return found
