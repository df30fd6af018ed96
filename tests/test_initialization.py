"""Fresh weights: what comes down the skip path, what comes down in all, and why."""

from __future__ import annotations

from functools import cache
from math import sqrt

import numpy as np
import pytest
import torch

from engine.device import mix
from engine.errors import InvalidParameter
from engine.initialization import truncation, updates
from engine.initialization.config import HEAD, Building, DescentConfig, DescentResult
from engine.initialization.config_hero import XAVIER, HeroConfig
from engine.initialization.config_truncation import TruncationConfig
from engine.initialization.descent import LOSS, run
from engine.initialization.recursion import attention, feed_forward, follow, skip_path
from engine.initialization.tokens import tokens
from engine.task import finished
from engine.transformer.config import EncoderConfig
from engine.transformer.encoder import Encoder
from engine.transformer.taps import Taps, cut_branches
from engine.transformer.weights import draw

BERT = (0.02,)
BOTH = (0.02, 0.0361)


class Severed(Taps):
    """Taps on a net whose branches let no gradient in."""

    def __call__(self, name: str, tensor: torch.Tensor) -> torch.Tensor:
        return super().__call__(name, cut_branches(name, tensor))


@cache
def base(stds: tuple[float, ...], n: int = 16, rho: float = 0.0, recipe: str = "post", cut=False):
    """BERT base's sizes, three drawings."""
    building = Building(n=n, rho=rho, recipe=recipe, cut=cut)
    return finished(run(DescentConfig(building, stds)))


def arrived(result: DescentResult, name: str = "total") -> list[float]:
    """What of the gradient is left at the input, the median of the drawings."""
    return result.median(name)[:, 0].tolist()


def test_the_skip_path_keeps_44_hundredths_at_002_and_nothing_at_xaviers():
    for n in (16, 128):
        bert, xavier = arrived(base(BOTH, n), "skip")
        assert 0.40 <= bert <= 0.48
        assert xavier < 1e-3


def test_berts_truncation_leaves_the_skip_path_63_hundredths():
    assert 0.58 <= arrived(base(BERT, cut=True), "skip")[0] <= 0.68


def test_the_total_gradient_arrives_whole_at_002_whatever_the_length():
    for n in (16, 32, 128):
        assert 0.85 <= arrived(base(BOTH, n))[0] <= 1.15


def test_the_total_gradient_at_xaviers_falls_with_the_length():
    short, middle, long = (arrived(base(BOTH, n))[1] for n in (16, 32, 128))
    assert 0.9 > short > middle > long
    assert middle < 0.6


def test_the_total_gradient_at_xaviers_falls_with_correlation():
    assert arrived(base((0.0361,), rho=0.9))[0] < 0.4


def test_without_a_norm_the_gradient_explodes_at_xaviers():
    assert arrived(base((0.0361,), 64, recipe="none"))[0] > 1e8


def test_without_residual_the_activation_gradient_vanishes_and_the_weights_do_not():
    result = base(BERT, recipe="none_bare")
    assert arrived(result)[0] < 1e-10
    assert result.skip[0, :, :-1].max() == 0
    first, last = result.median("weights")[0][[1, -1]]
    assert 0.5 < first / last < 2


