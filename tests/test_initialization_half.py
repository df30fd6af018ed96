"""Half precision: what float16 cannot hold between two floors is gone from there on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.errors import InvalidParameter
from engine.initialization import norms
from engine.initialization.config import Building, DescentConfig, DescentResult
from engine.initialization.config_norms import NormsConfig
from engine.initialization.descent import run
from engine.task import finished
from tests.test_pages import drawn, visit
from view import bundle

TINY = torch.finfo(torch.float16).smallest_normal / 2**10  # the smallest number over 0
SMALL = Building(layers=2, width=64, seeds=1)


def descent(recipe: str, std: float, half: bool, layers: int = 2) -> DescentResult:
    building = Building(layers=layers, width=64, recipe=recipe, seeds=1)
    return finished(run(DescentConfig(building, (std,), half)))


@pytest.mark.parametrize("recipe", ["post", "pre", "deepnorm", "scaled"])
def test_what_stays_of_ordinary_size_is_only_rounded(recipe: str):
    whole, half = (descent(recipe, 0.1, half) for half in (False, True))
    for name in ("total", "skip", "signal"):
        there, here = getattr(whole, name), getattr(half, name)
        assert here == pytest.approx(there, rel=3e-3)
        assert not np.array_equal(here, there), "something was rounded"


def test_a_gradient_below_the_smallest_number_is_zero_from_its_floor_on():
    whole, half = (descent("none_bare", 0.0035, half, layers=1) for half in (False, True))
    entry = whole.total[0, 0, 0] / np.sqrt(SMALL.n * SMALL.width)
    assert 0 < entry < TINY / 5, "so small that hardly any entry is over half of it"
    assert whole.signal[0, 0, 2] > TINY, "while the signal still comes up"
    assert half.total[0, 0].tolist()[0] == 0 and half.total[0, 0, 2] == 1


def test_a_signal_that_float16_cannot_hold_is_refused_with_its_floor():
    whole = descent("none_bare", 0.01, half=False)
    signal = whole.signal[0, 0]
    with pytest.raises(InvalidParameter, match="float16") as found:
        descent("none_bare", 0.01, half=True)
    floor = found.value.places["floor"]
    assert signal[floor] < TINY and signal[floor - 1] > TINY / 10


def test_a_gradient_that_float16_cannot_hold_is_refused_with_its_floor():
    building = Building(layers=6, width=256, recipe="none", n=16, seeds=1)
    whole = finished(run(DescentConfig(building, (0.2,))))
    assert whole.signal.max() > 65_504 or whole.total.max() > 65_504
    with pytest.raises(InvalidParameter, match="float16"):
        finished(run(DescentConfig(building, (0.2,), half=True)))


@pytest.mark.parametrize(("asked", "recipe"), [("bert", "none_bare"), ("xavier", "none")])
def test_the_shipped_halves_lose_just_one_recipe_and_the_page_says_which(asked: str, recipe: str):
    result, _ = bundle.load(f"initialization_norms_{asked}_half")
    assert [int(result.of("broke", one)) > 0 for one in norms.RECIPES] == [
        one == recipe for one in norms.RECIPES
    ]
    said = {"initialization_x": "norms", "initialization_half": "1", "initialization_asked": asked}
    floor = int(result.of("broke", recipe))
    assert f"float16 fails on floor {floor}" in drawn(visit("initialization", lang="en", **said))
    assert f"到第 {floor} 层 float16 撑不住" in drawn(visit("initialization", lang="zh", **said))


def test_the_highest_floor_of_zeros_is_found_and_none_where_all_arrives():
    result, _ = bundle.load("initialization_norms_bert_half")
    assert result.lost("post") is None
    total = result.total.copy()
    total[norms.RECIPES.index("post"), :4] = 0
    assert replace(result, total=total).lost("post") == 3
    assert NormsConfig(half=True) != NormsConfig()
