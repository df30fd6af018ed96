"""The clock beside the count: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from engine.attention import cost, crossing
from engine.attention.config_ratio import LONG, Ratio
from engine.attention.config_readings import check_lengths
from engine.attention.config_roof import Roof
from engine.attention.layer import CHUNK, Layer
from engine.errors import check, check_one_of, check_whole

KERNELS = ("naive", "fused", "linear", "chunked", "dense")
"""What is timed: four attentions, and the dense part of the layer."""
DTYPES = ("float32", "bfloat16")
LONGEST, MAX_SEED = 16_384, 2**31 - 1
NAIVE_LONGEST = 2048
"""Longer sheets are not laid out: they would take most of the time and tell nothing new."""
TOO_MUCH = "needs {work} G multiplications, and the lab takes {most} G at most"
MOST_WORK = 4e11
"""Multiplications that one length may take, all kernels and readings of it aside."""


@dataclass(frozen=True)
class MeasureConfig:
    """Time every kernel on one layer at each of `lengths`, `readings` times in turn.

    `backward` times forward and backward together. Every length is a multiple of the chunk, or
    the chunk shrinks to it where it is shorter.
    """

    layer: Layer = field(default_factory=Layer)
    lengths: tuple[int, ...] = (16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 6144)
    batch: int = 1
    dtype: str = "float32"
    backward: bool = False
    readings: int = 9
    seed: int = 7

    def __post_init__(self):
        check_lengths(self.lengths, 16, LONGEST)
        for n in self.lengths:
            short = n % min(n, CHUNK) == 0
            check(short, "n", "must be a multiple of the chunk, {chunk}", n, chunk=CHUNK)
        check_whole(self.batch, "batch", 1, 64)
        check_one_of(self.dtype, "dtype", DTYPES)
        check_one_of(self.backward, "backward", (False, True))
        check_whole(self.readings, "readings", 5, 101)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        work = self.batch * cost.softmax_layer(self.layer, self.lengths[-1])
        said = {"work": round(work / 1e9), "most": round(MOST_WORK / 1e9)}
        check(work <= MOST_WORK, "n", TOO_MUCH, self.lengths[-1], **said)


@dataclass(frozen=True)
class MeasureResult(Ratio, Roof):
    """Seconds of every reading, `seconds` (kernels, lengths, readings) in the order of `KERNELS`;
    NaN where the sheet was not laid out, beyond `NAIVE_LONGEST`.

    `peak` (readings) are FLOP per second of a large matrix product, `stream` bytes per second of
    a copy: the device's roofline. `device` is "CPU" or a GPU's name.
    """

    NAMES: ClassVar = KERNELS
    config: MeasureConfig
    seconds: np.ndarray
    peak: np.ndarray
    stream: np.ndarray
    device: str
    threads: int
    torch_version: str

    def crossing(self, one: str, other: str) -> float | None:
        """From which length on kernel `one` takes longer than `other` by the clock, between two
        lengths on the straight line of the logarithms; None where it never does, or does from
        the start. The last crossing counts: below it the launch of a kernel is what is timed."""
        gap = np.log(self.median[one] / self.median[other])
        turns = np.flatnonzero((gap[:-1] <= 0) & (gap[1:] > 0))
        if not len(turns):
            return None
        k = turns[-1]
        share = gap[k] / (gap[k] - gap[k + 1])
        ends = np.log(self.lengths[k : k + 2])
        return float(np.exp(ends[0] + share * (ends[1] - ends[0])))

    @property
    def predicted(self) -> dict[str, float]:
        """The crossings by count: linear against sheet, sheet against the dense part."""
        layer = self.config.layer
        return {
            "linear": crossing.linear_is_cheaper(layer),
            "dense": crossing.sheet_is_half(layer),
        }

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """What can be taken away: milliseconds by length."""
        return {name: (self.lengths, 1e3 * self.median[name]) for name in KERNELS}


def swept(dtype: str, backward: bool, batch: int) -> MeasureConfig:
    """The whole sweep as it is shipped; with other settings a shorter one, up to where B·n is
    `LONG`, or to the first beyond it."""
    default = MeasureConfig()
    if (dtype, backward, batch) == (default.dtype, default.backward, default.batch):
        return default
    check_whole(batch, "batch", 1, 64)
    lengths = tuple(n for n in default.lengths if n * batch < 2 * LONG or n <= 32)
    return MeasureConfig(lengths=lengths, dtype=dtype, backward=backward, batch=batch, readings=7)


BUNDLES = {
    "attention": ("engine.attention.measure:run", MeasureConfig()),
    "attention_kernels": ("engine.attention.measure:run", MeasureConfig()),
}
