r"""Experiment `truncation`: the normal law cut off, and what libraries make of it.

N(0, 1) cut off at ±a has the variance $1-2a\varphi(a)/(2\Phi(a)-1)$; for a = 2 its square root is
0.8796, so that a matrix "of std 0.02" has 0.0176. torch's `trunc_normal_(w, std=s)` cuts at ±2
*absolute*, a hundred σ away for s = 0.02: nothing is cut. To get BERT's, pass a=-2s, b=2s.
Xavier's normal is $\sqrt{2/(d_{in}+d_{out})}$, He's $\sqrt{2/d_{in}}$.
"""

from __future__ import annotations

from collections.abc import Generator
from math import erf, exp, pi, sqrt

import numpy as np
import torch
from torch import Tensor
from torch.nn import init

from engine.initialization.config_truncation import MAKERS, TruncationConfig, TruncationResult
from engine.initialization.recursion import follow, skip_path
from engine.jobs import Progress

FLOORS, TOKENS, BINS = 24, 16, 96


def run(config: TruncationConfig) -> Generator[Progress, None, TruncationResult]:
    """A matrix by each maker; quick."""
    wide = 5 * sqrt(2 / config.width)
    edges = np.linspace(-wide, wide, BINS + 1)
    drawn, density = [], []
    for done, maker in enumerate(MAKERS):
        yield Progress(done, len(MAKERS))
        drawn.append(made(maker, config))
        density.append(np.histogram(drawn[-1].numpy(), edges, density=True)[0])
    got = np.array([one.double().std().item() for one in drawn])
    return TruncationResult(
        config=config,
        got=got,
        expected=np.array([expected(maker, config) for maker in MAKERS]),
        most=np.array([one.abs().max().item() for one in drawn]),
        edges=edges,
        density=np.array(density),
        skip=np.array([skip_path(follow(s, FLOORS, config.width, TOKENS)[0]) for s in got]),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def made(maker: str, config: TruncationConfig) -> Tensor:
    """The matrix of `maker`, by torch's own functions."""
    w, std = torch.empty(config.width, config.width), config.std
    rng = torch.Generator().manual_seed(config.seed)
    makers = {
        "normal": lambda: init.normal_(w, std=std, generator=rng),
        "torch": lambda: init.trunc_normal_(w, std=std, generator=rng),
        "cut": lambda: init.trunc_normal_(w, std=std, a=-2 * std, b=2 * std, generator=rng),
        "xavier": lambda: init.xavier_normal_(w, generator=rng),
        "he": lambda: init.kaiming_normal_(w, generator=rng),
    }
    return makers[maker]()


def expected(maker: str, config: TruncationConfig) -> float:
    """The std that the formula of `maker` gives."""
    plain, width = config.std, config.width
    return {
        "normal": plain,
        "torch": plain * cut_std(2 / plain),
        "cut": plain * cut_std(2),
        "xavier": sqrt(2 / (width + width)),
        "he": sqrt(2 / width),
    }[maker]


def cut_std(a: float) -> float:
    """The standard deviation of N(0, 1) cut off at ±a."""
    density = exp(-a * a / 2) / sqrt(2 * pi)
    return sqrt(1 - 2 * a * density / erf(a / sqrt(2)))
