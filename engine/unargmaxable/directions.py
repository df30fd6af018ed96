r"""Better directions for the words that are beaten in their own: whitened, and shrunk.

$h=(\Sigma+\lambda\,\mathrm{tr}\Sigma/d\,I)^{-1}(w_k-c)$ with the rows' covariance $\Sigma$: where
all rows share a long axis, it is taken out. A small $\lambda$ whitens, a large one leaves the row
as it is.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.jobs import Progress

SHRINKS = (0.1, 0.01, 1.0)
PRICES = 1 << 22
"""So many products at most in one step, so that others have their turn."""
MOST = 1 << 13
"""So many words at most are tried: beyond, the rows are too few dimensions to gain by it."""


def whitened(w: Tensor, b: Tensor, words: Tensor) -> Generator[Progress, None, dict[int, Tensor]]:
    """Witnesses h (d,) float64 of some of `words` (m,); they still have to be checked.
    One `Progress` a block of words.

    `w` (n, d) centred, in the dtype of the products; `b` (n,) float64.
    """
    if not len(words) or len(words) > MOST:
        return {}
    spread = w.T @ w / len(w)
    size = spread.diagonal().mean()
    found: dict[int, Tensor] = {}
    for shrink in SHRINKS:
        ridge = shrink * size * torch.eye(len(spread), dtype=w.dtype, device=w.device)
        toward = torch.linalg.solve(spread + ridge, w[words].T).T
        toward = toward / toward.norm(dim=1, keepdim=True).clamp(min=1e-30)
        won, reach = yield from _won(w, b, words, toward)
        kept = won.nonzero()[:, 0]
        for i in kept.tolist():
            found[int(words[i])] = toward[i].double() * reach[i]
        words = words[~won]
        if not len(words):
            break
    return found


def _won(
    w: Tensor, b: Tensor, words: Tensor, toward: Tensor
) -> Generator[Progress, None, tuple[Tensor, Tensor]]:
    """Which words their directions put first by more than rounding, and how long to make them."""
    won, reach = [], []
    bound = 2 * (w.shape[1] + 2) * torch.finfo(w.dtype).eps * w.norm(dim=1).max()
    size = max(32, PRICES // len(w))
    for start in range(0, len(words), size):
        some = words[start : start + size]
        logits = toward[start : start + size] @ w.T
        here = torch.arange(len(some), device=w.device)
        gap = logits[here, some][:, None] - logits
        gap[here, some] = torch.inf
        won.append(gap.amin(dim=1) > bound)
        needed = (b[None, :] - b[some][:, None]) / gap.double()
        reach.append(2 * needed.amax(dim=1).clamp(min=0.5))
        yield Progress(min(start + size, len(words)), len(words))
    return torch.cat(won), torch.cat(reach)
