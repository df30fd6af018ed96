"""Names beside points of a chart."""

from __future__ import annotations

import numpy as np
import pytest

from view.labels import LINE, PANEL, SPOTS, _box, spots

CORNERS = ((0.0, 0.0), (10.0, 10.0))


def overlap(one: tuple, other: tuple) -> float:
    """Square pixels that two boxes (middle, half) share."""
    apart = np.abs(one[0] - other[0])
    return float(np.prod(np.clip(one[1] + other[1] - apart, 0, None)))


def boxes(places: np.ndarray, names: list[str], found: list[str]) -> list[tuple]:
    pixels = places / 10 * PANEL
    return [_box(at, name, SPOTS[s]) for at, name, s in zip(pixels, names, found, strict=True)]


@pytest.mark.parametrize("seed", range(5))
def test_a_few_points_that_lie_close_get_names_that_cover_nothing(seed: int):
    places = 5 + np.random.default_rng(seed).normal(size=(5, 2)) * 0.9
    names = ["Adapter", "Prompt", "IA³", "BitFit", "全量"]
    found = boxes(places, names, spots(places, np.zeros(5), names, *CORNERS))
    shared = [overlap(a, b) for k, a in enumerate(found) for b in found[:k]]
    marks = [(at / 10 * PANEL, np.full(2, 5.0)) for at in places]
    assert max(shared) < 1e-6
    assert max(overlap(box, mark) for k, box in enumerate(found) for mark in marks) < 1e-6


def test_a_name_stays_inside_and_off_the_error_bar():
    places, reach = np.array([[9.9, 5.0], [1.0, 5.0]]), np.array([0.0, 3.0])
    right, left = spots(places, reach, ["long name", "other"], *CORNERS)
    assert right.endswith("left") or right == "middle left"
    assert left == "middle right"
    bar = (places[1] / 10 * PANEL, np.array([5.0, 0.3 * PANEL[1]]))
    assert overlap(boxes(places[1:], ["other"], [left])[0], bar) == 0


def test_a_chinese_name_is_held_to_be_wider():
    latin, chinese = (_box(np.zeros(2), name, (1, 0))[1] for name in ("ab", "全量"))
    assert chinese[0] > latin[0] and chinese[1] == latin[1] == LINE / 2
