"""How long a matrix will take, measured before it is decided: two blocks of products are timed."""

from __future__ import annotations

from collections.abc import Callable, Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import clock, default, describe
from engine.jobs import Progress
from engine.unargmaxable.config_vocabulary import VocabularyConfig, Weighed
from engine.unargmaxable.vocabulary import light
from engine.unargmaxable.words import read

BLOCK, READINGS = (512, 2048), 5


def weigh(config: VocabularyConfig) -> Generator[Progress, None, Weighed]:
    """The size of the matrix and the seconds for its search and check; it is read, so that what is
    wrong with it is said now."""
    yield Progress(0, 1)
    words = read(config)
    rows, d = words.w.shape
    yield Progress(1, 2)
    machine = describe()
    return Weighed(
        config=light(config),
        rows=rows,
        d=d,
        biased=words.b is not None,
        seconds=seconds(rows, d, words.b is not None, default()),
        device=machine.label,
        threads=machine.cores,
    )


def seconds(rows: int, d: int, biased: bool, device: torch.device) -> float:
    """For half a product of all rows in float32 (all of it where there is a bias) and half a one in
    float64, which is the check."""
    blocks = rows**2 / (BLOCK[0] * BLOCK[1])
    search, check = (_block(dtype, d, device) for dtype in (torch.float32, torch.float64))
    return float(blocks * (search * (1.0 if biased else 0.5) + check * 0.5))


def _block(dtype: torch.dtype, d: int, device: torch.device) -> float:
    """Seconds of one block, products and the largest of each row: the median of a few."""
    left, right = (torch.ones(n, d, dtype=dtype, device=device) for n in BLOCK)
    timed = [_timed(lambda: (left @ right.T).amax(dim=1), device) for _ in range(READINGS)]
    return float(np.median(timed[1:]))


def _timed(work: Callable[[], Tensor], device: torch.device) -> float:
    start = clock(device)
    work()
    return clock(device) - start
