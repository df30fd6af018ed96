"""Sets of points: scaled, seeded, where they should be; and what the reader draws."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diffusion.points import POINTS, drawn, points
from engine.diffusion.strokes import check_strokes
from engine.errors import InvalidParameter

ROOF = (((-1.0, 0.0), (0.0, 1.0), (1.0, 0.0)), ((0.0, 0.0),), ((0.0, -1.0), (0.0, -1.0), (1, -1)))


@pytest.mark.parametrize("name", POINTS)
def test_a_set_has_mean_zero_and_variance_one(name):
    x = points(name, 40_000, 1)
    assert x.shape == (40_000, 2) and x.dtype == torch.float32
    assert x.mean(0).abs().max() < 0.03
    assert x.var(0).mean() == pytest.approx(1, abs=0.03)


@given(name=st.sampled_from(sorted(POINTS)), count=st.integers(1, 200), seed=st.integers(0, 9999))
@settings(max_examples=40)
def test_the_first_points_of_a_seed_do_not_depend_on_how_many_are_drawn(name, count, seed):
    assert torch.equal(points(name, count, seed), points(name, count + 77, seed)[:count])
    assert not torch.equal(points(name, count, seed), points(name, count, seed + 1))


def test_points_are_where_their_names_say():
    board = points("checkerboard", 5000, 1) * 0.577 * 2 + 2
    assert ((board.floor().sum(1) % 2) == 0).float().mean() > 0.999
    radius = points("ring", 5000, 1).norm(dim=1) * 0.71
    assert radius.mean() == pytest.approx(1, abs=0.01) and radius.std() < 0.08
    left = points("two_modes", 20_000, 1)[:, 0] * 0.656 + 0.4 < 0
    assert left.float().mean() == pytest.approx(0.3, abs=0.01)


def test_a_drawing_is_followed_evenly_by_length():
    x = drawn(ROOF, 30_000, 1)
    assert torch.equal(drawn(ROOF, 10, 1), x[:10])
    assert x.mean(0).abs().max() < 0.03 and x.var(0).mean() == pytest.approx(1, abs=0.03)
    bottom = (x[:, 1] < -1).float().mean()
    assert bottom == pytest.approx(1 / (1 + 2 * 2**0.5), abs=0.01)


@pytest.mark.parametrize(
    "strokes",
    [
        (),
        ((),),
        (((0.0, 0.0),),),
        (((0.0, 0.0), (0.0, 0.0)),),
        (((0.0, float("nan")), (1.0, 0.0)),),
        (((0.0, 1e9), (1.0, 0.0)),),
        (((0.0, 1.0, 2.0), (1.0, 0.0)),),
        (((True, 1.0), (1.0, 0.0)),),
        [[(0.0, 0.0), (1.0, 0.0)]],
        "house",
        (tuple((k / 5000, 0.0) for k in range(5000)),),
    ],
)
def test_a_drawing_of_nothing_or_of_nonsense_gets_a_sentence(strokes):
    with pytest.raises(InvalidParameter, match="drawing"):
        check_strokes(strokes)


def test_a_set_nobody_knows_gets_a_sentence():
    with pytest.raises(InvalidParameter, match="points"):
        points("cat", 3, 1)
