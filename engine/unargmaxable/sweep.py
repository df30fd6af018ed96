r"""A witness for nearly every word: the word's own row.

Take $h=w_k-c$ with the rows' mean $c$. Against a row of no greater norm (about $c$) Cauchy and
Schwarz have already decided, the margin being
$\tfrac12(|w_k|^2-|w_i|^2+|w_k-w_i|^2)$; so with rows sorted by norm only half of the products
are needed. In float32 a margin counts where it is larger than the rounding can be; where
bfloat16 is faster, `screen` has settled most rows before. With a bias the witness is $r(w_k-c)$
with an $r$ so large that no bias matters, $r>\max_i(b_i-b_k)/(|w_k|^2-w_k\cdot w_i)$, over all
rows.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from engine.jobs import Progress
from engine.unargmaxable import screen

BLOCK = {"cpu": (512, 1024), "cuda": (8192, 16384)}
"""Rows and columns of a tile: on a CPU it stays in the cache, on a GPU it fills the device."""


class Swept(NamedTuple):
    """Which rows are their own witness, bool (n,), and the length r that the bias asks for (n,)."""

    own: Tensor
    reach: Tensor


def sweep(
    w: Tensor, b: Tensor, among: Tensor | None = None, block: tuple[int, int] | None = None
) -> Generator[Progress, None, Swept]:
    """The answer for the rows `among` (m,), default all; one `Progress` a block of rows.

    `w` (n, d) centred and without twins, in the dtype and on the device of the products;
    `b` (n,) float64. Whatever comes out still has to be checked.
    """
    block = block or BLOCK.get(w.device.type, BLOCK["cpu"])
    norms = w.square().sum(1)
    order = norms.argsort(descending=True)
    place = order.argsort()
    left = place if among is None else place[among.to(w.device)]
    left = left.sort().values
    w, norms, b = w[order], norms[order], b.to(w.device)[order]
    biased = bool((b != b[0]).any())
    bound = _rounding(w) * norms.sqrt()
    own = torch.zeros(len(w), dtype=torch.bool, device=w.device)
    reach = torch.ones(len(w), dtype=torch.float64, device=w.device)
    if not biased and screen.pays(w.device):
        rough = screen.rounded(w, norms), norms.to(screen.LOW)
        least, _ = yield from _least(*rough, None, left, block)
        own[left] = least > screen.doubt(norms, bound)[left]
        left = left[~own[left]]
    least, needed = yield from _least(w, norms, b if biased else None, left, block)
    own[left], reach[left] = least > bound[left], needed
    return Swept(own[place], reach[place])


def _least(
    w: Tensor, norms: Tensor, b: Tensor | None, mine: Tensor, block: tuple[int, int]
) -> Generator[Progress, None, tuple[Tensor, Tensor]]:
    """The least gap of the rows `mine` (m,), ascending, and the r that the bias asks for (m,)."""
    rows, columns = block
    least, needed = norms.new_empty(len(mine)), torch.ones_like(mine, dtype=torch.float64)
    for start in range(0, len(mine), rows):
        some, here = mine[start : start + rows], slice(start, start + rows)
        ahead = int(some[-1]) + 1 if b is None else len(w)
        least[here], needed[here] = _extremes(_gaps(w, norms, some, ahead, columns), b, some)
        yield Progress(min(start + rows, len(mine)), len(mine))
    return least, needed


def _gaps(
    w: Tensor, norms: Tensor, some: Tensor, ahead: int, columns: int
) -> Iterator[tuple[slice, Tensor]]:
    """$|w_k|^2-w_k\\cdot w_i$ for the rows `some`, a tile of the columns i < `ahead` at a time."""
    taken, own = w[some], norms[some, None]
    for start in range(0, ahead, columns):
        tile = slice(start, min(start + columns, ahead))
        gap = torch.addmm(own, taken, w[tile].T, alpha=-1)
        inside = ((some >= tile.start) & (some < tile.stop)).nonzero()[:, 0]
        gap[inside, some[inside] - start] = torch.inf
        yield tile, gap


def _extremes(gaps, b: Tensor | None, some: Tensor) -> tuple[Tensor, Tensor | float]:
    """The least gap of each row, and twice the r that makes up for the largest bias."""
    lows, asked = [], []
    for tile, gap in gaps:
        lows.append(gap.amin(dim=1))
        if b is not None:
            asked.append(((b[tile] - b[some][:, None]) / gap.double()).amax(dim=1))
    needed = torch.stack(asked).amax(dim=0).clamp(min=0.5) if asked else 0.5
    return torch.stack(lows).amin(dim=0), 2 * needed


def _rounding(w: Tensor) -> Tensor:
    """Per unit of a row's own norm: what rounding may do to a difference of two products."""
    longest = w.square().sum(1).max().sqrt()
    return 2 * (w.shape[1] + 2) * torch.finfo(w.dtype).eps * longest
