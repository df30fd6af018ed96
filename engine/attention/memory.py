r"""What attention keeps and moves, in numbers of the dtype unless said otherwise (torch-free).

A pre-LN block without dropout keeps for its backward pass, batch B,

$$\bigl(16+\tfrac{hn}{D}+\tfrac4D\bigr)\,nBD$$

with the sheet laid out: eight tensors of width D (both norms' inputs and outputs, Q, K, V, what
the heads say), twice the FFN's $4D$, the sheet $hn^2$, four statistics a token. The fused kernel
keeps one number a row and head instead of the sheet. Korthikanti et al. 2022, eq. 1, count bytes
in half precision with dropout: $nBD(34+5hn/D)$.
"""

from __future__ import annotations

from engine.attention.layer import Layer

DTYPES = {"float32": 4, "bfloat16": 2, "float16": 2, "float64": 8}
"""Bytes of a number."""


def kept_naive(layer: Layer, n: int, batch: int = 1) -> int:
    """Of a pre-LN block with the sheet laid out."""
    return _kept(layer, n, batch) + batch * layer.heads * n * n


def kept_fused(layer: Layer, n: int, batch: int = 1) -> int:
    """Of a pre-LN block with the fused kernel: the logarithm of each row's sum, no sheet."""
    return _kept(layer, n, batch) + batch * layer.heads * n


def _kept(layer: Layer, n: int, batch: int) -> int:
    return batch * n * (8 * layer.width + 2 * layer.inner + 4)


def korthikanti(layer: Layer, n: int, batch: int = 1) -> int:
    """Bytes in half precision with dropout, as the paper counts them."""
    return batch * n * (34 * layer.width + 5 * layer.heads * n)


def cache(layer: Layer, n: int) -> int:
    """Keys and values of n tokens, in one layer."""
    return 2 * n * layer.kv_heads * layer.head


def state(layer: Layer, wider: int = 1) -> int:
    """What causal linear attention carries on, in one layer: S and z of every head."""
    return layer.heads * wider * layer.head * (layer.head + 1)


def weights(layer: Layer) -> int:
    """Matrices of projections and FFN."""
    projections = 2 * layer.width * (layer.width + layer.kv_heads * layer.head)
    return projections + layer.matrices * layer.width * layer.inner


def moved(name: str, layer: Layer, n: int, chunk: int = 64) -> int:
    """The least that kernel `name` must read and write forward, if nothing is read twice from
    afar: Q, K, V and the output; the sheet goes to memory and back twice, as scores and as
    weights; the dense part reads its weights and hands on each tensor."""
    own = 4 * n * layer.width
    if name == "naive":
        return own + 4 * layer.heads * n * n
    if name == "dense":
        return weights(layer) + n * (8 * layer.width + 4 * layer.inner)
    if name in ("linear", "chunked"):
        steps = n // chunk if name == "chunked" else 1
        return own + 2 * steps * layer.width * layer.head
    return own


def needed(name: str, layer: Layer, n: int, batch: int, dtype: str, backward: bool) -> int:
    """Bytes that running kernel `name` takes at most, all heads at once; of the dense part its
    weights too, each once more for its gradient."""
    sheets = {"naive": 3 + 3 * backward, "fused": 0}.get(name, 0)
    inner = {"dense": 6 * layer.inner + 12 * layer.width}.get(name, 12 * layer.width)
    numbers = sheets * layer.heads * n * n + (1 + backward) * n * inner
    own = (1 + backward) * weights(layer) if name == "dense" else 0
    return (batch * numbers + own) * DTYPES[dtype]
