"""On Home: how many of n tosses are heads, for more and more of them."""

from math import comb

import numpy as np

from view.preview import crowds

TOSSES = (2, 4, 8, 16, 32, 64)


def draw() -> str:
    """Rows of Pascal's triangle in miniature, ever narrower."""
    return crowds([np.array([comb(n, k) / 2**n for k in range(n + 1)]) for n in TOSSES])
