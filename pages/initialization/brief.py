"""Two digits that count, whatever the size, as the board says them."""

from __future__ import annotations

from math import floor, isfinite, log10

from view.language import number, power


def brief(x: float) -> str:
    """`x` ≥ 0 with two digits; a power of ten where it is very large or very small."""
    if not isfinite(x) or x == 0:
        return number(x)
    if 0.0995 <= x < 99.5:
        return number(x, 2 if x < 9.95 else 1)
    if 0.00095 <= x < 0.0995:
        return number(x, 4 if x < 0.00995 else 3)
    k = floor(log10(x))
    return f"{number(x / 10**k, 1)}·{power(k)}"
