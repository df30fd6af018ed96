"""The clock beside the count: what is asked and what is answered (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.attention import cost, crossing, memory
from engine.attention.layer import Layer
from engine.errors import check, check_one_of, check_whole

KERNELS = ("naive", "fused", "linear", "chunked", "dense")
"""What is timed: four attentions, and the dense part of the layer."""
DTYPES = ("float32", "bfloat16")
CHUNK, LONGEST, MAX_SEED = 64, 16_384, 2**31 - 1
NOISY = 0.25
"""A reading whose quartiles lie further apart than this share of its median tells too little."""
NEAR = 0.25
"""So far a measured ratio may lie from the counted one and still be called the same."""
NAIVE_LONGEST = 2048
"""Longer sheets are not laid out: they would take most of the time and tell nothing new."""
LONG = 1024
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
        some = isinstance(self.lengths, tuple) and 2 <= len(self.lengths) <= 16
        check(some, "lengths", "must be a tuple of 2 to 16 whole numbers", self.lengths)
        for n in self.lengths:
            check_whole(n, "lengths", 16, LONGEST)
            short = n % min(n, CHUNK) == 0
            check(short, "n", "must be a multiple of the chunk, {chunk}", n, chunk=CHUNK)
        rising = all(a < b for a, b in zip(self.lengths, self.lengths[1:], strict=False))
        check(rising, "lengths", "must rise", self.lengths)
        check_whole(self.batch, "batch", 1, 64)
        check_one_of(self.dtype, "dtype", DTYPES)
        check_one_of(self.backward, "backward", (False, True))
        check_whole(self.readings, "readings", 5, 101)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        work = self.batch * cost.softmax_layer(self.layer, self.lengths[-1])
        said = {"work": round(work / 1e9), "most": round(MOST_WORK / 1e9)}
        check(work <= MOST_WORK, "n", TOO_MUCH, self.lengths[-1], **said)


@dataclass(frozen=True)
class MeasureResult:
    """Seconds of every reading, `seconds` (kernels, lengths, readings) in the order of `KERNELS`;
    NaN where the sheet was not laid out, beyond `NAIVE_LONGEST`.

    `peak` (readings) are FLOP per second of a large matrix product, `stream` bytes per second of
    a copy: the device's roofline. `device` is "CPU" or a GPU's name.
    """

    config: MeasureConfig
    seconds: np.ndarray
    peak: np.ndarray
    stream: np.ndarray
    device: str
    threads: int
    torch_version: str

    @property
    def lengths(self) -> np.ndarray:
        """The lengths, as an array."""
        return np.asarray(self.config.lengths, dtype=np.int64)

    @property
    def tokens(self) -> np.ndarray:
        """B·n, the tokens that a kernel gets at once."""
        return self.lengths * self.config.batch

    @property
    def median(self) -> dict[str, np.ndarray]:
        """Seconds of each kernel by length."""
        return dict(zip(KERNELS, np.median(self.seconds, axis=2), strict=True))

    @property
    def quartiles(self) -> dict[str, np.ndarray]:
        """Lower and upper quartile of each kernel, (2, lengths)."""
        ends = np.quantile(self.seconds, (0.25, 0.75), axis=2)
        return {name: ends[:, k] for k, name in enumerate(KERNELS)}

    @property
    def spread(self) -> dict[str, np.ndarray]:
        """The IQR as a share of the median, by kernel and length."""
        ends, middle = self.quartiles, self.median
        return {name: (ends[name][1] - ends[name][0]) / middle[name] for name in KERNELS}

    @property
    def noisy(self) -> dict[str, np.ndarray]:
        """Where the clock tells too little."""
        return {name: share > NOISY for name, share in self.spread.items()}

    @property
    def ratio(self) -> np.ndarray:
        """Fused attention over the dense part, measured: median of the readings' own ratios."""
        return np.median(self._ratios, axis=1)

    @property
    def ratio_ends(self) -> np.ndarray:
        """Quartiles of that ratio, (2, lengths)."""
        return np.quantile(self._ratios, (0.25, 0.75), axis=1)

    @property
    def _ratios(self) -> np.ndarray:
        return self.seconds[KERNELS.index("fused")] / self.seconds[KERNELS.index("dense")]

    @property
    def counted(self) -> np.ndarray:
        """The same ratio by count, n/6D for a plain layer (7/6 of it both ways: the fused kernel
        lays the scores out anew)."""
        layer, lengths = self.config.layer, self.lengths.astype(np.float64)
        if self.config.backward:
            both = cost.both_ways("fused", layer, lengths), cost.both_ways("dense", layer, lengths)
            return both[0] / both[1]
        return cost.sheet(layer, lengths) / cost.dense(layer, lengths)

    @property
    def departure(self) -> np.ndarray:
        """How far the measured ratio is from the counted one, as a share of it."""
        return self.ratio / self.counted - 1

    @property
    def share(self) -> np.ndarray:
        """The sheet's share of the layer by the clock: fused over fused and dense."""
        return self.ratio / (1 + self.ratio)

    @property
    def share_ends(self) -> np.ndarray:
        """Quartiles of that share, (2, lengths)."""
        return self.ratio_ends / (1 + self.ratio_ends)

    @property
    def from_1024(self) -> np.ndarray:
        """Which lengths are long enough for the count to tell the time: 1,024 and more tokens."""
        return self.tokens >= LONG

    @property
    def agrees(self) -> bool:
        """Whether clock and count of fused attention over the dense part are near there."""
        far = np.abs(self.departure[self.from_1024])
        return bool(len(far) and (far <= NEAR).all())

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
    def flops(self) -> dict[str, np.ndarray]:
        """FLOPs of each kernel by length, by formula."""
        layer, batch = self.config.layer, self.config.batch
        count = cost.both_ways if self.config.backward else _forward
        return {
            name: 2.0
            * batch
            * np.array([count(name, layer, n, min(n, CHUNK)) for n in self._whole])
            for name in KERNELS
        }

    @property
    def rate(self) -> dict[str, np.ndarray]:
        """FLOP per second that each kernel reaches."""
        return {name: self.flops[name] / self.median[name] for name in KERNELS}

    @property
    def intensity(self) -> dict[str, np.ndarray]:
        """FLOPs for each byte that must be moved at least; forward."""
        layer, size = self.config.layer, memory.DTYPES[self.config.dtype]
        return {
            name: np.array(
                [
                    2 * _forward(name, layer, n, c) / (size * memory.moved(name, layer, n, c))
                    for n, c in ((n, min(n, CHUNK)) for n in self._whole)
                ]
            )
            for name in KERNELS
        }

    @property
    def roof(self) -> tuple[np.ndarray, np.ndarray]:
        """The roofline from the least intensity to the largest: FLOPs a byte, FLOP a second."""
        seen = np.concatenate(list(self.intensity.values()))
        x = np.array([seen.min(), self.ridge, max(seen.max(), 2 * self.ridge)])
        return x, np.minimum(x * np.median(self.stream), np.median(self.peak))

    @property
    def ridge(self) -> float:
        """FLOPs a byte from which on the device computes and does not wait for memory."""
        return float(np.median(self.peak) / np.median(self.stream))

    @property
    def _whole(self) -> list[int]:
        return list(self.config.lengths)

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """What can be taken away: milliseconds by length."""
        return {name: (self.lengths, 1e3 * self.median[name]) for name in KERNELS}


def swept(dtype: str, backward: bool, batch: int) -> MeasureConfig:
    """The whole sweep as it is shipped; with other settings a shorter one, B·n at most `LONG`."""
    default = MeasureConfig()
    if (dtype, backward, batch) == (default.dtype, default.backward, default.batch):
        return default
    check_whole(batch, "batch", 1, 64)
    lengths = tuple(n for n in default.lengths if n * batch <= LONG or n <= 32)
    return MeasureConfig(lengths=lengths, dtype=dtype, backward=backward, batch=batch, readings=7)


def _forward(name: str, layer: Layer, n: int, chunk: int) -> float:
    return cost.FORWARD[name](layer, n, chunk)


BUNDLES = {
    "attention": ("engine.attention.measure:run", MeasureConfig()),
    "attention_kernels": ("engine.attention.measure:run", MeasureConfig()),
}
