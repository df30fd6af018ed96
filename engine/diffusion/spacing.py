r"""Which times a sampler stops at: S of T, falling, with 0 at the end (torch-free).

Everything is whole numbers; where a fraction must be rounded it is one, not a float, so
no list gains or loses a time by a last digit. Our t is diffusers' index plus one, and 0 is
the finished house.

The step goes from a time to the *next one of the list* (`grid`). diffusers goes from t to
$t-\lfloor T/S\rfloor$ wherever the list goes on, which is the same only where all strides
are $\lfloor T/S\rfloor$; `diffusers` is here to be compared with.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from engine.errors import check, check_one_of, check_whole

RANGE = "must be whole numbers from {low} to {high}"


def grid(T: int, steps: int) -> list[int]:
    """`steps` + 1 times from T down to 0, as even as whole numbers allow."""
    return [(T * (steps - k) + steps // 2) // steps for k in range(steps + 1)]


def trailing(T: int, steps: int) -> list[int]:
    r"""$\mathrm{round}(T-kT/S)$, halves to even: from T down, as diffusers rounds."""
    return [*(round(Fraction(T * k, steps)) for k in range(steps, 0, -1)), 0]


def leading(T: int, steps: int, offset: int = 0) -> list[int]:
    r"""$1+k\lfloor T/S\rfloor$ plus `offset`: stops short of T where S does not divide it.

    Raises `InvalidParameter` where the offset runs off the end.
    """
    stride = T // steps
    return own([1 + offset + k * stride for k in range(steps - 1, -1, -1)], T)


def linspace(T: int, steps: int) -> list[int]:
    """From T to 1 in even parts, diffusers' index rounded to even; one step starts at 1."""
    parts = max(steps - 1, 1)
    return [*(1 + round(Fraction(k * (T - 1), parts)) for k in range(steps - 1, -1, -1)), 0]


def quadratic(T: int, steps: int) -> list[int]:
    r"""$\mathrm{round}(T(k/S)^2)$, denser near the house; no time twice where S is large."""
    squares = (round(Fraction(T * k * k, steps * steps)) for k in range(steps + 1))
    return [max(k, t) for k, t in enumerate(squares)][::-1]


SPACINGS = {
    "even": grid,
    "leading": leading,
    "trailing": trailing,
    "linspace": linspace,
    "quadratic": quadratic,
}


def times(spacing: str, T: int, steps: int) -> list[int]:
    """The list named `spacing`; raises `InvalidParameter` for S = 0, S > T, or no such name."""
    check_one_of(spacing, "spacing", SPACINGS)
    check_whole(steps, "steps", 1, T)
    return SPACINGS[spacing](T, steps)


def own(times: Sequence[Any], T: int) -> list[int]:
    """A list of one's own, falling, with 0 at its end whether it was written or not.

    Raises `InvalidParameter` where it is empty, not in whole numbers, out of range, or does
    not fall from each time to the next.
    """
    found = list(times)
    check(bool(found) and found != [0], "times", "must hold at least one time above 0", times)
    for t in found:
        check(type(t) is int and 0 <= t <= T, "times", RANGE, t, low=0, high=T)
    for before, after in pairwise(found):
        check(before != after, "times", "must not hold the same time twice", after)
        check(before > after, "times", "must fall from each time to the next", (before, after))
    return found if found[-1] == 0 else [*found, 0]


def next_of_grid(times: Sequence[int], T: int) -> list[tuple[int, int]]:
    """(t, s) of each step: s is the next time of the list."""
    return list(pairwise(times))


def next_of_diffusers(times: Sequence[int], T: int) -> list[tuple[int, int]]:
    r"""(t, s) of each step: $s=t-\lfloor T/S\rfloor$, or 0 where that is below."""
    stride = T // (len(times) - 1)
    return [(t, max(0, t - stride)) for t in times[:-1]]


NEXT = {"grid": next_of_grid, "diffusers": next_of_diffusers}
