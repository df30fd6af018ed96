"""Which device computes, what it is called, and its clock.

`LAB_DEVICE` overrides the choice (`cpu`, `cuda`, `cuda:1`).
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch


@dataclass(frozen=True)
class Device:
    """What a badge says of a device: `name` as torch spells it, `label` for people."""

    name: str
    label: str
    cores: int
    dtype: str
    torch_version: str


def default() -> torch.device:
    """The GPU where there is one, else the CPU."""
    wanted = os.environ.get("LAB_DEVICE")
    return torch.device(wanted or ("cuda" if torch.cuda.is_available() else "cpu"))


def describe(device: torch.device | None = None) -> Device:
    """Name, cores and torch version of `device` (default: the one that computes)."""
    device = device or default()
    label = torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"
    return Device(str(device), label, torch.get_num_threads(), "float32", str(torch.__version__))


def mix(*parts: int) -> int:
    """A 63-bit seed from whole numbers, the same on every machine; neighbours do not collide."""
    text = ",".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 1


def synchronize(device: torch.device) -> None:
    """Wait until `device` has done all it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def clock(device: torch.device) -> float:
    """Seconds of a monotonic clock, read when `device` has caught up."""
    synchronize(device)
    return time.perf_counter()


def timed(work: Iterator, device: torch.device) -> Iterator[tuple[float, Any]]:
    """What `work` yields, each with the seconds that it has worked on `device` so far.

    What happens between two of them, such as the turns of others, is not counted.
    """
    seconds = 0.0
    while True:
        begun = clock(device)
        told = next(work, work)
        seconds += clock(device) - begun
        if told is work:
            return
        yield seconds, told
