"""Experiments of page ddim: the race, the round trip, the walk, the traps, lists, coefficients."""

import math
import pickle

import numpy as np
import pytest
import torch
from scipy.stats import norm

from engine.diffusion import coefficients, encode, listed, mistakes, race, traps, walk
from engine.diffusion.config_coefficients import BINS, REACH, CoefficientsConfig
from engine.diffusion.config_encode import EncodeConfig
from engine.diffusion.config_listed import OwnConfig, read_times
from engine.diffusion.config_race import SOLVERS, VARIABLES, RaceConfig
from engine.diffusion.config_traps import SIDES, TRAPS, TrapsConfig
from engine.diffusion.config_walk import WalkConfig
from engine.diffusion.family import eta, family
from engine.diffusion.ode import ARTICLE, flow
from engine.diffusion.roads import mixture
from engine.diffusion.schedule import schedule
from engine.errors import InvalidParameter
from tests.test_diffusion_experiments import finish

LOGS = schedule("su", 1000).log_alpha_bar.tolist()


@pytest.fixture(scope="module")
def raced():
    return finish(race.run(RaceConfig()))


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize(("solver", "order"), [("euler", 1), ("heun", 2), ("rk4", 4)])
def test_the_fitted_orders_are_the_solvers_own(raced, solver, order, variable):
    assert raced.config.steps[-raced.config.fitted :] == (100, 200, 400, 800)
    assert raced.order(solver, variable) == pytest.approx(order, abs=0.2)


def test_ddim_has_eulers_order_and_another_constant(raced):
    assert raced.order("ddim", "s") == pytest.approx(1, abs=0.1)
    (_, euler), (_, ddim) = (raced.of(name, "s") for name in ("euler", "ddim"))
    assert ddim[-1] / euler[-1] > 2


def test_a_race_counts_what_the_denoiser_was_asked(raced):
    for k, name in enumerate(SOLVERS):
        per_step = {"heun": 2, "rk4": 4}.get(name, 1)
        assert raced.asked[k].tolist() == [per_step * steps for steps in raced.config.steps]
    assert raced.least(1e-3, "rk4", "s") < raced.least(1e-3, "heun", "s")
    assert raced.least(1e-30, "rk4", "s") is None


def test_where_the_flow_must_end_is_known_without_a_solver():
    x = torch.linspace(-2, 2, 9, dtype=torch.float64)[:, None]
    left = math.exp(-10)
    scaled = x * 0.5 / math.sqrt(left * 0.25 + 1 - left)
    assert (race.transported(mixture("wide"), x) - scaled).abs().max() < 1e-12
    *_, (_, end) = flow(mixture("two"), x, ARTICLE, solver="rk4", steps=3000)
    assert (race.transported(mixture("two"), x) - end).abs().max() < 1e-9


@pytest.fixture(scope="module")
def trapped():
    return finish(traps.run(TrapsConfig(count=2000, houses=1)))


def test_the_traps_come_to_the_articles_numbers(trapped):
    assert trapped.product == pytest.approx(0.956, abs=5e-4)
    assert trapped.alpha_bar == pytest.approx(0.01677, abs=5e-6)
    assert trapped.ddpm == pytest.approx(0.01043135, abs=1e-8)
    assert trapped.ddim == pytest.approx(0.00522994, abs=1e-8)
    assert trapped.leftover == pytest.approx(0.310, abs=5e-4)
    assert trapped.differing == 9
    assert trapped.pairs[0].tolist() == [1000, 889, 900]


def test_the_wrong_alpha_leaves_the_signal_of_the_step_before():
    right, wrong = mistakes.alpha(schedule("su", 1000), 0)
    for a, b in zip(right, wrong, strict=True):
        assert b.kappa * math.exp(LOGS[b.t]) + b.lam == pytest.approx(
            math.exp(LOGS[b.t] - (LOGS[b.t] - LOGS[b.t - 1])), rel=1e-12
        )
        assert a.kappa * math.exp(LOGS[a.t]) + a.lam == pytest.approx(math.exp(LOGS[a.s]))


