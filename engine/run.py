"""A computation on a cluster: its parts, those that wait, and what has come of the others."""

from __future__ import annotations

import pickle
from collections import deque
from typing import Any

from engine.broker import key_of
from engine.parts import KEPT, Divided, Shares
from engine.work import Parcel, named, pack, unpack, weight


class Run:
    """`work(config)` as the order `number`; a work that is not `Divided` is one part, the whole.

    `waiting` are the places of parts to begin, `begun` the references of those under way.
    """

    def __init__(self, number: int, work: str, config: bytes):
        self.number, self.work, self._config = number, work, pickle.loads(config)
        self._how = named(work)
        divided = isinstance(self._how, Divided)
        self.parts = self._how.split(self._config) if divided else (self._config,)
        self.whole = self.parts == (self._config,)
        self._shares = Shares(len(self.parts))
        self._results: dict[int, Parcel] = {}
        for place in range(0 if self.whole else len(self.parts)):
            parcel = KEPT.get(self._key(place))
            if parcel is not None:
                self.keep(place, parcel)
        self.waiting = deque(k for k in range(len(self.parts)) if k not in self._results)
        self.begun: dict[Any, int] = {}

    @property
    def complete(self) -> bool:
        """Whether every part is done."""
        return len(self._results) == len(self.parts)

    def keep(self, place: int, parcel: Parcel) -> Parcel | None:
        """A part is done; what to say of the whole."""
        self._results[place] = parcel
        if self.whole:
            return None
        KEPT.put(self._key(place), parcel, weight(parcel))
        return pack(self._shares.ended(place))

    def heard(self, place: int, parcel: Parcel) -> Parcel:
        """What to say of the whole when a part has said `parcel`."""
        return parcel if self.whole else pack(self._shares.heard(place, unpack(parcel)))

    def joined(self) -> Parcel:
        """The result of the whole."""
        results = [self._results[place] for place in range(len(self.parts))]
        if self.whole:
            return results[0]
        return pack(self._how.join(self._config, [unpack(parcel) for parcel in results]))

    def _key(self, place: int) -> Any:
        return key_of(self.work, self.parts[place])
