"""What a series tells plotly of its error bars."""

from __future__ import annotations

import numpy as np

from view.chart import Series


def test_quartiles_become_bars_that_reach_down_and_up_by_their_own_lengths():
    skewed = Series("clock", "data", [10.0, 20.0], [1, 2], quartiles=np.array([[9, 15], [14, 50]]))
    assert skewed.error["array"].tolist() == [4, 30]
    assert skewed.error["arrayminus"].tolist() == [1, 5]
    assert min(np.subtract(skewed.y, skewed.error["arrayminus"])) > 0, "a logarithm needs that"


def test_a_standard_error_reaches_both_ways_and_nothing_has_no_bars():
    even = Series("mean", "data", [1.0], [1], se=[0.5])
    assert even.error["array"].tolist() == [0.5] and "arrayminus" not in even.error
    assert Series("line", "truth", [1.0], [1]).error is None
