"""Points in a link: three places of two bytes each, packed in base64."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

import numpy as np

from engine.errors import check

Placed = tuple[tuple[float, float, int], ...]
FINE = 1_000
"""So many steps to a unit."""
MOST = 180


@dataclass(frozen=True)
class Points:
    """At most `MOST` points (x, y, class), places known to three decimals, |place| below 32."""

    name: str

    def read(self, text: str) -> Placed:
        try:
            raw = urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
        except (NotBase64, ValueError):
            raw = b"?"
        fits = 0 < len(raw) <= 6 * MOST and len(raw) % 6 == 0
        check(fits, self.name, "must be points that a link carries", text[:40])
        table = np.frombuffer(raw, "<i2").reshape(-1, 3)
        return tuple((int(x) / FINE, int(y) / FINE, int(kind)) for x, y, kind in table)


def packed(points: Placed) -> str | None:
    """What a link says of `points`; None for none."""
    if not points:
        return None
    table = np.array([[x * FINE, y * FINE, kind] for x, y, kind in points])
    return urlsafe_b64encode(np.rint(table).astype("<i2").tobytes()).decode().rstrip("=")
