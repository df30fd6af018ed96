"""The three reverse variances: the article's values, the bound's floor, samples on a line."""

import pickle
from itertools import pairwise
from math import log

import numpy as np
import pytest
import torch
from scipy import stats

from engine.device import mix
from engine.diffusion import line, variances, variances_houses
from engine.diffusion.bits import bound
from engine.diffusion.config_dots import DOTS
from engine.diffusion.config_houses import HousesConfig
from engine.diffusion.config_variances import NAMES, T, VariancesConfig, Widths
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.houses import houses as paint
from engine.diffusion.schedule import schedule
from engine.diffusion.spacing import grid
from engine.errors import InvalidParameter
from tests.test_diffusion_experiments import finish

SU = schedule("su", T)
NORMAL, MODES = VariancesConfig(), VariancesConfig(data="modes")
DATA = {
    "normal": NORMAL,
    "wide": VariancesConfig(s=2.0),
    "modes": MODES,
    "dots": VariancesConfig(data="dots", dots=DOTS),
}


def widths(config: VariancesConfig) -> Widths:
    mixture = line.line(config)
    unknown = [line.spread(mixture, a) for a in SU.alpha_bar.tolist()]
    return Widths(SU.log_alpha_bar.numpy(), np.array(unknown))


@pytest.mark.parametrize(
    ("config", "at"),
    [
        (VariancesConfig(data="dots", dots=(0.3,)), {10: 0.818258, 500: 0.999110}),
        (VariancesConfig(s=0.5), {10: 0.999403, 500: 0.999347}),
        (VariancesConfig(s=1.0), {10: 1.0, 500: 1.0}),
        (VariancesConfig(s=2.0), {10: 1.000150, 500: 1.001975}),
    ],
)
def test_the_optimal_variance_is_the_articles_for_each_spread(config, at):
    times, ratio = widths(config).ratio(T)
    for t, expected in at.items():
        assert ratio["optimal"][list(times).index(t)] == pytest.approx(expected, abs=1e-6)
        assert ratio["lower"][list(times).index(t)] == pytest.approx(
            {10: 0.818258, 500: 0.999110}[t], abs=1e-6
        )


def test_two_narrow_modes_are_below_and_above_the_upper_variance():
    times, ratio = widths(MODES).ratio(T)
    at = dict(zip(times.tolist(), ratio["optimal"], strict=True))
    assert at[50] == pytest.approx(0.972, abs=5e-4)
    assert at[500] == pytest.approx(1.0019, abs=5e-5)


def test_what_is_unknown_is_what_a_crowd_does_not_know():
    generator = torch.Generator().manual_seed(1)
    data = torch.tensor(DOTS, dtype=torch.float64)
    for t in (50, 300, 700):
        a = SU.alpha_bar[t].item()
        x0 = data[torch.randint(len(data), (40_000,), generator=generator)]
        x = a * x0 + (1 - a * a) ** 0.5 * torch.randn(
            40_000, generator=generator, dtype=torch.float64
        )
        error = (FiniteDenoiser(data[:, None])(x[:, None], a)[:, 0] - x0).square()
        known = line.spread(line.line(DATA["dots"]), a)
        assert abs(error.mean() - known) < 4 * error.std() / 40_000**0.5


def test_entropy_and_gap_are_the_textbooks():
    assert line.entropy(line.line(NORMAL)) == pytest.approx(stats.norm.entropy(0, 0.5), abs=1e-12)
    two = log(2) + stats.norm.entropy(0, 0.1)
    assert line.entropy(line.line(MODES)) == pytest.approx(two, abs=1e-9)
    assert line.entropy(line.line(DATA["dots"])) == -np.inf
    a = SU.alpha_bar[500].item()
    v = a * a * 0.25 + 1 - a * a
    assert line.gap(line.line(NORMAL), a) == pytest.approx((v - 1 - log(v)) / 2, abs=1e-12)


@pytest.mark.parametrize("s", [0.5, 2.0])
def test_the_optimal_variance_keeps_a_normal_crowd_normal_in_any_number_of_steps(s):
    wide = widths(VariancesConfig(s=s))
    for steps in (2, 10, 37):
        walk = variances.steps_of(wide, grid(T, steps), "optimal")
        a = walk[0].alpha_bar
        v = a * a * s * s + 1 - a * a
        for step in walk:
            guess = step.alpha_bar * s * s / v
            v = (step.kappa + step.lam * guess) ** 2 * v + step.sigma**2
        assert v == pytest.approx(s * s, rel=1e-10)