@pytest.mark.parametrize("recipe", ["post", "pre", "none", "none_bare", "deepnorm", "scaled"])
def test_floor_by_floor_the_descent_is_autograds_over_the_whole_net(recipe):
    building, std = Building(layers=3, width=128, recipe=recipe, n=5, rho=0.3, seeds=1), 0.07
    result = finished(run(DescentConfig(building, (std,))))
    config = EncoderConfig(128, 128 // HEAD, 3, recipe=recipe)
    net, seed = Encoder(config), building.seed
    for floor, one in enumerate(net.sublayers, start=1):
        draw(one, config, std, torch.Generator().manual_seed(mix(seed, floor)))
    weight = torch.randn(1, 5, 128, generator=torch.Generator().manual_seed(mix(seed, LOSS)))
    for name in ("total", "skip"):
        if name == "skip" and recipe == "none_bare":
            assert result.skip[0, 0].tolist() == [0] * 6 + [1]
            continue
        taps = Severed() if name == "skip" else Taps()
        x = tokens(building, seed, torch.device("cpu")).requires_grad_()
        (net(x, taps) * weight).sum().backward()
        if name == "total":
            norm = taps.gradient("6").norm()
            matrix = net.sublayers[3].branch.second.weight.grad.norm()
            assert result.weights[0, 0, 3] == pytest.approx((matrix / norm).item(), rel=1e-3)
            signal = [taps.seen[str(k)].square().mean().sqrt().item() for k in range(7)]
            assert result.signal[0, 0] == pytest.approx(signal, rel=1e-4)
        theirs = [(taps.gradient(str(k)).norm() / norm).item() for k in range(7)]
        assert getattr(result, name)[0, 0] == pytest.approx(theirs, rel=1e-3)


def test_the_product_of_the_variances_is_the_measured_skip_path():
    result = base(BOTH)
    for s in range(2):
        drop = np.log(result.shares[s]) - np.log(result.median("skip")[s])
        assert np.abs(drop).max() < 0.05 * abs(np.log(result.shares[s, 0])) + 0.01


@pytest.mark.parametrize(("n", "rho"), [(16, 0.0), (128, 0.0), (16, 0.9)])
def test_variances_and_correlations_alone_foresee_what_is_measured(n, rho):
    stds = (0.0361,) if rho else BOTH
    result = base(stds, n, rho)
    for s, std in enumerate(stds):
        variance, alike = follow(std, 24, 768, n, rho)
        skip = arrived(result, "skip")[s]
        assert np.log(skip_path(variance)) == pytest.approx(np.log(skip), rel=0.05)
        assert np.abs(alike - result.median("alike")[s]).max() < 0.05


def test_tokens_become_alike_and_stay_so():
    _, alike = follow(0.0361, 96, 768, 16)
    assert (np.diff(alike[::2]) >= -1e-9).all()
    assert alike[24] > 0.99
    assert alike[-1] == pytest.approx(1, abs=1e-6)


def test_a_feed_forward_branch_has_the_known_variance_at_berts_real_std():
    assert feed_forward(0.0176, 768, 16, 0.0)[0] == pytest.approx(0.0748, abs=2e-4)
    g = 768 * 0.0176**2
    assert sqrt(g) == pytest.approx(0.4877, abs=1e-3)
    assert attention(0.0176, 768, 1, 0.0)[0] == pytest.approx(g**2)


def test_drawn_tokens_have_the_correlation_asked_for():
    x = tokens(Building(n=64, rho=0.5), 1, torch.device("cpu"))[0].double()
    cosine = torch.nn.functional.normalize(x, dim=-1)
    between = (cosine @ cosine.T)[~torch.eye(64, dtype=bool)]
    assert between.mean().item() == pytest.approx(0.5, abs=0.05)
    assert x.square().mean(dim=-1).numpy() == pytest.approx(np.ones(64), abs=1e-3)


def test_the_same_seed_gives_the_same_building_and_another_another():
    config = DescentConfig(Building(layers=1, width=64, seeds=2), (0.05,))
    one, same = (finished(run(config)) for _ in range(2))
    assert (one.total == same.total).all()
    assert one.total[0, 0, 0] != one.total[0, 1, 0]


def test_a_std_that_makes_a_floor_overflow_is_refused_and_the_floor_named():
    config = DescentConfig(Building(layers=96, width=512, recipe="none", n=1, seeds=1), (0.1,))
    with pytest.raises(InvalidParameter) as wrong:
        finished(run(config))
    assert 1 < wrong.value.places["floor"] < 192


@pytest.mark.parametrize(
    "wrong",
    [
        {"layers": 0},
        {"width": 100},
        {"layers": 96, "width": 1024},
        {"n": 0},
        {"rho": 1.0},
        {"rho": "half"},
        {"rho": float("nan")},
        {"recipe": "hope"},
    ],
)
def test_a_building_that_cannot_be_is_refused(wrong):
    with pytest.raises(InvalidParameter):
        Building(**wrong)


@pytest.mark.parametrize("stds", [(), (0.02,) * 25, [0.02], 0.02])
def test_what_is_no_row_of_stds_is_refused_as_it_was_given(stds):
    with pytest.raises(InvalidParameter, match="a tuple of 1 to 24 numbers") as wrong:
        DescentConfig(Building(), stds)
    assert wrong.value.value == stds


@pytest.mark.parametrize("std", [0.0, 1.0, -0.02, "0.02", True])
def test_a_std_beyond_the_scale_is_refused(std):
    with pytest.raises(InvalidParameter):
        DescentConfig(Building(), (std,))
    with pytest.raises(InvalidParameter):
        TruncationConfig(std=std)


def test_the_hero_stands_on_berts_sizes():
    config = HeroConfig().descent
    assert (config.building.layers, config.building.width) == (12, 768)
    assert pytest.approx(0.03608439, abs=1e-8) == XAVIER


def test_the_normal_law_cut_off_at_two_is_narrower_by_the_known_share():
    assert truncation.cut_std(2) == pytest.approx(0.8796257, abs=1e-6)
    assert truncation.cut_std(2) ** 2 == pytest.approx(0.7737413, abs=1e-6)
    assert 1 / truncation.cut_std(2) == pytest.approx(1.1368472, abs=1e-6)


def test_torchs_truncation_cuts_nothing_off_and_berts_gives_00176():
    result = finished(truncation.run(TruncationConfig()))
    assert result.of("got", "torch") == pytest.approx(0.02, rel=0.005)
    assert result.of("most", "torch") > 0.08
    assert result.of("got", "cut") == pytest.approx(0.01759251, rel=0.005)
    assert result.of("most", "cut") <= 0.04
    assert result.of("got", "cut") / XAVIER == pytest.approx(0.4875, abs=0.003)
    assert result.got == pytest.approx(result.expected, rel=0.005)
    assert result.of("expected", "he") == pytest.approx(sqrt(2) * XAVIER)
    widths = np.diff(result.edges)
    assert result.density @ widths == pytest.approx(np.ones(5), abs=1e-3)
    assert result.of("skip", "normal") == pytest.approx(0.434, abs=0.01)
    assert result.of("skip", "cut") == pytest.approx(0.622, abs=0.01)


@pytest.mark.parametrize(("g", "step"), [(1.0, 1e-3), (1e-6, 9.901e-4), (1e-9, 9.0909e-5)])
def test_adams_step_on_a_constant_gradient_is_the_formulas(g, step):
    moves = updates.walked(torch.full((50, 1), g, dtype=torch.float64))
    assert updates.adam_step(g) == pytest.approx(step, rel=1e-4)
    assert moves.abs().numpy() == pytest.approx(np.full((50, 1), step), rel=1e-4)


def test_adam_goes_on_walking_on_noise_of_any_size():
    noise = torch.randn(4000, 50, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    for size in (1.0, 1e-4):
        rms = updates.walked(size * noise)[2000:].square().mean().sqrt().item()
        assert rms == pytest.approx(updates.noise_step(), rel=0.06)
    assert updates.noise_step() == pytest.approx(0.23e-3, rel=0.01)
