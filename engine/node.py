"""What runs on a node of a Ray cluster: a computation, and the board where it says how far it is.

Torch is imported by what runs, not with this file: the driver, which names it, needs none.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from engine.work import Parcel, step, steps

PACE = 0.1  # seconds between two words of progress


class Board:
    """Where the nodes write how far they are; only the latest of each is kept."""

    def __init__(self) -> None:
        self._news: dict[tuple[int, int], Parcel] = {}

    def tell(self, number: int, place: int, parcel: Parcel) -> None:
        """Part `place` of computation `number` is as far as `parcel` says."""
        self._news[number, place] = parcel

    def news(self) -> dict[tuple[int, int], Parcel]:
        """What has been told since the last time, by (number, place)."""
        news, self._news = self._news, {}
        return news


def play(
    board: Any, number: int, place: int, work: str, config: bytes, whole: bool
) -> tuple[str, Parcel]:
    """The last word of a run: `("done" | "failed", parcel)`; a cancel interrupts it.

    A node that was started in the background (`nohup … &`) was born deaf to interrupts.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    running, told = steps(work, config), -PACE
    _threads(whole)
    try:
        while True:
            kind, parcel = step(running)
            if kind != "progress":
                return kind, parcel
            if time.monotonic() - told >= PACE:
                board.tell.remote(number, place, parcel)
                told = time.monotonic()
    finally:
        running.close()


def _threads(whole: bool) -> None:
    """A part computes on its core; a whole computation may use the machine."""
    import torch

    torch.set_num_threads((os.cpu_count() or 1) if whole else 1)


def device() -> dict:
    """What this node computes on, as `engine.device.describe` has it."""
    from dataclasses import asdict

    from engine.device import describe

    _threads(whole=True)
    return asdict(describe())
