r"""A witness for nearly every word: the word's own row.

Take $h=w_k-c$ with the rows' mean $c$. Against a row of no greater norm (about $c$) Cauchy and
Schwarz have already decided, the margin being
$\tfrac12(|w_k|^2-|w_i|^2+|w_k-w_i|^2)$; so with rows sorted by norm only half of the products
are needed. In float32 a margin counts where it is larger than the rounding can be. With a bias
the witness is $r(w_k-c)$ with an $r$ so large that no bias matters,
$r>\max_i(b_i-b_k)/(|w_k|^2-w_k\cdot w_i)$, over all rows.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import torch
from torch import Tensor

from engine.jobs import Progress

BLOCK = 2048


class Swept(NamedTuple):
    """Which rows are their own witness, bool (n,), and the length r that the bias asks for (n,)."""

    own: Tensor
    reach: Tensor


def sweep(w: Tensor, b: Tensor, block: int = BLOCK) -> Generator[Progress, None, Swept]:
    """The answer for all rows; one `Progress` a block.

    `w` (n, d) centred and without twins, in the dtype and on the device of the products;
    `b` (n,) float64. Whatever comes out still has to be checked.
    """
    norms = w.square().sum(1)
    order = norms.argsort(descending=True)
    w, norms, b = w[order], norms[order], b.to(w.device)[order]
    biased = bool((b != b[0]).any())
    bound = _rounding(w) * norms.sqrt()
    own = torch.zeros(len(w), dtype=torch.bool, device=w.device)
    reach = torch.ones(len(w), dtype=torch.float64, device=w.device)
    back = order.argsort()
    for start in range(0, len(w), block):
        stop = min(start + block, len(w))
        ahead = len(w) if biased else stop
        gap = norms[start:stop, None] - w[start:stop] @ w[:ahead].T
        rows = torch.arange(start, stop, device=w.device)
        gap[rows - start, rows] = torch.inf
        own[start:stop] = (gap > bound[start:stop, None]).all(dim=1)
        if biased:
            reach[start:stop] = _reach(gap, b, rows)
        yield Progress(stop, len(w))
    return Swept(own[back], reach[back])


def _rounding(w: Tensor) -> Tensor:
    """Per unit of a row's own norm: what rounding may do to a difference of two products."""
    longest = w.square().sum(1).max().sqrt()
    return 2 * (w.shape[1] + 2) * torch.finfo(w.dtype).eps * longest


def _reach(gap: Tensor, b: Tensor, rows: Tensor) -> Tensor:
    """Twice the r at which the largest bias is made up for; 1 where none is in the way."""
    needed = (b[None, :] - b[rows][:, None]) / gap.double()
    return 2 * needed.amax(dim=1).clamp(min=0.5)
