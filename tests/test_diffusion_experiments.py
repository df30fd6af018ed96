"""Experiments of page ddpm: the greedy collapse, the stranded, the lost houses."""

import pickle

import numpy as np
import pytest
import torch

from engine.diffusion import greedy, recogniser, stranding
from engine.diffusion.config_greedy import GreedyConfig
from engine.diffusion.config_recogniser import RecogniserConfig
from engine.diffusion.config_stranding import StrandingConfig
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.houses import houses
from engine.errors import InvalidParameter
from engine.task import finished


def finish(work):
    steps = []
    result = finished(work, steps.append)
    assert all(0 <= step.done <= step.total for step in steps)
    assert [s.done for s in steps] == sorted(s.done for s in steps)
    return result


@pytest.fixture(scope="module")
def two_modes():
    return finish(greedy.run(GreedyConfig(steps=250)))


def test_without_noise_ddpm_collapses_to_one_point(two_modes):
    ends = dict(zip(two_modes.rules, two_modes.samples, strict=True))
    assert two_modes.right["greedy"].value > 0.98
    assert two_modes.width["greedy"] < 1e-3
    assert np.ptp(ends["greedy"]) < 0.01


@pytest.mark.parametrize("rule", ["ddpm", "ddpm_lower", "ddim"])
def test_with_noise_and_with_ddim_both_modes_keep_their_share_and_width(two_modes, rule):
    assert two_modes.config.count >= 10_000
    assert two_modes.right[rule].value == pytest.approx(0.70, abs=0.02)
    assert two_modes.right[rule].se == pytest.approx(0.0046, abs=2e-4)
    assert two_modes.width[rule] == pytest.approx(0.1, abs=0.01)


def test_paths_lead_to_the_samples(two_modes):
    assert two_modes.path_t[0] == 1000 and two_modes.path_t[-1] == 0
    assert two_modes.paths.shape == (4, len(two_modes.path_t), 64)
    assert np.array_equal(two_modes.paths[:, -1], two_modes.samples[:, :64])
    assert np.ptp(two_modes.paths[:, 0], axis=0).max() == 0


def test_a_symmetric_mixture_collapses_to_a_narrow_heap_on_each_side():
    result = finish(greedy.run(GreedyConfig(left=0.5, count=500)))
    ends = result.samples[result.rules.index("greedy")]
    assert np.abs(ends).mean() == pytest.approx(0.949, abs=3e-3)
    assert np.abs(ends).std() < 0.02
    assert result.right["greedy"].value == pytest.approx(0.5, abs=0.07)


def test_the_share_stranded_between_the_modes_falls_with_the_number_of_steps():
    result = finish(stranding.run(StrandingConfig()))
    got = [share.value for share in result.growing]
    assert got == pytest.approx([1.0, 0.77, 0.20, 0.042, 0.002, 0.0], abs=0.01)
    assert got[0] == 1 and got[-1] < 1e-3
    assert all(a.value >= b.value for a, b in zip(result.equal, result.growing, strict=True))
    assert result.equal[2].value == pytest.approx(0.68, abs=0.015)


def test_stranded_is_farther_than_four_widths_from_both_modes():
    x = torch.tensor([-1.5, -0.61, -0.59, 0.0, 0.59, 0.61, 1.5])
    assert stranding.stranded(x).tolist() == [False, False, True, True, True, False, False]


def test_both_kinds_of_steps_demolish_as_much():
    for steps in (1, 2, 5, 50):
        starts = {kind: make(steps)[0].alpha_bar for kind, make in stranding.KINDS.items()}
        assert starts["growing"] == pytest.approx(0.006482031, abs=1e-9)
        assert starts["equal"] == pytest.approx(starts["growing"], rel=1e-12)
        assert all(len(make(steps)) == steps for make in stranding.KINDS.values())


@pytest.fixture(scope="module")
def sixteen():
    return finish(recogniser.run(RecogniserConfig()))


def test_half_of_sixteen_houses_are_lost_at_about_720(sixteen):
    assert sixteen.half["scaled"] == pytest.approx(720, abs=25)
    assert sixteen.half["plain"] == pytest.approx(580, abs=60)
    assert sixteen.scaled[0] == sixteen.plain[0] == 1
    assert sixteen.scaled[-1] == pytest.approx(1 / 16, abs=0.06)
    assert (sixteen.scaled >= sixteen.plain - 3 * sixteen.se(sixteen.plain) - 1e-9).all()


def test_half_of_256_houses_are_lost_sooner(sixteen):
    config = RecogniserConfig(count=256, draws=2, points=21)
    assert finish(recogniser.run(config)).half["scaled"] == pytest.approx(610, abs=30)


def test_the_recogniser_names_what_the_exact_denoiser_weighs_most():
    known = houses(40, 3).double()
    generator = torch.Generator().manual_seed(1)
    for a in (0.01, 0.1, 0.9):
        epsilon = torch.randn(known.shape, generator=generator, dtype=torch.float64)
        x = a * known + (1 - a * a) ** 0.5 * epsilon
        expected, _ = FiniteDenoiser(known).nearest(x, a)
        assert torch.equal(recogniser.nearest(x, known, a), expected)
        gaps = (x[:, None] - known[None]).flatten(2).norm(dim=2)
        assert torch.equal(recogniser.nearest(x, known, 1.0), gaps.argmin(dim=1))


def test_never_losing_half_is_said_so():
    result = finish(recogniser.run(RecogniserConfig(T=10, points=3, draws=1)))
    assert result.half == {"scaled": None, "plain": None}


@pytest.mark.parametrize(
    ("run", "config"),
    [
        (greedy.run, GreedyConfig(steps=10, count=100)),
        (stranding.run, StrandingConfig(count=100)),
        (recogniser.run, RecogniserConfig(draws=1, points=3)),
    ],
)
def test_one_config_gives_the_same_bytes_twice(run, config):
    assert pickle.dumps(finish(run(config))) == pickle.dumps(finish(run(config)))


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (GreedyConfig, {"left": 1.0}),
        (GreedyConfig, {"steps": 1001}),
        (GreedyConfig, {"count": 10**6}),
        (StrandingConfig, {"steps": ()}),
        (StrandingConfig, {"steps": (0,)}),
        (StrandingConfig, {"steps": [1]}),
        (RecogniserConfig, {"count": 1}),
        (RecogniserConfig, {"schedule": "none"}),
        (RecogniserConfig, {"points": 1}),
    ],
)
def test_bad_questions_get_a_sentence(kind, wrong):
    with pytest.raises(InvalidParameter, match=next(iter(wrong))):
        kind(**wrong)
