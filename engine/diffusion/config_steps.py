"""Numbers of steps: how many there can be, and lists of them (torch-free)."""

from __future__ import annotations

from engine.errors import check, check_whole

T = 1000


def check_list(steps: tuple[int, ...], name: str) -> None:
    """`steps` is a tuple of 2 to 16 whole numbers from 1 to `T`."""
    some = isinstance(steps, tuple) and 2 <= len(steps) <= 16
    check(some, name, "must be a tuple of 2 to 16 whole numbers", steps)
    for one in steps:
        check_whole(one, name, 1, T)
