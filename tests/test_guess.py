"""Guesses drawn as a bar or as a line: what comes back is one, or a sentence; and how far off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidParameter
from view.easel import Axes, Line, Scale, bar, drawn, line
from view.easel.bar import decode as decode_bar
from view.easel.line import decode as decode_line

AXES = Axes((1, 12), (0.5, 8), "x", "y", count=5)
LOG = Axes((1, 12), (0.5, 8), "x", "y", count=5, log_y=True)
SCALE = Scale(-2, 6, step=1)


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_a_line_comes_back_as_drawn_and_is_no_distance_from_itself(shares):
    for axes in (AXES, LOG):
        drawn_line = Line(axes, decode_line(shares, axes))
        assert drawn_line.shares == tuple(shares)
        assert drawn_line.apart(drawn_line.values) == 0
        assert np.all((drawn_line.values > 0.499) & (drawn_line.values < 8.001))


def test_heights_are_in_the_units_of_the_axis_also_where_it_is_logarithmic():
    shares = (0, 0.25, 0.5, 0.75, 1)
    np.testing.assert_allclose(AXES.values(shares), [0.5, 2.375, 4.25, 6.125, 8])
    np.testing.assert_allclose(LOG.values(shares), [0.5, 1, 2, 4, 8])


def test_the_distance_is_the_mean_over_the_places():
    assert Line(AXES, (0, 0, 0, 0, 1)).apart([0.5, 1.5, 0.5, 0, 8]) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ([0.5] * 4, "must have {count} points"),
        ([0.5] * 6, "must have {count} points"),
        ("0.5", "must have {count} points"),
        ({"a": 1}, "must have {count} points"),
        ([0.5, 0.5, 0.5, 0.5, 1.01], "must stay between 0 and 1"),
        ([0.5, 0.5, 0.5, 0.5, float("nan")], "must stay between 0 and 1"),
        ([0.5, 0.5, 0.5, 0.5, True], "must stay between 0 and 1"),
        ([0.5, 0.5, 0.5, 0.5, None], "must stay between 0 and 1"),
    ],
)
def test_what_is_no_line_is_refused(value, rule):
    with pytest.raises(InvalidParameter) as raised:
        decode_line(value, AXES)
    assert raised.value.rule == rule


def test_an_answer_with_other_places_is_refused_before_anything_is_drawn():
    with pytest.raises(InvalidParameter):
        line("key", "name", AXES, {}, answer=[1, 2])


@pytest.mark.parametrize("value", [-2.1, 6.5, float("nan"), "3", None, True, [3]])
def test_a_height_off_the_scale_is_refused(value):
    with pytest.raises(InvalidParameter):
        decode_bar(value, SCALE)
    if value is not None:
        with pytest.raises(InvalidParameter):
            bar("key", "name", SCALE, {}, asked=value)


def test_a_scale_has_even_ticks_and_a_logarithmic_one_even_ratios():
    assert SCALE.ticks() == [-2, 0, 2, 4, 6]
    np.testing.assert_allclose(Scale(1, 10_000, 0.1, log=True).ticks(), [1, 10, 100, 1000, 10_000])


def test_what_is_taken_away_is_not_what_was_never_told():
    assert drawn.told({"drawn": {"start": "a", "value": None}}, "a") is drawn.GONE
    assert drawn.told({"drawn": {"start": "a"}}, "a") is None
    assert drawn.told({"drawn": {"start": "b", "value": None}}, "a") is None
