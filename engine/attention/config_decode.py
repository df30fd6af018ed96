"""Writing word after word: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from engine.attention import memory
from engine.attention.config import MAX_SEED
from engine.attention.config_readings import Readings, check_lengths
from engine.attention.layer import Layer
from engine.errors import check_whole

WAYS = ("cache", "state")
LONGEST = 32_768


@dataclass(frozen=True)
class DecodeConfig:
    """Time attention of one new word after each of `lengths` words: with all their keys and
    values at hand, and with the state of linear attention."""

    layer: Layer = field(default_factory=Layer)
    lengths: tuple[int, ...] = (16, 64, 256, 1024, 4096, 16_384)
    readings: int = 15
    seed: int = 7

    def __post_init__(self):
        check_lengths(self.lengths, 1, LONGEST)
        check_whole(self.readings, "readings", 5, 101)
        check_whole(self.seed, "seed", 0, MAX_SEED)


@dataclass(frozen=True)
class DecodeResult(Readings):
    """Seconds of every reading, `seconds` (`WAYS`, lengths, readings)."""

    NAMES: ClassVar = WAYS
    config: DecodeConfig
    seconds: np.ndarray
    device: str
    threads: int
    torch_version: str


@dataclass(frozen=True)
class Carried:
    """Bytes in half precision that a model carries from word to word, by words written; the state
    is the smaller of the two from `even` words on."""

    lengths: np.ndarray
    cache: np.ndarray
    state: np.ndarray
    even: float


def carried(layer: Layer, depth: int) -> Carried:
    """What `depth` layers carry, from 1 word to 2¹⁷."""
    lengths = 2 ** np.arange(18)
    cache = np.array([2.0 * depth * memory.cache(layer, int(n)) for n in lengths])
    state = np.full(len(lengths), 2.0 * depth * memory.state(layer))
    return Carried(lengths, cache, state, memory.state(layer) / memory.cache(layer, 1))


BUNDLES = {"attention_decode": ("engine.attention.decode:run", DecodeConfig())}
