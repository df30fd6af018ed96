r"""Forward pairs by the million, and thin slices of them: Bayes' rule by brute force.

From a start $x_0$, $x_s=\bar\alpha_sx_0+\bar\beta_s\varepsilon$ and on to
$x_t=\alpha x_s+\beta\varepsilon'$, with $\alpha=\bar\alpha_t/\bar\alpha_s$. Nobody divides by
anything: of all pairs only those are kept whose $x_t$ lies close to a value, and the $x_s$
of those *are* samples of $p(x_s|x_t)$, up to the width of the slice. Pairs come in chunks
small enough for a processor's cache: whole, they would take twice as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import exp, expm1, sqrt

import numpy as np
import torch
from torch import Tensor

from engine.device import mix

CHUNK = 1 << 17
Start = Callable[[int, torch.Generator], Tensor]


def among(data: Tensor) -> Start:
    """Starts at one of `data`, float32 (m,), each as likely."""
    if len(data) == 1:
        return lambda count, generator: data
    options = {"generator": None, "device": data.device}

    def start(count: int, generator: torch.Generator) -> Tensor:
        options["generator"] = generator
        return data[torch.randint(len(data), (count,), **options)]

    return start


def normal(count: int, generator: torch.Generator) -> Tensor:
    """Starts from N(0, 1)."""
    return torch.randn(count, generator=generator, device=generator.device)


def pairs(
    start: Start, log_t: float, log_s: float, count: int, seed: int, device: torch.device
) -> Iterator[tuple[Tensor, Tensor]]:
    r"""`count` pairs $(x_s,x_t)$, float32, at most `CHUNK` at a time, drawn on `device`.

    `log_t`, `log_s` are $\log\bar\alpha$ at both times.
    """
    generator = torch.Generator(device).manual_seed(mix(seed))
    a, b = exp(log_s), sqrt(-expm1(2 * log_s))
    alpha, beta = exp(log_t - log_s), sqrt(-expm1(2 * (log_t - log_s)))
    for first in range(0, count, CHUNK):
        size = min(CHUNK, count - first)
        x_s = normal(size, generator).mul_(b).add_(start(size, generator), alpha=a)
        yield x_s, normal(size, generator).mul_(beta).add_(x_s, alpha=alpha)


def near(x_s: Tensor, x_t: Tensor, gap: Tensor, half: float) -> Tensor:
    """Who has a `gap` (n,) of at most `half`: rows $x_s$ and $x_t$, (2, m)."""
    index = _within(gap, half)
    return torch.stack([x_s[index], x_t[index]])


def cut(caught: Tensor, centres: Sequence[float], half: float) -> list[Tensor]:
    """Of each slice, within `half` of its centre: rows $x_s$ and $x_t$ of who fell in, (2, n)."""
    inside = [_within((caught[1] - centre).abs_(), half) for centre in centres]
    return [caught.index_select(1, index) for index in inside]


def _within(gap: Tensor, half: float) -> Tensor:
    """Where `gap` is at most `half`: on a CPU by numpy, four times as quick as torch."""
    if gap.device.type == "cpu":
        return torch.from_numpy(np.flatnonzero(gap.numpy() <= half))
    return (gap <= half).nonzero()[:, 0]
