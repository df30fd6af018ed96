r"""The words that are left, many at once: is the word a mean of others?

Word k is mute exactly where $(0,0,1)$ is a combination with weights $\lambda\ge0$ of the columns
$(w_i-w_k,\,b_i-b_k,\,1)$ of the others and, where there is a bias, of the ray $(0,-1,0)$. So this
is a non-negative least squares problem (Lawson and Hanson 1974, chapter 23). While a residual
$r$ is left, the column with the largest product with it comes in; one whose weight would turn
negative goes. Residual zero: the weights are the certificate. Residual in whose direction no
other row reaches the word: $h=r_w$ (over $r_b$, with a bias) is the witness, and most words are
seen to win long before the least residual is found.

All words of a block take their steps together: the small systems are solved as a batch, and one
matrix product prices all columns for all words. It runs over the *pool* first, rows that have
been in the way before: the hull has few corners where d is small. Only a word that stands clear
of the pool is priced over all rows, and the row that still beats it joins the pool.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import torch
from torch import Tensor

from engine.jobs import Progress

BLOCK, TILE_BYTES = 1024, 1 << 26
PRICES = 1 << 23
"""So many products at most a CPU computes in one step, so that others have their turn."""
ZERO = 1e-13
"""A residual below this, the rows being scaled to at most 1, is none."""
CLEAR = 0.9
"""A row that comes nearer to the word than this share of the residual still has a say."""


class Table(NamedTuple):
    """Columns (n, p + 1) of all rows, homogeneous: (row, bias, 1); `ray` if there is a bias."""

    columns: Tensor
    ray: bool
    scale: float
    lift: float

    @property
    def width(self) -> int:
        return self.columns.shape[1]


class Outcome(NamedTuple):
    """Of one word: a witness h (d,), or rows (s,) and weights (s,), or nothing."""

    word: int
    h: Tensor | None
    rows: Tensor | None = None
    weights: Tensor | None = None


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


def combine(rows: Table, words: Tensor, pool: Tensor) -> Generator[Progress, None, list[Outcome]]:
    """An `Outcome` for each of `words` (m,); one `Progress` a round of steps.

    `pool` (s,) are the rows to look at first. What comes out still has to be checked.
    """
    found: list[Outcome] = []
    pool = pool if len(pool) else words[:1]
    small = max(1, TILE_BYTES // (8 * rows.width**2))
    short = max(64, PRICES // len(rows.columns)) if words.device.type == "cpu" else BLOCK
    size = min(BLOCK, small, short)
    for start in range(0, len(words), size):
        block = Block(rows, words[start : start + size], pool)
        while len(block.who):
            found += block.step()
            yield Progress(len(found), len(words))
        pool = block.pool
    return found


class Block:
    """Words `who` (m,) under way; `at` (m, s) rows in use, −1 the ray; `share` (m, s) weights."""

    def __init__(self, rows: Table, who: Tensor, pool: Tensor):
        self.rows, self.who, self.pool = rows, who, pool
        self.own = rows.columns[who]
        m = len(who)
        self.at = torch.full((m, 0), -2, device=who.device)
        self.share = self.own.new_zeros(m, 0)
        self.price = torch.ones(m, dtype=torch.bool, device=who.device)
        self.turns = 0
        self.table = rows.columns[pool]
        self._seat()

    def _seat(self) -> None:
        self.seat = torch.full((len(self.rows.columns),), -1, device=self.who.device)
        self.seat[self.pool] = torch.arange(len(self.pool), device=self.who.device)

    def step(self) -> list[Outcome]:
        """Solve, drop what turned negative, price the rest, let one column in each."""
        self.turns += 1
        if self.turns > 40 + 12 * self.rows.width:
            return self._leave(
                torch.ones_like(self.price), lambda i: Outcome(int(self.who[i]), None)
            )
        left = self._solve()
        found = self._mute(left)
        if not len(self.who):
            return found
        return found + self._let_in()

    def _taken(self) -> Tensor:
        """The columns (m, s, p + 1) in use, seen from the word; zero where there is none."""
        taken = self.rows.columns[self.at.clamp(min=0)]
        taken = taken - taken[..., -1:] * self._from()[:, None, :]
        ray = torch.zeros(self.rows.width, dtype=taken.dtype, device=taken.device)
        ray[-2] = -1.0
        taken = torch.where((self.at == -1)[..., None], ray, taken)
        return taken * (self.at > -2)[..., None]

    def _from(self) -> Tensor:
        """What is taken off a column: the word, but for the last 1."""
        off = self.own.clone()
        off[:, -1] = 0
        return off

    def _solve(self) -> Tensor:
        """Least squares on the columns in use; those that turned negative stop at zero and go."""
        taken, used = self._taken(), self.at > -2
        gram = taken @ taken.mT + torch.diag_embed((~used).to(taken))
        factor, info = torch.linalg.cholesky_ex(gram)
        target = taken[..., -1:]
        best = torch.cholesky_solve(target, factor)
        left = self._left(taken, best)
        best = best + torch.cholesky_solve(taken @ left[..., None], factor)
        wanted = torch.where(used, best[..., 0], 0.0)
        broken = info > 0
        low = used & (wanted <= 0)
        ratio = torch.where(low, self.share / (self.share - wanted).clamp(min=1e-300), torch.inf)
        far = ratio.amin(dim=1).clamp(max=1.0) if used.shape[1] else ratio.new_ones(len(ratio))
        self.price = ~low.any(dim=1)
        self.share = self.share + far[:, None] * (wanted - self.share)
        self.share = torch.where(self.price[:, None], wanted, self.share)
        gone = low & (ratio <= far[:, None])
        if broken.any():
            gone = gone | (broken[:, None] & used & (self.share <= 0))
        self.at = torch.where(gone, -2, self.at)
        self.share = torch.where(gone, 0.0, self.share)
        self._pack()
        return self._left(taken, best)

    @staticmethod
    def _left(taken: Tensor, weights: Tensor) -> Tensor:
        """The residual (m, p + 1)."""
        left = -(taken.mT @ weights)[..., 0]
        left[:, -1] += 1
        return left

    def _pack(self) -> None:
        """Columns in use to the front, and no wider than the fullest word needs."""
        free = self.at == -2
        order = free.to(torch.int8).argsort(dim=1, stable=True)
        most = int((~free).sum(dim=1).max()) if free.shape[1] else 0
        self.at = self.at.gather(1, order)[:, :most]
        self.share = self.share.gather(1, order)[:, :most]

    def _mute(self, left: Tensor) -> list[Outcome]:
        """Those whose residual is nothing: their weights, normalised."""
        self.left = left
        done = self.price & (left.norm(dim=1) <= ZERO)

        def outcome(i: int) -> Outcome:
            rows = self.at[i] >= 0
            weights = self.share[i][rows]
            return Outcome(int(self.who[i]), None, self.at[i][rows], weights / weights.sum())

        return self._leave(done, outcome)

    def _let_in(self) -> list[Outcome]:
        """The column with the largest product joins; a word that none reaches has won."""
        ask = self.price.nonzero()[:, 0]
        if not len(ask):
            return []
        left = self.left[ask]
        fresh = self.at.shape[1] == 0
        if fresh:  # the residual is (0, 0, 1): ask in the word's own direction instead
            left = left.clone()
            left[:, :-1] = self.own[ask, :-1]
        best, row = self._priced(left, ask, self.table, self.pool, self.seat[self.who[ask]])
        bar = torch.full_like(best, torch.inf) if fresh else CLEAR * left[:, -1]
        clear = best < bar
        if clear.any():
            some = clear.nonzero()[:, 0]
            everyone = self.rows.columns
            names = torch.arange(len(everyone), device=row.device)
            best[some], row[some] = self._priced(
                left[some], ask[some], everyone, names, self.who[ask[some]]
            )
            self._join(row[some])
        won = (best < bar) & (bar < torch.inf)
        if self.rows.ray:
            steep = -left[:, -2]
            won &= steep <= 0
            ray = (steep > best) & ~won & (not fresh)
            row = torch.where(ray, -1, row)
        twice = (self.at[ask] == row[:, None]).any(dim=1) & ~won  # rounding: no progress any more
        self._append(ask[~won & ~twice], row[~won & ~twice])
        ended = torch.zeros_like(self.price)
        ended[ask[won | twice]] = True
        return self._leave(ended, self._witness)

    def _priced(self, left, ask, columns, names, own) -> tuple[Tensor, Tensor]:
        """The largest product of a column with the residual, and whose column it is."""
        off = left[:, -1] - (self.own[ask, :-1] * left[:, :-1]).sum(1)
        toward = torch.cat([left[:, :-1], off[:, None]], dim=1)
        size = max(1, TILE_BYTES // (8 * len(columns)))
        best, row = [], []
        for start in range(0, len(toward), size):
            prices = toward[start : start + size] @ columns.T
            mine = own[start : start + size]
            there = (mine >= 0).nonzero()[:, 0]
            prices[there, mine[there]] = -torch.inf
            top = prices.max(dim=1)
            best.append(top.values)
            row.append(names[top.indices])
        return torch.cat(best), torch.cat(row)

    def _join(self, rows: Tensor) -> None:
        """Rows that beat a word clear of the pool join it."""
        new = rows[self.seat[rows] < 0].unique()
        if len(new):
            self.pool = torch.cat([self.pool, new])
            self.table = torch.cat([self.table, self.rows.columns[new]])
            self._seat()

    def _append(self, who: Tensor, row: Tensor) -> None:
        self.at = torch.nn.functional.pad(self.at, (0, 1), value=-2)
        self.share = torch.nn.functional.pad(self.share, (0, 1))
        self.at[who, (self.at[who] > -2).sum(dim=1)] = row

    def _witness(self, i: int) -> Outcome:
        h = self.left[i, : self.rows.width - 1 - self.rows.ray] / self.rows.scale
        if self.rows.ray:
            tau = self.left[i, -2] / self.rows.lift
            h = h / tau if tau > 1e-12 * h.abs().max() else h * (1e12 / h.abs().max())
        return Outcome(int(self.who[i]), h)

    def _leave(self, ended: Tensor, outcome) -> list[Outcome]:
        """Those that `ended`, as outcomes; the others stay."""
        found = [outcome(i) for i in ended.nonzero()[:, 0].tolist()]
        if found:
            stay = ~ended
            self.who, self.own, self.at = self.who[stay], self.own[stay], self.at[stay]
            self.share, self.price, self.left = self.share[stay], self.price[stay], self.left[stay]
            if len(self.who):
                self._pack()
        return found
