"""Writing: one new word after n others, with a cache of them all or with a state that forgets n.

The cache grows by a key and a value a word, and each new word reads all of it; the state of
`engine.transformer.attention.linear_recurrent` is one block a head, whatever came before.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.attention.config_decode import WAYS, DecodeConfig, DecodeResult
from engine.attention.layer import Layer
from engine.device import clock, default, describe, mix
from engine.jobs import Progress
from engine.memory import check_room
from engine.transformer.attention import features, fused

REPEATS = 20
"""So many words are written in a reading: one alone is over before the clock has ticked."""

MOST = 2**15
"""So many keys at most are read in a reading, so that nobody waits long."""


def run(config: DecodeConfig) -> Generator[Progress, None, DecodeResult]:
    """All readings; one `Progress` a length and round, the first round only warms up. A shorter
    cache is the beginning of the longest."""
    device, lengths = default(), config.lengths
    check_room(needed(config.layer, lengths[-1]), device, "lengths", lengths[-1])
    seconds = np.empty((len(WAYS), len(lengths), config.readings + 1))
    yield Progress(0, seconds[0].size)
    _, *cache = word(config.layer, config.seed, device, lengths[-1])
    for k in range(config.readings + 1):
        for j, n in enumerate(lengths):
            yield Progress(k * len(lengths) + j, seconds[0].size)
            first = (x[..., :n, :] for x in cache)
            seconds[:, j, k] = _with_cache(config, *first), _with_state(config, device)
    said = describe(device)
    return DecodeResult(config, seconds[..., 1:], said.label, said.cores, said.torch_version)


def word(layer: Layer, seed: int, device: torch.device, n: int = 1) -> tuple[Tensor, ...]:
    """Query, key and value of n words, (1, heads, n, d)."""
    generator = torch.Generator().manual_seed(mix(seed, n))
    shape = (3, 1, layer.heads, n, layer.head)
    return torch.randn(shape, generator=generator).to(device).unbind(0)


def needed(layer: Layer, n: int) -> int:
    """Bytes of what is drawn for a cache of n words, float32: keys, values and queries of each."""
    return 4 * 3 * n * layer.width


@torch.no_grad()
def _with_cache(config: DecodeConfig, keys: Tensor, values: Tensor) -> float:
    device = keys.device
    q, _, _ = word(config.layer, config.seed, device)
    few = max(1, min(REPEATS, MOST // keys.shape[-2]))
    begun = clock(device)
    for _ in range(few):
        fused(q, keys, values)
    return (clock(device) - begun) / few


@torch.no_grad()
def _with_state(config: DecodeConfig, device: torch.device) -> float:
    q, k, v = word(config.layer, config.seed, device)
    heads, head = config.layer.heads, config.layer.head
    block = torch.zeros(1, heads, head, head, device=device)
    z = torch.zeros(1, heads, 1, head, device=device)
    begun = clock(device)
    for _ in range(REPEATS):
        block, z, _ = step(block, z, q, k, v)
    return (clock(device) - begun) / REPEATS


def step(
    block: Tensor, z: Tensor, q: Tensor, k: Tensor, v: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The state after one more word, and what attention says to it."""
    q, k = features(q), features(k)
    block, z = block + k.transpose(-1, -2) @ v, z + k
    return block, z, q @ block / (q * z).sum(dim=-1, keepdim=True)
