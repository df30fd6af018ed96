"""Readings of a clock, along the last axis of an array: what they say and how far they scatter
(torch-free)."""

from __future__ import annotations

import numpy as np

NOISY = 0.25
"""Readings whose quartiles lie further apart than this share of their median tell too little."""


def quartiles(readings: np.ndarray) -> np.ndarray:
    """The lower and the upper one, (2, …)."""
    return np.quantile(readings, (0.25, 0.75), axis=-1)


def half_iqr(readings: np.ndarray) -> np.ndarray:
    """Half of the distance between the quartiles, (…)."""
    low, high = quartiles(readings)
    return (high - low) / 2


def spread(readings: np.ndarray) -> np.ndarray:
    """The IQR as a share of the median, (…)."""
    return 2 * half_iqr(readings) / np.median(readings, axis=-1)


def noisy(readings: np.ndarray) -> np.ndarray:
    """Where they tell too little, (…); not where nothing was read (NaN)."""
    return spread(readings) > NOISY
