"""The hero of page ddim: the crowd, and the roads that browser and engine both walk."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from engine.diffusion import fan, roads
from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_modes import BINS, DATA, REACH
from engine.diffusion.config_roads import HAND, ROADS, RoadsConfig
from engine.diffusion.config_steps import T
from engine.diffusion.schedule import schedule
from engine.errors import InvalidParameter
from engine.jobs import Progress
from engine.task import finished

FEW = {"count": 4000, "fresh": 10}


def finish(work):
    told = []
    result = finished(work, told.append)
    assert all(isinstance(one, Progress) and 0 <= one.done <= one.total for one in told)
    assert [one.done for one in told] == sorted(one.done for one in told)
    return result


def walked(config):
    return finish(roads.run(config))


@pytest.fixture(scope="module")
def crowd():
    return finish(fan.run(FanConfig(etas=(0.0, 1.0), steps=(1, 10, 100, 1000), **FEW)))


def quantile(modes, u):
    """Places whose share below is `u`, by bisection in the mixture's distribution function."""
    low, high = np.full_like(u, -10.0), np.full_like(u, 10.0)
    for _ in range(80):
        middle = (low + high) / 2
        share = sum(
            w * torch.special.ndtr(torch.tensor((middle - m) / s)).numpy()
            for w, m, s in zip(*modes, strict=True)
        )
        low, high = np.where(share < u, middle, low), np.where(share < u, high, middle)
    return (low + high) / 2


def test_without_noise_nobody_overtakes_and_each_start_goes_to_its_own_quantile():
    starts = roads.streams(7).starts.numpy()
    share = torch.special.ndtr(torch.tensor(starts)).numpy()
    ends = walked(RoadsConfig(steps=T)).fan
    assert np.all(np.diff(ends) > 0)
    assert np.abs(ends - quantile(DATA["two"], share)).max() < 0.03


def test_the_roads_are_those_of_the_articles_formula_term_by_term():
    config = RoadsConfig(eta=0.7, steps=37, spacing="quadratic", start=-1.2)
    result, (starts, noise, scale) = walked(config), roads.streams(config.seed)
    bar, x = schedule("su", T).alpha_bar.numpy(), np.array([*starts, *[-1.2] * HAND])
    noise = np.concatenate([noise, noise[:HAND]]) * scale
    weights, means, sds = (np.array(part)[:, None] for part in DATA["two"])
    grid = roads.times("quadratic", T, 37)
    for t, s in pairwise(grid):
        a, b = bar[t], np.sqrt(1 - bar[t] ** 2)
        bs, alpha = np.sqrt(1 - bar[s] ** 2), bar[t] / bar[s]
        v = a**2 * sds**2 + b**2
        r = weights * np.exp(-((x - a * means) ** 2) / (2 * v)) / np.sqrt(v)
        guess = (r / r.sum(0) * (means + a * sds**2 / v * (x - a * means))).sum(0)
        sigma = 0.7 * bs * np.sqrt(1 - alpha**2) / b
        epsilon = (x - a * guess) / b
        z = noise[:, s:t].sum(1) / np.sqrt(t - s)
        x = (x - (b - alpha * np.sqrt(bs**2 - sigma**2)) * epsilon) / alpha + sigma * z
    assert np.abs(x - np.concatenate([result.fan, result.hand])).max() < 1e-10


def test_from_one_start_the_fan_folds_into_one_road_without_noise():
    folded, open_ = (walked(RoadsConfig(eta=eta, start=0.3)).hand for eta in (0.0, 1.0))
    assert np.ptp(folded) < 1e-12
    assert open_.min() < -0.5 < 0.5 < open_.max()


