r"""Attention, in two orders of multiplication (article 8610).

Queries and keys $Q,K$ (batch, heads, n, m), values $V$ (batch, heads, n, d). Softmax attention

$$\mathrm{out}=\mathrm{softmax}\bigl(QK^\top/\sqrt m\bigr)\,V$$

must lay out the n × n sheet before it meets $V$. A kernel that is a product of features,
$\phi(q)\cdot\phi(k)$ with $\phi=\mathrm{elu}+1>0$ (Katharopoulos et al. 2020, eq. 7), may be
multiplied in either order,

$$\mathrm{out}_i=\frac{\sum_j\phi(q_i)\!\cdot\!\phi(k_j)\,v_j}{\sum_j\phi(q_i)\!\cdot\!\phi(k_j)}
=\frac{\phi(q_i)^\top S}{\phi(q_i)^\top z},\qquad S=\sum_j\phi(k_j)v_j^\top,\quad
z=\sum_j\phi(k_j),$$

so that nothing larger than the m × d block $S$ is kept. With a causal mask the sums end at
$j\le i$: step by step (`linear_recurrent`), or a chunk at a time (`linear_chunked`).

Matrix products are products of matrices; the normaliser is a sum over features, so that a
counter of matrix products sees exactly the terms of `engine.attention.cost`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from engine.errors import check, check_whole

Attention = Callable[[Tensor, Tensor, Tensor], Tensor]


def softmax_map(q: Tensor, k: Tensor, *, causal: bool = False) -> Tensor:
    r"""$\mathrm{softmax}(QK^\top/\sqrt m)$, (…, n, n); rows sum to 1."""
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if causal:
        scores = scores.masked_fill(_future(scores), -math.inf)
    return scores.softmax(dim=-1)


def naive(q: Tensor, k: Tensor, v: Tensor, *, causal: bool = False) -> Tensor:
    """Softmax attention with the sheet laid out and kept."""
    return softmax_map(q, k, causal=causal) @ v


def fused(q: Tensor, k: Tensor, v: Tensor, *, causal: bool = False) -> Tensor:
    """Softmax attention by torch's fused kernel, which never stores the sheet."""
    return scaled_dot_product_attention(q, k, v, is_causal=causal)


def features(x: Tensor) -> Tensor:
    r"""$\phi(x)=\mathrm{elu}(x)+1$: $x+1$ above 0, $e^x$ below; positive, without cancellation."""
    return torch.where(x > 0, x + 1, x.clamp(max=0).exp())


def linear_map(q: Tensor, k: Tensor, *, causal: bool = False) -> Tensor:
    """The n × n map that linear attention stands for and never makes; rows sum to 1."""
    weights = features(q) @ features(k).transpose(-1, -2)
    if causal:
        weights = weights.masked_fill(_future(weights), 0.0)
    return weights / weights.sum(dim=-1, keepdim=True)


def quadratic(q: Tensor, k: Tensor, v: Tensor, *, causal: bool = False) -> Tensor:
    """The kernel of linear attention in the order of softmax attention: the sheet first."""
    return linear_map(q, k, causal=causal) @ v


def linear(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Linear attention, whole: the m × d block first; every token sees all."""
    q, k = features(q), features(k)
    block, z = k.transpose(-1, -2) @ v, k.sum(dim=-2, keepdim=True)
    return q @ block / (q * z).sum(dim=-1, keepdim=True)


def linear_recurrent(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Causal linear attention, one token after the other: an RNN with the state (S, z)."""
    q, k = features(q), features(k)
    block = v.new_zeros(*k.shape[:-2], k.shape[-1], v.shape[-1])
    z, out = k.new_zeros(*k.shape[:-2], k.shape[-1]), []
    for i in range(q.shape[-2]):
        block = block + k[..., i, :, None] @ v[..., i, None, :]
        z = z + k[..., i, :]
        top = q[..., i, None, :] @ block
        out.append(top / (q[..., i, :] * z).sum(dim=-1)[..., None, None])
    return torch.cat(out, dim=-2)


def linear_chunked(q: Tensor, k: Tensor, v: Tensor, *, chunk: int = 64) -> Tensor:
    """Causal linear attention: within a chunk by the sheet, from earlier ones by the block.

    `chunk` divides n.
    """
    check_chunk(q.shape[-2], chunk)
    q, k = features(q), features(k)
    q, k, v = (x.unflatten(-2, (-1, chunk)) for x in (q, k, v))
    block, z = _before(k.transpose(-1, -2) @ v, -3), _before(k.sum(dim=-2, keepdim=True), -3)
    weights = q @ k.transpose(-1, -2)
    weights = weights.masked_fill(_future(weights), 0.0)
    top = weights @ v + q @ block
    under = weights.sum(dim=-1, keepdim=True) + (q * z).sum(dim=-1, keepdim=True)
    return (top / under).flatten(-3, -2)


def check_chunk(n: int, chunk: int) -> None:
    """`chunk` is a whole number from 1 to n that divides n."""
    check_whole(chunk, "chunk", 1, n)
    check(n % chunk == 0, "n", "must be a multiple of the chunk, {chunk}", n, chunk=chunk)


def _before(x: Tensor, dim: int) -> Tensor:
    """The sum of all earlier entries along `dim`, 0 for the first."""
    return torch.cat(
        [torch.zeros_like(x.narrow(dim, 0, 1)), x.narrow(dim, 0, x.shape[dim] - 1)], dim
    ).cumsum(dim)


def _future(scores: Tensor) -> Tensor:
    """True where a token would look ahead, (n, n)."""
    n = scores.shape[-1]
    return torch.ones(n, n, dtype=torch.bool, device=scores.device).triu(1)


ATTENTION: dict[str, Attention] = {"naive": naive, "fused": fused, "linear": linear}
"""What an encoder layer may be built with: every token sees all."""