def test_every_trap_spoils_the_crowd_and_its_right_side_does_not(trapped):
    assert trapped.share("noise", "wrong") > 0.98
    assert trapped.width("noise", "wrong") < 1e-3
    assert trapped.width("noise", "right") == pytest.approx(0.1, abs=0.01)
    assert trapped.width("last", "wrong") > trapped.width("last", "right") + 0.1
    assert trapped.place("alpha", "wrong") < trapped.place("alpha", "right") - 0.03
    for trap in TRAPS:
        assert trapped.share(trap, "right") == pytest.approx(0.7, abs=0.04)
        pictures = trapped.pictures[TRAPS.index(trap)].astype(int)
        assert np.abs(pictures[0] - pictures[1]).mean() > 2
    assert trapped.samples.shape == (len(TRAPS), len(SIDES), 2000)


@pytest.fixture(scope="module")
def encoded():
    config = EncodeConfig(count=2, steps=(2, 20), points=300, points_steps=(10, 100, 1000))
    return finish(encode.run(config))


def test_the_round_trip_misses_less_the_more_steps_it_takes(encoded):
    (houses, se), (points, _) = encoded.houses(True), encoded.points
    assert houses[0] > 2 * houses[1] > 0
    assert points[0] > 2 * points[1] > 4 * points[2]
    assert points[2] < 5e-3 and se.shape == (2,)


def test_only_a_house_with_a_grain_of_noise_has_a_code_like_noise(encoded):
    assert encoded.width(True) == pytest.approx([1, 1], abs=0.15)
    assert (encoded.width(False) < 0.6).all()


def test_the_trip_goes_from_the_grain_up_and_all_the_way_down():
    up, down = encode.trip(10, 20)
    assert [up[0].t, up[-1].s, len(up)] == [20, 1000, 10]
    assert [down[0].t, down[-1].s, down[-1].t] == [1000, 0, 20]
    up, down = encode.trip(10, 0)
    assert [up[0].t, up[-1].s, len(up), len(down)] == [0, 1000, 10, 10]


def test_one_point_comes_back_exactly_whatever_the_steps():
    data = mixture("point")
    x = torch.full((3, 1), 0.5, dtype=torch.float64)
    for steps in (1, 3, 50):
        work = encode.walk(data, x, encode.trip(steps, 0), encode.Progress(0, 200), 10)
        _, back = finish(work)
        assert (back - x).abs().max() < 1e-9


@pytest.fixture(scope="module")
def walked():
    return finish(walk.run(WalkConfig(stops=3, steps=4, crowd=20_000)))


def test_halfway_the_straight_way_is_shorter_by_the_root_of_two(walked):
    assert walked.shrunk("noise") == pytest.approx(0.7071, abs=0.02)
    assert walked.middle("noise", "slerp") == pytest.approx(1, abs=0.03)
    assert np.allclose(walked.norms[:, 0, [0, -1]], walked.norms[:, 1, [0, -1]])
    one, other = (walked.pictures[:, way, 0].astype(int) for way in (0, 1))
    assert np.abs(one - other).max() <= 1  # a grey, as the order of a batch rounds it


def test_a_crowd_of_short_noises_ends_in_the_larger_mode_as_often_as_the_formula_says(walked):
    slerp, lerp = walked.upper("slerp"), walked.upper("lerp")
    assert slerp.value == pytest.approx(0.7, abs=4 * slerp.se)
    assert lerp.value == pytest.approx(norm.cdf(2**0.5 * norm.ppf(0.7)), abs=4 * lerp.se)