@pytest.fixture(scope="module", params=DATA)
def known(request):
    return finish(variances.run(DATA[request.param]))


def test_no_bound_falls_below_entropy_plus_gap(known):
    assert (known.bits >= known.least - 1e-4).all()
    best = known.bits[NAMES.index("optimal")]
    assert (best <= known.bits + 1e-12).all()


def test_with_the_optimal_variance_a_normal_bound_loses_nothing(known):
    if known.config.data == "normal":
        best = known.bits[NAMES.index("optimal")]
        assert best == pytest.approx(np.full_like(best, known.least), abs=1e-4)


def test_in_few_steps_the_samples_show_which_variance_is_right(known):
    config, few = known.config, 10
    if config.data != "normal":
        return
    floor, lower = known.distance_floor, known.at("lower", few)
    best = known.at("optimal", few)["distance"]
    assert best.value < max(floor.values) + 3 * best.se
    assert lower["distance"].value - 3 * lower["distance"].se > floor.median
    assert lower["mmd"].value > max(known.mmd_floor.values)


def test_the_times_of_the_ratio_leave_out_the_last_step(known):
    times, ratio = known.ratio(10)
    assert times.tolist() == grid(T, 10)[-3::-1]
    assert all(len(values) == len(times) for values in ratio.values())
    assert (ratio["upper"] == 1).all()
    assert (ratio["lower"] <= ratio["optimal"] + 1e-12).all()
    assert all(s < t for t, s in pairwise(grid(T, 10)))


def test_a_single_point_has_no_density_and_is_hit_by_every_variance():
    result = finish(variances.run(VariancesConfig(data="dots", dots=(0.75,), count=100)))
    assert np.isnan(result.bits).all() and not result.bounded
    assert np.abs(result.distance).max() < 1e-9
    _, ratio = result.ratio(10)
    assert np.array_equal(ratio["optimal"], ratio["lower"])


SMALL = HousesConfig(steps=(2, 5), few=5, fine=10, probes=2, count=4, shown=2)


@pytest.fixture(scope="module")
def houses():
    return finish(variances_houses.run(SMALL))


def test_the_trained_builder_pays_least_with_the_optimal_variance(houses):
    best = houses.bits[NAMES.index("optimal")]
    assert (best <= houses.bits + 1e-12).all()
    assert np.isfinite(houses.bits).all() and (houses.bits_se > 0).all()
    assert houses.t.tolist() == grid(T, 10)[:-1]
    assert houses.built.shape == (3, 2, 32, 32, 3)


def test_the_bound_is_that_of_the_mean_errors(houses):
    x0 = paint(SMALL.probes, mix(SMALL.seed, 3))
    power = x0.double().square().mean().item()
    at = dict(zip(houses.t.tolist(), houses.error.tolist(), strict=True))
    for v, name in enumerate(NAMES):
        for k, steps in enumerate(SMALL.steps):
            times = grid(T, steps)
            expected = bound(SU, times, [at[t] for t in times[:-1]], power, variance=name).total
            assert houses.bits[v, k] == pytest.approx(expected, abs=1e-6)


def test_the_builders_variances_differ_only_in_their_noise(houses):
    pairs = {tuple(images.ravel().tolist()) for images in houses.built}
    assert len(pairs) == len(NAMES)


def test_one_config_gives_the_same_bytes_twice():
    config = VariancesConfig(count=100, steps=(2, 5))
    one, two = (pickle.dumps(finish(variances.run(config))) for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (VariancesConfig, {"data": "none"}),
        (VariancesConfig, {"s": 0.0}),
        (VariancesConfig, {"s": "wide"}),
        (VariancesConfig, {"steps": ()}),
        (VariancesConfig, {"steps": (1,)}),
        (VariancesConfig, {"count": 50}),
        (HousesConfig, {"steps": (7,)}),
        (HousesConfig, {"fine": 201}),
        (HousesConfig, {"shown": 99}),
    ],
)
def test_bad_questions_get_a_sentence(kind, wrong):
    with pytest.raises(InvalidParameter, match=next(iter(wrong))):
        kind(**wrong)
