"""Names beside points of a chart, where they cover as little as can be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

PANEL = np.array([270.0, 220.0])
"""Pixels of a chart's panel where room is least: on a phone."""
MARK = 5.0
LATIN, WIDE, LINE = 7.0, 12.5, 14.0
"""Half a mark, a letter, a Chinese character, a line: pixels."""
SPOTS = {
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top center": (0, 1),
    "bottom center": (0, -1),
    "top right": (1, 1),
    "bottom right": (1, -1),
    "top left": (-1, 1),
    "bottom left": (-1, -1),
}
"""plotly's text positions, and on which side of its point each sets a name (right, up)."""


def spots(
    places: np.ndarray,
    reach: np.ndarray,
    names: Sequence[str],
    low: tuple[float, float],
    high: tuple[float, float],
) -> list[str]:
    """A text position for each of `names`, in turn: of `SPOTS` the first that covers least.

    `places` (points, 2) lie on a panel from the corner `low` to `high`, with error bars that
    reach (points,) up and down. Points, bars, names set before and what is outside count.
    """
    pixels = (places - low) / np.subtract(high, low) * PANEL
    half = np.full_like(pixels, MARK)
    half[:, 1] = np.maximum(MARK, reach / (high[1] - low[1]) * PANEL[1])
    taken, found = list(zip(pixels, half, strict=True)), []
    for at, name in zip(pixels, names, strict=True):
        boxes = {spot: _box(at, name, side) for spot, side in SPOTS.items()}
        best = min(boxes, key=lambda spot: _covered(*boxes[spot], taken))
        taken.append(boxes[best])
        found.append(best)
    return found


def _box(at: np.ndarray, name: str, side: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Middle and half of the box of `name` on a side of a point."""
    letters = sum(WIDE if ord(letter) > 0x2E80 else LATIN for letter in name)
    half = np.array([letters, LINE]) / 2
    return at + np.array(side) * (half + MARK), half


def _covered(
    middle: np.ndarray, half: np.ndarray, taken: list[tuple[np.ndarray, np.ndarray]]
) -> float:
    """Square pixels of a box that lie on other boxes or outside the panel."""
    inside = np.clip(np.minimum(middle + half, PANEL) - np.maximum(middle - half, 0), 0, None)
    outside = 4 * np.prod(half) - np.prod(inside)
    shared = [
        np.clip(np.minimum(middle + half, m + h) - np.maximum(middle - half, m - h), 0, None)
        for m, h in taken
    ]
    return round(float(outside + sum(np.prod(both) for both in shared)), 6)
