"""The rules of single values: what is let in, and what is said of the rest."""

from __future__ import annotations

import math

import pytest

from engine.diffusion.config_broken import BrokenConfig
from engine.diffusion.config_floor import FloorConfig
from engine.diffusion.config_gradients import GradientConfig
from engine.errors import InvalidParameter, check_real


@pytest.mark.parametrize("value", [0, 0.5, 1, 1.0])
def test_a_number_in_its_range_is_let_in_whole_or_not_ends_included(value):
    check_real(value, "eta", 0, 1)


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.1, 10**400, True, "0.5", None, [0.5]])
def test_what_is_no_number_or_out_of_range_is_refused_in_a_sentence(value):
    with pytest.raises(InvalidParameter, match="eta: must be a number from 0 to 1"):
        check_real(value, "eta", 0, 1)


@pytest.mark.parametrize(
    ("config", "values"),
    [
        (BrokenConfig, {"scales": (1.0, "2")}),
        (BrokenConfig, {"scales": (True,)}),
        (GradientConfig, {"s": "1"}),
        (GradientConfig, {"s": 0.0}),
        (GradientConfig, {"away": None}),
        (GradientConfig, {"away": math.nan}),
    ],
)
def test_a_text_where_a_number_is_wanted_is_a_sentence_not_a_traceback(config, values):
    with pytest.raises(InvalidParameter):
        config(**values)


def test_the_loss_of_one_house_which_has_no_standard_error_is_not_asked_for():
    FloorConfig(known=2, count=2)
    with pytest.raises(InvalidParameter, match="count: must be a whole number from 2 to 256"):
        FloorConfig(count=1)
