"""Small pictures in a row: houses piled up, crowds of points as they fell into cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from view.chart import colours
from view.pictures import pictures

ZOOM, GAP = 3, 3


def row(
    tiles: Sequence[np.ndarray], captions: Sequence[str], said: Sequence[str], width: int
) -> None:
    """Draw `tiles` side by side, each with its caption, and said in words."""
    pictures(tiles, width=width, alt=said, caption=captions)


def pile(houses: np.ndarray) -> np.ndarray:
    """Houses (k, h, w, 3), one on top of another, uint8 (…, w, 4), with gaps that are clear."""
    opaque = np.concatenate([houses, np.full_like(houses[..., :1], 255)], axis=-1)
    large = opaque.repeat(ZOOM, axis=1).repeat(ZOOM, axis=2)
    spaced = np.pad(large, ((0, 0), (GAP, GAP), (GAP, GAP), (0, 0)))
    return spaced.reshape(-1, *spaced.shape[2:])


def cloud(counts: np.ndarray, identity: str) -> np.ndarray:
    """How many points are in each cell (h, w) as dots of an identity's colour, uint8 (…, 4)."""
    ink = colours()[identity].lstrip("#")
    dots = np.empty((*counts.shape, 4), dtype=np.uint8)
    dots[..., :3] = tuple(bytes.fromhex(ink))
    dots[..., 3] = np.minimum(255, counts.astype(int) * 110)
    return dots.repeat(2, axis=0).repeat(2, axis=1)
