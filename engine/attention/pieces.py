"""A kernel at one length, cut into pieces that are timed one by one; their seconds add up to it.

Heads do not see one another, nor do tokens in the dense part. So a piece is some heads, or some
tokens: none keeps other readers' jobs waiting for long, and none needs all the sheets at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.nn.functional import gelu, linear

from engine.attention import cost
from engine.attention.config import NAIVE_LONGEST, MeasureConfig
from engine.attention.layer import CHUNK
from engine.device import clock, mix
from engine.transformer import attention

PIECE = 6e9
"""About so many multiplications make a piece: some tens of milliseconds on two cores."""


def pieces(
    name: str, config: MeasureConfig, n: int, device: torch.device
) -> list[Callable[[], float]]:
    """Kernel `name` at length n as pieces to time; none where the sheet is not laid out."""
    if name == "naive" and n > NAIVE_LONGEST:
        return []
    if name == "dense":
        return _dense_pieces(config, n, device)
    parts = heads_apart(name, config, n)
    kernel = _kernel(name, n)
    inputs = _drawn(config, (3, config.batch, config.layer.heads, n, config.layer.head), device)
    groups = inputs.chunk(parts, dim=2)
    return [partial(timed, kernel, group.unbind(0), config.backward, device) for group in groups]


def timed(
    function: Callable[..., Tensor],
    inputs: tuple[Tensor, ...],
    backward: bool,
    device: torch.device,
) -> float:
    """Seconds of `function(*inputs)`, with its backward pass where asked for."""
    inputs = tuple(x.detach().contiguous().requires_grad_(backward) for x in inputs)
    grad = None
    begun = clock(device)
    with torch.set_grad_enabled(backward):
        out = function(*inputs)
        if backward:
            grad = torch.autograd.grad(out, inputs, torch.ones_like(out))
    took = clock(device) - begun
    del out, grad
    return took


def heads_apart(name: str, config: MeasureConfig, n: int) -> int:
    """Into how many groups of heads kernel `name` is cut."""
    if name == "dense":
        return 1
    both = 3 if config.backward else 1
    work = config.batch * both * cost.FORWARD[name](config.layer, n, min(n, CHUNK))
    slow = {"naive": 4, "linear": 16, "chunked": 16}.get(name, 1)  # memory, not products
    return int(min(config.layer.heads, max(1, round(slow * work / PIECE))))


def _kernel(name: str, n: int) -> Callable[..., Tensor]:
    if name == "chunked":
        return partial(attention.linear_chunked, chunk=min(n, CHUNK))
    return {"naive": attention.naive, "fused": attention.fused, "linear": attention.linear}[name]


def _dense_pieces(config: MeasureConfig, n: int, device: torch.device) -> list:
    """Projections and FFN, some tokens at a time; a gated FFN multiplies two of its matrices."""
    layer = config.layer
    both = 3 if config.backward else 1
    x = _drawn(config, (config.batch * n, layer.width), device)
    some = max(512, int(PIECE / both / (cost.dense(layer, 1))))
    weights = _weights(config, device)
    return [
        partial(timed, _dense, (group, *weights), config.backward, device)
        for group in x.split(some)
    ]


def _weights(config: MeasureConfig, device: torch.device) -> list[Tensor]:
    layer = config.layer
    wide, inner, keys = layer.width, layer.inner, layer.kv_heads * layer.head
    shapes = [(wide, wide), (keys, wide), (keys, wide), (wide, wide), (wide, inner)]
    shapes += [(inner, wide)] * (layer.matrices - 1)
    return [_drawn(config, shape, device) / wide**0.5 for shape in shapes]


def _dense(x: Tensor, q: Tensor, k: Tensor, v: Tensor, o: Tensor, down: Tensor, *up: Tensor):
    """Everything of a layer but attention, norms and residuals; its outputs, side by side."""
    seen = [linear(x, weight) for weight in (q, k, v)]
    hidden = gelu(linear(x, up[0]))
    for gate in up[1:]:
        hidden = hidden * linear(x, gate)
    return torch.cat([*seen[1:], linear(seen[0], o), linear(hidden, down)], dim=-1)


def _drawn(config: MeasureConfig, shape: tuple[int, ...], device: torch.device) -> Tensor:
    generator = torch.Generator().manual_seed(mix(config.seed, *shape))
    x = torch.randn(shape, generator=generator)
    return x.to(device, getattr(torch, config.dtype))
