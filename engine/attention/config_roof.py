"""The device's roofline, and where under it each kernel is (torch-free)."""

from __future__ import annotations

import numpy as np

from engine.attention import cost, memory
from engine.attention.config_readings import Readings
from engine.attention.layer import CHUNK, Layer


class Roof(Readings):
    """`peak` (readings) are FLOP per second of a large matrix product, `stream` bytes per second
    of a copy."""

    peak: np.ndarray
    stream: np.ndarray

    @property
    def flops(self) -> dict[str, np.ndarray]:
        """FLOPs of each kernel by length, by formula."""
        layer, batch = self.config.layer, self.config.batch
        count = cost.both_ways if self.config.backward else _forward
        return {
            name: 2.0
            * batch
            * np.array([count(name, layer, n, min(n, CHUNK)) for n in self._whole])
            for name in self.NAMES
        }

    @property
    def rate(self) -> dict[str, np.ndarray]:
        """FLOP per second that each kernel reaches."""
        return {name: self.flops[name] / self.median[name] for name in self.NAMES}

    @property
    def intensity(self) -> dict[str, np.ndarray]:
        """FLOPs for each byte that must be moved at least, of the forward pass, also where `rate`
        is that of both."""
        layer, size = self.config.layer, memory.DTYPES[self.config.dtype]
        return {
            name: np.array(
                [
                    2 * _forward(name, layer, n, c) / (size * memory.moved(name, layer, n, c))
                    for n, c in ((n, min(n, CHUNK)) for n in self._whole)
                ]
            )
            for name in self.NAMES
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


def _forward(name: str, layer: Layer, n: int, chunk: int) -> float:
    return cost.FORWARD[name](layer, n, chunk)
