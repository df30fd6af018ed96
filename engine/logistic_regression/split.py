"""Rows to learn from and rows held back, standardised by the learned ones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from sklearn.model_selection import train_test_split
from torch import Tensor

from engine.errors import check
from engine.logistic_regression.closed_form import SINGULAR

HELD = 0.25


class Split(NamedTuple):
    """Learned and held rows, standardised, float64, with their classes; which columns stayed."""

    x: Tensor
    y: Tensor
    fresh: Tensor
    fresh_y: Tensor
    kept: np.ndarray


def divided(x: np.ndarray, y: np.ndarray, seed: int) -> Split:
    """A quarter of each class held back; none where a class or the quarter would be too small."""
    counts = np.bincount(y)
    rows = np.arange(len(x))
    learn, hold = rows, rows[:0]
    if counts.min() >= 4 and int(HELD * len(x)) >= len(counts):
        learn, hold = train_test_split(rows, test_size=HELD, random_state=seed, stratify=y)
    largest = np.abs(x).max(0)
    x = x / np.where(largest > 0, largest, 1)  # squares of what is huge would overflow
    mean, spread = x[learn].mean(0), x[learn].std(0)
    kept = spread > SINGULAR
    check(bool(kept.any()), "file", "must have a column that varies", 0)
    parts = [torch.from_numpy((x[k][:, kept] - mean[kept]) / spread[kept]) for k in (learn, hold)]
    classes = [torch.from_numpy(y[k]) for k in (learn, hold)]
    return Split(parts[0], classes[0], parts[1], classes[1], kept)
