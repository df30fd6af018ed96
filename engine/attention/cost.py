r"""Multiplications (MACs) of one layer on n tokens, batch 1; a FLOP count is twice that.

An a × b by b × c product is abc multiplications; additions, softmax, normalisation, activation,
normalisers and embeddings are left out, by the article and by torch's counter alike. With $D$ the
width, $h$ heads, $g$ heads of keys and values, $d=D/h$, and $m$ features a head:

| part | forward |
|---|---|
| projections Q, K, V, O | $2nD^2+2nDgd$, that is $4nD^2$ where $g=h$ |
| FFN | $\text{matrices}\cdot nD\cdot\text{inner}$, that is $8nD^2$ for BERT |
| softmax attention, naive or fused | $2n^2D$; ideally half of it under a causal mask |
| linear attention, whole or recurrent | $2nDm$ (values of width $v$ a head: $2nhmv$) |
| causal linear attention, chunks of $C$ | $2nDm+nC(hm+D)$ |

Backward is twice the forward, two products for each; the fused kernel lays the scores out anew,
five products for two: $5n^2D$. No counter halves for the mask.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.attention.layer import Layer
from engine.errors import check_one_of

Count = float


def projections(layer: Layer, n: Count) -> Count:
    """Q, K, V and O."""
    return 2 * n * layer.width * (layer.width + layer.kv_heads * layer.head)


def ffn(layer: Layer, n: Count) -> Count:
    """All matrices of the FFN."""
    return layer.matrices * n * layer.width * layer.inner


def dense(layer: Layer, n: Count) -> Count:
    """All that grows with n: projections and FFN."""
    return projections(layer, n) + ffn(layer, n)


def sheet(layer: Layer, n: Count, halved: bool = False) -> Count:
    """Scores and values, $2n^2D$; `halved` by a mask that is made use of ideally."""
    return (1 if halved else 2) * n * n * layer.width


def softmax_layer(layer: Layer, n: Count, halved: bool = False) -> Count:
    """One layer with softmax attention."""
    return dense(layer, n) + sheet(layer, n, halved)


WIDENED: dict[str, tuple[int, int, int]] = {
    "qk": (1, 0, 2),
    "qkvo": (1, 1, 4),
}
"""Which reading of "heads `k` times as wide": are features widened, are values, and how many of
the four projections grow with them."""


def linear(layer: Layer, n: Count, wider: int = 1, reading: str = "qkvo") -> Count:
    """The core of linear attention with heads `wider` times as wide: the article's $2nh(kd)^2$ for
    `qkvo`, $2nhkd^2$ where only queries and keys are (`qk`)."""
    features, values, _ = WIDENED[reading]
    return 2 * n * layer.width * layer.head * wider ** (features + values)


def widening(layer: Layer, n: Count, wider: int, reading: str = "qkvo") -> Count:
    """What the wider projections cost more, which the article does not count."""
    many = WIDENED[reading][2]
    return many * (wider - 1) * n * layer.width**2


def linear_layer(
    layer: Layer, n: Count, wider: int = 1, reading: str = "qkvo", counted: bool = False
) -> Count:
    """One layer with linear attention; with its wider projections if they are `counted`."""
    more = widening(layer, n, wider, reading) if counted else 0
    return dense(layer, n) + linear(layer, n, wider, reading) + more


def chunked(layer: Layer, n: Count, chunk: int) -> Count:
    """Causal linear attention, a chunk at a time."""
    return linear(layer, n) + 2 * n * chunk * layer.width


def exponent(layer: Layer, n: Count, halved: bool = False) -> float:
    r"""How the layer grows at n, $d\log\text{cost}/d\log n=1+$ the quadratic share."""
    return 1 + sheet(layer, n, halved) / softmax_layer(layer, n, halved)


def head(width: int, vocabulary: int, n: Count) -> Count:
    """The output head over the vocabulary, at every token."""
    return n * width * vocabulary


FORWARD: dict[str, Callable[..., Count]] = {
    "naive": lambda layer, n, chunk: sheet(layer, n),
    "fused": lambda layer, n, chunk: sheet(layer, n),
    "linear": lambda layer, n, chunk: linear(layer, n),
    "recurrent": lambda layer, n, chunk: linear(layer, n),
    "chunked": chunked,
    "dense": lambda layer, n, chunk: dense(layer, n),
}
"""Multiplications of each kernel of `engine.transformer.attention`, and of the dense part."""


def both_ways(name: str, layer: Layer, n: Count, chunk: int = 64) -> Count:
    """Forward and backward of kernel `name`, where every input asks for its gradient."""
    check_one_of(name, "kernel", FORWARD)
    return (3.5 if name == "fused" else 3) * FORWARD[name](layer, n, chunk)
