"""Guess and correct: from the mean house to houses, and what stopping early costs."""

import numpy as np
import pytest
import torch

from engine.diffusion import guess
from engine.diffusion.config_guess import GuessConfig
from engine.diffusion.houses import houses
from engine.diffusion.sheet import from_bytes, to_bytes
from engine.errors import InvalidParameter
from tests.test_diffusion_experiments import finish
from view import bundle
from view.film import LIMIT, houses_film

FEW = {"steps": 10, "crowd": 8, "shown": 4, "frames": 6}


@pytest.fixture(scope="module")
def exact():
    return finish(guess.run(GuessConfig(builder="exact", known=32, **FEW)))


def test_the_first_guess_is_the_mean_house_and_the_last_a_house_it_knows(exact):
    known = to_bytes(houses(32, exact.config.seed)).numpy()
    assert np.abs(exact.mean.astype(int) - exact.back_x0[0].astype(int)).mean() < 12
    for built in exact.back_x0[-1]:
        assert np.abs(known.astype(int) - built.astype(int)).mean((1, 2, 3)).min() < 1


def test_who_stops_early_gets_a_blur_near_the_mean_house(exact):
    assert exact.away[0] < 0.2 * exact.real_away < exact.away[-1]
    assert exact.sharp[0] < 0.4 and exact.sharp[-1] > 0.85
    blur, _ = exact.times_floor
    assert blur[0] > 3 > 1.5 > blur[-1]
    assert (np.diff(exact.away) > -3 * exact.away_se[1:]).all()


def test_the_distance_is_that_of_the_pictures_on_the_sheet(exact):
    pixels = torch.from_numpy(exact.back_x0[3])
    mean = houses(32, exact.config.seed).mean(0)
    gaps = (from_bytes(pixels) - mean).square().flatten(1).mean(1).sqrt()
    shown = exact.config.shown
    assert shown < exact.config.crowd
    assert abs(gaps.mean().item() - exact.away[3]) < 4 * exact.away_se[3] * 8**0.5


def test_with_one_data_point_every_glance_is_right():
    result = finish(guess.run(GuessConfig(builder="one", **FEW)))
    house = to_bytes(houses(1, result.config.seed))[0].numpy()
    assert (result.back_x0 == house).all()
    assert (result.back_x[-1] == house).all()
    assert result.away.max() < 0.01


def test_a_moment_is_found_by_how_much_of_the_way_is_done(exact):
    assert [exact.frame_at(done) for done in (0, 39, 100)] == [0, 2, 5]


def test_the_shipped_film_fits():
    result, _ = bundle.load("bayes_guess")
    assert result.config == GuessConfig() and result.trained_steps > 0
    assert len(houses_film(result)) <= LIMIT
    assert result.away_at(0).value < 0.25 * result.real_away
    assert result.times_floor[0][0] > 4 * result.times_floor[0][-1]


@pytest.mark.parametrize(
    "wrong",
    [{"builder": "zero"}, {"steps": 0}, {"crowd": 3}, {"shown": 13}, {"known": 1}, {"frames": 1}],
)
def test_bad_questions_get_a_sentence(wrong):
    with pytest.raises(InvalidParameter, match=next(iter(wrong))):
        GuessConfig(**wrong)
