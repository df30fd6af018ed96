"""The law of large numbers, against its own promise."""

from __future__ import annotations

import math

import pytest

from engine.errors import InvalidParameter
from engine.ninth.coins import run
from engine.ninth.config import CoinsConfig
from engine.task import finished


def test_a_hundred_times_as_many_tosses_buy_a_decimal():
    def spread(tosses: int) -> float:
        results = [finished(run(CoinsConfig(tosses, seed))) for seed in range(200)]
        return math.sqrt(sum(result.off**2 for result in results) / 200)

    assert spread(100) == pytest.approx(0.05, rel=0.2)
    assert spread(10_000) == pytest.approx(0.005, rel=0.2)


def test_a_coin_is_tossed_ten_times_at_least():
    with pytest.raises(InvalidParameter):
        CoinsConfig(tosses=9)
