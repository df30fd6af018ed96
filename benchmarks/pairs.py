"""Two ways to the same thing, timed in turn, and what is said of them.

One reading alone says little on a shared machine, so ours and the peer's are taken in
interleaved pairs (ours first in even pairs, the peer first in odd ones) after one warm-up
each, and the ratio is taken within the pair: what slows the machine slows both.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

PAIRS = 9


@dataclass(frozen=True)
class Case:
    """One comparison. `ratio` is the peer's time over ours: above 1 we are faster.

    `ours` and `peer` are medians in `unit`, `ratio` the median of the pairs' ratios and
    `iqr` their interquartile range; `agreement` is the largest difference of the two
    outputs, None where there is none to compare. A peer that is not installed leaves
    everything None but its name, which says so.
    """

    name: str
    ours: float | None
    peer: float | None
    peer_name: str
    ratio: float | None
    iqr: float | None
    agreement: float | None
    unit: str


def compare(
    name: str,
    ours: Callable[[], float],
    peer: Callable[[], float],
    *,
    peer_name: str,
    unit: str,
    agreement: float | None = None,
    pairs: int = PAIRS,
) -> Case:
    """Time `ours` and `peer` in `pairs` interleaved pairs, after one warm-up of each.

    Both do their work once and return how long it took, in `unit`, synchronised where a
    device needs it.
    """
    ours(), peer()
    readings = [_pair(ours, peer, swap=index % 2 == 1) for index in range(pairs)]
    ratios = [theirs / mine for mine, theirs in readings]
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
    mine, theirs = map(statistics.median, zip(*readings, strict=True))
    ratio = statistics.median(ratios)
    return Case(name, mine, theirs, peer_name, ratio, high - low, agreement, unit)


def missing(name: str, peer_name: str, unit: str) -> Case:
    """A case whose peer is not installed: said so, never skipped in silence."""
    return Case(name, None, None, f"{peer_name} (not installed)", None, None, None, unit)


def _pair(ours: Callable[[], float], peer: Callable[[], float], swap: bool) -> tuple[float, float]:
    if swap:
        theirs = peer()
        return ours(), theirs
    return ours(), peer()
