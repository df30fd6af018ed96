r"""A cheap screen before the sweep: the same products in bfloat16, and how far they may be off.

Machines multiply bfloat16 several times as fast as float32. A row rounded to it, $\tilde w$, is off
by $|w-\tilde w|\le u|w|$ with $u=2^{-8}$, so by Cauchy and Schwarz

$$w_k\cdot w_i\le\tilde w_k\cdot\tilde w_i+(2u+u^2)\,|w_k||w_i|,$$

and the last term is one more column, $\sqrt{2u+u^2}\,|w|$, of the rounded rows. Rounding $|w_k|^2$
and the gap $|w_k|^2-w_k\cdot w_i$ itself costs at most $3u|w_k|^2$ where the gap is positive. A row
whose least gap is larger than all that has won, and would have won in float32; the few others are
multiplied again in float32. So the screen changes no verdict, only how soon it is known.
"""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor

from engine.device import clock

LOW = torch.bfloat16
EPS = torch.finfo(LOW).eps
"""Twice the $u$ above: a rounded number is off by at most half of it, relative."""
ALIGNED = 8
"""A GPU multiplies matrices of such multiples of columns fastest."""
SHAPE, READINGS, GAIN = (256, 256, 1024), 5, 1.5


def rounded(w: Tensor, norms: Tensor) -> Tensor:
    """Rows (n, m ≥ d + 1) in bfloat16 whose products are no smaller than those of `w` (n, d).

    But for the rounding of the products themselves; `norms` (n,) squared. The further columns
    are zeros.
    """
    spare = norms.sqrt() * (EPS + EPS**2 / 4) ** 0.5 * (1 + EPS)  # rounds to no less than it is
    out = w.new_zeros(len(w), -(-(w.shape[1] + 1) // ALIGNED) * ALIGNED, dtype=LOW)
    out[:, : w.shape[1]] = w
    out[:, w.shape[1]] = spare
    return out


def doubt(norms: Tensor, rounding: Tensor) -> Tensor:
    """The gap (n,) that leaves no doubt, `rounding` (n,) being what float32 leaves in doubt.

    Three times the latter: for the products in bfloat16, which add up in float32, for those in
    float32, and for what these are compared with.
    """
    return 2 * EPS * norms + 3 * rounding


@cache
def pays(device: torch.device) -> bool:
    """Whether `device` multiplies bfloat16 at least `GAIN` times as fast as float32: measured."""
    high, deep, wide = SHAPE
    times = []
    for dtype in (torch.float32, LOW):
        left, right = (torch.ones(n, deep, dtype=dtype, device=device) for n in (high, wide))
        times.append(min(_seconds(left, right) for _ in range(READINGS)))
    return times[0] >= GAIN * times[1]


def _seconds(left: Tensor, right: Tensor) -> float:
    start = clock(left.device)
    left @ right.T
    return clock(left.device) - start