@pytest.mark.parametrize("eta", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("steps", [1, 3, 50])
def test_one_point_is_rebuilt_exactly_for_any_number_of_steps(eta, steps):
    result = walked(RoadsConfig(data="point", eta=eta, steps=steps))
    assert np.abs(result.fan - 0.5).max() < 1e-9


def test_the_noise_of_a_step_is_the_sum_of_its_single_steps_and_stays_standard_normal():
    steps = [step for step in roads_steps(10) if step.sigma]
    noise = torch.randn(4000, T, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    for step, z in zip(steps, roads.gathered(noise, steps), strict=True):
        part = noise[:, step.s : step.t].sum(1) / (step.t - step.s) ** 0.5
        assert (z[:, 0] - part).abs().max() < 1e-10
        assert z.std().item() == pytest.approx(1, abs=0.05)


def roads_steps(count):
    return roads.fold(schedule("su", T), roads.times("even", T, count), roads.with_eta(1.0))


def test_the_starts_lie_one_in_each_part_and_the_noise_is_kept_to_a_last_digit():
    starts, noise, scale = roads.streams(7)
    parts = (torch.special.ndtr(starts) * ROADS).floor().long()
    assert parts.tolist() == list(range(ROADS))
    assert noise.shape == (ROADS, T) and noise.abs().max() == 32767
    assert (noise.double() * scale).std().item() == pytest.approx(1, abs=0.02)


def test_in_one_step_all_hit_the_mean(crowd):
    mean = sum(w * m for w, m, _ in zip(*DATA["two"], strict=True))
    ends = crowd.ends[:, 0]
    filled = [np.flatnonzero(row) for row in ends]
    centres = REACH * (2 * (np.arange(BINS) + 0.5) / BINS - 1)
    assert all(np.abs(centres[bins] - mean).max() < 0.08 for bins in filled)
    assert np.allclose(crowd.w1[:, 0], 0.84, atol=0.02)


def test_the_crowd_comes_nearer_with_more_steps_and_walks_less_without_noise(crowd):
    assert np.all(np.diff(crowd.w1[:, :3], axis=1) < 0)
    assert np.all(crowd.w1[:, 3] < crowd.bar)
    assert crowd.at(crowd.walked, 0.0, 1000) < 1 < 50 < crowd.at(crowd.walked, 1.0, 1000)
    assert crowd.upper[:, 3] == pytest.approx(0.7, abs=0.03)


def test_both_histograms_count_everybody(crowd):
    assert crowd.begins.sum() == crowd.config.count
    assert np.all(crowd.ends.sum(2) == crowd.config.count)


def test_the_floor_is_what_a_shift_adds_to(crowd):
    x = torch.randn(5000, generator=torch.Generator().manual_seed(1)).sort().values
    assert fan.w1(x, x + 0.3) == pytest.approx(0.3, abs=1e-6)
    assert 0 < crowd.floor[0] < crowd.median < crowd.bar <= crowd.floor[100]


def test_the_least_number_of_steps_that_suffices_is_the_first_below_the_bar(crowd):
    for eta in crowd.config.etas:
        found, row = crowd.enough(eta), dict(zip(crowd.config.steps, crowd.w1[0], strict=True))
        assert found is None or all(row[s] > crowd.bar or s >= found for s in row)
    assert crowd.enough(0.0) in (100, 1000)


def test_the_same_seed_is_the_same_crowd_and_another_is_not():
    few = {"etas": (1.0,), "steps": (5,), "count": 500, "fresh": 3}
    one, same, other = (finish(fan.run(FanConfig(seed=s, **few))) for s in (1, 1, 2))
    assert np.array_equal(one.ends, same.ends) and np.array_equal(one.floor, same.floor)
    assert not np.array_equal(one.ends, other.ends)


def test_a_crowd_is_cancelled_between_two_steps():
    work = fan.run(FanConfig(**FEW))
    next(work)
    work.close()
    with pytest.raises(StopIteration):
        next(work)


@pytest.mark.parametrize("spacing", ["even", "leading", "trailing", "linspace", "quadratic"])
@pytest.mark.parametrize("data", DATA)
def test_every_data_and_spacing_gives_finite_numbers(data, spacing):
    config = FanConfig(
        data=data, spacing=spacing, etas=(0.0, 1.0), steps=(1, 7), count=200, fresh=3
    )
    result = finish(fan.run(config))
    for table in (result.w1, result.walked, result.upper):
        assert np.isfinite(table).all()


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: FanConfig(data="four"), "data"),
        (lambda: FanConfig(spacing="random"), "spacing"),
        (lambda: FanConfig(steps=(0, 1)), "S"),
        (lambda: FanConfig(steps=(10, T + 1)), "S"),
        (lambda: FanConfig(steps=(10, 5)), "S"),
        (lambda: FanConfig(etas=(1.5,)), "eta"),
        (lambda: RoadsConfig(eta=-0.1), "eta"),
        (lambda: RoadsConfig(eta=float("nan")), "eta"),
        (lambda: RoadsConfig(steps=0), "S"),
        (lambda: RoadsConfig(start=9.0), "start"),
    ],
)
def test_a_wrong_value_is_named(make, name):
    with pytest.raises(InvalidParameter) as wrong:
        make()
    assert wrong.value.name == name


@pytest.mark.parametrize("data", DATA)
def test_the_true_shares_are_those_of_many_draws(data):
    draws = fan.histogram(roads.mixture(data).draw(100_000, 3)[:, 0]) / 100_000
    assert DATA[data].shares.sum() == pytest.approx(1)
    assert np.abs(DATA[data].shares - draws).max() < 0.006
