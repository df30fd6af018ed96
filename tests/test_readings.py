"""engine.readings: how far the readings of a clock scatter, against numbers known by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine import readings

EVEN = np.arange(1.0, 10.0)
"""1 … 9: quartiles 3 and 7, median 5."""


def test_quartiles_and_spread_of_nine_even_readings():
    assert readings.quartiles(EVEN).tolist() == [3, 7]
    assert readings.half_iqr(EVEN) == 2
    assert readings.spread(EVEN) == pytest.approx(4 / 5)


def test_every_row_of_a_table_is_judged_for_itself_and_by_its_own_median():
    table = np.stack([EVEN, 100 + EVEN, np.full(9, np.nan)])
    assert readings.quartiles(table).shape == (2, 3)
    assert readings.noisy(table).tolist() == [True, False, False]


def test_a_quarter_of_the_median_between_the_quartiles_is_not_noisy_yet():
    assert not readings.noisy(np.array([7.0, 7.0, 8.0, 9.0, 9.0]))
    assert readings.noisy(np.array([6.9, 6.9, 8.0, 9.0, 9.0]))
