"""Work that can be cut up: the same parts, one after another here or side by side on a cluster.

    run = Divided(split, part, join)

`split(config)` gives the Configs of the parts, of the same type and the same whatever computes
them; a part is its own only part. `part(config)` is a run like any other, and `join(config,
results)` puts the Results of the parts, in order, together again. So the whole is the same
wherever the parts were computed.

Here, `run(config)` computes them in turn. Parts that are finished are kept, so that a run that was
cancelled goes on from where it was; `engine.cluster` does the same with machines. Where the whole
is cheaper in one go, `here` is the run that does that, and comes to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.broker import key_of
from engine.cache import Cache
from engine.task import Progress, relayed
from engine.work import pack, unpack, weight

GRAIN = 100
"""A part's progress is told in so many steps."""
KEPT = Cache(count=4096, weight=128 * 2**20)
"""Parcels of finished parts."""


@dataclass(frozen=True)
class Divided:
    """A run in parts."""

    split: Callable[[Any], tuple]
    part: Callable[[Any], Generator[Progress, None, Any]]
    join: Callable[[Any, Sequence[Any]], Any]
    here: Callable[[Any], Generator[Progress, None, Any]] | None = None

    def __call__(self, config: Any) -> Generator[Progress, None, Any]:
        """The parts in turn, then the whole."""
        parts = self.split(config)
        if parts == (config,):
            return (yield from self.part(config))
        if self.here:
            return (yield from self.here(config))
        shares, results = Shares(len(parts)), []
        for place, one in enumerate(parts):
            results.append((yield from self._kept(place, one, shares)))
        return self.join(config, results)

    def _kept(self, place: int, config: Any, shares: Shares) -> Generator[Progress, None, Any]:
        key = key_of(f"{self.part.__module__}:{self.part.__qualname__}", config)
        parcel = KEPT.get(key)
        if parcel is None:
            parcel = pack((yield from relayed(self.part(config), partial(shares.heard, place))))
            KEPT.put(key, parcel, weight(parcel))
        yield shares.ended(place)
        return unpack(parcel)


class Shares:
    """How far each of `count` parts is, told as one Progress that never goes back."""

    def __init__(self, count: int):
        self._steps = [0] * count

    def heard(self, place: int, told: Progress) -> Progress:
        """A part's own progress; it ends only when it has."""
        share = int(GRAIN * told.done / told.total) if told.total else 0
        return self._raised(place, min(share, GRAIN - 1))

    def ended(self, place: int) -> Progress:
        """A part is finished."""
        return self._raised(place, GRAIN)

    def _raised(self, place: int, steps: int) -> Progress:
        self._steps[place] = max(self._steps[place], steps)
        return Progress(sum(self._steps), GRAIN * len(self._steps))
