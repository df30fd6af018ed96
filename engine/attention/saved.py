"""A pre-LN block with one kernel or another: what it keeps for the backward pass, and its time.

Bytes are those of the tensors that autograd packs away, each storage once, parameters aside: the
account of torch itself, against the formulas of `engine.attention.memory`.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import gelu, layer_norm, linear

from engine.attention import memory
from engine.attention.config_saved import VARIANTS, SavedConfig, SavedResult
from engine.attention.layer import Layer
from engine.device import clock, default, describe, mix
from engine.jobs import Progress
from engine.memory import check_room
from engine.transformer.attention import ATTENTION, Attention
from engine.transformer.kept import kept_bytes


def run(config: SavedConfig) -> Generator[Progress, None, SavedResult]:
    """Bytes once, seconds in turn; a `Progress` for forward and backward of each reading."""
    device, lengths = default(), config.lengths
    check_room(needed(config), device, "lengths", lengths[-1])
    kept = np.empty((len(VARIANTS), len(lengths)))
    seconds = np.empty((*kept.shape, config.readings + 1))
    total = 2 * seconds.size
    weights = drawn(config.layer, config.seed, device)
    for place, (k, j, i) in enumerate(np.ndindex(seconds.shape[::-1])):
        x, attention = tokens(config, lengths[j], device), ATTENTION[VARIANTS[i]]
        yield Progress(2 * place, total)
        if k == 0:
            kept[i, j] = kept_bytes(
                partial(block, config.layer, weights, attention, x), weights.values()
            )
        begun = clock(device)
        out = block(config.layer, weights, attention, x)
        forward = clock(device) - begun
        yield Progress(2 * place + 1, total)
        begun = clock(device)
        torch.autograd.grad(out, (x, *weights.values()), torch.ones_like(out))
        seconds[i, j, k] = forward + clock(device) - begun
    said = describe(device)
    return SavedResult(config, kept, seconds[..., 1:], said.label, said.cores, said.torch_version)


def needed(config: SavedConfig) -> int:
    """Bytes of the longest block with its sheet, float32: what is kept and its gradients, the
    weights and theirs."""
    layer = config.layer
    return 2 * 4 * (memory.kept_naive(layer, config.lengths[-1]) + memory.weights(layer))


def block(layer: Layer, weights: dict[str, Tensor], attention: Attention, x: Tensor) -> Tensor:
    """Both halves of a pre-LN block, each added to what it was given; no dropout."""
    width = (layer.width,)
    seen = layer_norm(x, width, weights["gain_1"], weights["bias_1"])
    parts = [
        linear(seen, weights[name]).unflatten(-1, (layer.heads, layer.head)).transpose(1, 2)
        for name in ("q", "k", "v")
    ]
    said = attention(*parts).transpose(1, 2).flatten(2)
    x = x + linear(said, weights["o"])
    seen = layer_norm(x, width, weights["gain_2"], weights["bias_2"])
    return x + linear(gelu(linear(seen, weights["up"])), weights["down"])


def drawn(layer: Layer, seed: int, device: torch.device) -> dict[str, Tensor]:
    """Weights of a block, normal with variance 1/D; norms begin as they are."""
    wide, inner = layer.width, layer.inner
    shapes = dict.fromkeys("qkvo", (wide, wide)) | {"up": (inner, wide), "down": (wide, inner)}
    generator = torch.Generator().manual_seed(mix(seed))
    made = {
        name: torch.randn(shape, generator=generator) / wide**0.5 for name, shape in shapes.items()
    }
    for k in "12":
        made |= {f"gain_{k}": torch.ones(wide), f"bias_{k}": torch.zeros(wide)}
    return {name: weight.to(device).requires_grad_() for name, weight in made.items()}


def tokens(config: SavedConfig, n: int, device: torch.device) -> Tensor:
    """n tokens, (1, n, D), that ask for their gradient."""
    generator = torch.Generator().manual_seed(mix(config.seed, n))
    x = torch.randn(1, n, config.layer.width, generator=generator)
    return x.to(device).requires_grad_()