def test_a_list_of_ones_own_is_walked_as_it_stands():
    even = finish(listed.run(OwnConfig(times=(1000, 500), count=2000, houses=1)))
    assert even.config.path == list(even.even) == [1000, 500, 0]
    assert np.array_equal(even.samples[0], even.samples[1])
    one = finish(listed.run(OwnConfig(times=(1000,), count=2000, houses=1)))
    assert np.abs(one.samples[0] - 0.4).max() < 0.05
    assert one.distance[0] > 10 * one.floor > 0
    good = finish(listed.run(OwnConfig(count=2000, houses=1)))
    assert good.distance[0] < one.distance[0] / 5


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1000 400 600", "must fall"),
        ("1000 500 500", "twice"),
        ("1200, 500", "from 0 to 1000"),
        ("1000 500.5", "whole numbers"),
        ("1000 x", "whole numbers"),
        ("-5", "from 0 to 1000"),
        ("", "at least one"),
        ("0", "at least one"),
    ],
)
def test_a_list_that_is_none_gets_a_sentence(text, rule):
    with pytest.raises(InvalidParameter, match=rule):
        OwnConfig(times=read_times(text))


def test_times_are_set_apart_by_commas_and_blanks_of_both_kinds():
    assert read_times("1000, 500，200、100 50\n0") == (1000, 500, 200, 100, 50, 0)


@pytest.mark.parametrize("sigma", [0.0, 0.2, 0.5])
def test_on_the_constraint_the_marginal_does_not_move(sigma):
    move = family(LOGS[600], LOGS[300], sigma)
    config = CoefficientsConfig(kappa=move.kappa, lam=move.lam, sigma=move.sigma)
    result = finish(coefficients.run(config))
    assert result.on == (True, True)
    assert np.abs(result.made - result.needed).max() < 1e-12
    assert np.abs(result.density[0] - result.density[1]).max() < 1e-12
    assert max(map(abs, result.away)) < 4.5


@pytest.mark.parametrize(
    ("hand", "on"),
    [
        ({"sigma": 0.5}, (True, False)),
        ({"lam": 0.3}, (False, True)),
        ({"kappa": 1.2, "lam": 0.9}, (False, False)),
    ],
)
def test_off_the_constraint_the_marginal_drifts_off(hand, on):
    result = finish(coefficients.run(CoefficientsConfig(**hand)))
    assert result.on == on
    assert max(map(abs, result.away)) > 10
    gaps = (result.measured - result.made) / result.se
    assert np.abs(gaps).max() < 4.5


def test_without_a_hand_the_step_is_ddims():
    result = finish(coefficients.run(CoefficientsConfig(count=100)))
    assert (result.kappa, result.lam, result.sigma) == eta(LOGS[600], LOGS[300], 0.0)


def test_the_histogram_is_the_density_of_what_the_step_makes():
    result = finish(coefficients.run(CoefficientsConfig(kappa=0.9, lam=0.2, sigma=0.3)))
    centres = (np.arange(BINS) + 0.5) * 2 * REACH / BINS - REACH
    drawn = np.interp(centres, result.grid, result.density[1])
    assert np.trapezoid(result.density[1], result.grid) == pytest.approx(1, abs=0.02)
    assert np.abs(result.histogram - drawn).max() < 0.03


@pytest.mark.parametrize(
    ("run", "config"),
    [
        (race.run, RaceConfig(steps=(5, 10), fitted=2)),
        (coefficients.run, CoefficientsConfig(count=1000)),
        (traps.run, TrapsConfig(count=100, houses=1)),
    ],
)
def test_one_config_gives_the_same_bytes_twice(run, config):
    assert pickle.dumps(finish(run(config))) == pickle.dumps(finish(run(config)))


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (CoefficientsConfig, {"s": 600}),
        (CoefficientsConfig, {"sigma": -0.1}),
        (CoefficientsConfig, {"kappa": float("nan")}),
        (CoefficientsConfig, {"t": 0}),
        (EncodeConfig, {"steps": (5,)}),
        (EncodeConfig, {"points_steps": (5, 0)}),
        (WalkConfig, {"stops": 2}),
        (RaceConfig, {"data": "none"}),
        (TrapsConfig, {"count": 1}),
    ],
)
def test_bad_questions_get_a_sentence(kind, wrong):
    with pytest.raises(InvalidParameter, match=next(iter(wrong))):
        kind(**wrong)
