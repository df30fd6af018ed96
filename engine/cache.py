"""Finished results, bounded by count and by bytes; the one unused for longest goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

COUNT, BYTES = 64, 256 * 2**20


class Cache:
    """At most `count` values, weighing at most `weight` bytes together; locks nothing."""

    def __init__(self, count: int = COUNT, weight: int = BYTES):
        self.count, self.weight = count, weight
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._held = 0

    def get(self, key: Hashable) -> Any | None:
        """The value of `key`, now the most recently used; None where there is none."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key][0]

    def put(self, key: Hashable, value: Any, weight: int) -> None:
        """Keep `value`; one heavier than the whole cache is not kept."""
        self._held -= self._values.pop(key, (None, 0))[1]
        if weight > self.weight:
            return
        self._values[key] = value, weight
        self._held += weight
        while len(self._values) > self.count or self._held > self.weight:
            self._held -= self._values.popitem(last=False)[1][1]
