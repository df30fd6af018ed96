r"""A word pulled out of the others' convex hull, and the sector it owns from there on.

The way goes from where the word is (or, if it is no mute one, from the others' middle) straight
across the nearest edge of the band: to the ring, or three times as far as the edge. As it leaves
the band, its sector grows from nothing, continuously: the neighbours hand it over.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.jobs import Progress
from engine.unargmaxable.config_pull import LIMIT, PullConfig, PullResult
from engine.unargmaxable.plane import cross, sector


def run(config: PullConfig) -> Generator[Progress, None, PullResult]:
    """All pictures: quick, so nothing is yielded."""
    yield from ()
    placed = np.array(config.pins)
    words, whole = placed[:, 0], placed[:, 1:]
    row = int(np.flatnonzero(words == config.word)[0])
    others = np.delete(whole, row, axis=0) / 100
    band = band_of(others)
    begin = whole[row] / 100
    if edges(band, begin)[1].min() <= 0:
        begin = others.mean(axis=0)
    outward, distance = edges(band, begin)
    out, normal = distance.min(), outward[distance.argmin()]
    end = min(3 * out, _to_ring(begin, normal))
    way = np.linspace(0, end, config.steps)
    places = np.trunc(100 * (begin + way[:, None] * normal)).astype(np.int64)
    found = np.array([_sectors(whole, row, place) for place in places])
    return PullResult(
        config=config,
        words=words,
        w=whole / 100,
        places=places,
        way=way,
        sector=found[..., 0],
        start=found[..., 1] - found[..., 0] / 2,
        out=float(out),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def _sectors(whole: np.ndarray, row: int, place: np.ndarray) -> list[tuple[float, float]]:
    moved = whole.copy()
    moved[row] = place
    return [sector(k, moved) for k in range(len(moved))]


def band_of(points: np.ndarray) -> np.ndarray:
    """The corners (c, 2) of the convex hull, against the clock: every step wraps on to the point
    with all others on its left (Jarvis)."""
    corners = [int(np.lexsort((points[:, 1], points[:, 0]))[0])]
    while len(corners) <= len(points):
        here, best = points[corners[-1]], None
        for k in range(len(points)):
            if (points[k] == here).all():
                continue
            turn = 0.0 if best is None else cross(points[best] - here, points[k] - here)
            further = best is not None and turn == 0 and _farther(here, points[k], points[best])
            if best is None or turn < 0 or further:
                best = k
        if best is None or (points[best] == points[corners[0]]).all():
            break
        corners.append(best)
    return points[corners]


def _farther(here: np.ndarray, one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.square(one - here).sum() > np.square(other - here).sum())


def edges(band: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each edge's outward normal (c, 2), and how far inside of it `place` is (c,)."""
    along = np.roll(band, -1, axis=0) - band
    outward = np.stack([along[:, 1], -along[:, 0]], axis=1)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    return outward, ((band - place) * outward).sum(axis=1)


def _to_ring(begin: np.ndarray, normal: np.ndarray) -> float:
    """How far it is from `begin` along `normal` to where no word may go."""
    ahead = float(begin @ normal)
    return float(np.sqrt(LIMIT**2 - begin @ begin + ahead**2) - ahead)
