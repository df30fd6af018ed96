"""Every step beside diffusers': a sample of `python -m benchmarks parity`, and where we differ.

Each name of `ON_PURPOSE` has a test here that shows what both do.
"""

import dataclasses
import json
import math
from collections import Counter
from itertools import islice

import pytest
import torch
from diffusers import DDIMScheduler

from benchmarks import parity
from benchmarks.__main__ import line
from benchmarks.parity_settings import COUNTS, ON_PURPOSE, Setting, T, settings
from benchmarks.parity_steps import folded, scheduler, walk
from engine.diffusion import spacing
from engine.diffusion.sampler import fold
from engine.diffusion.schedule import schedule
from engine.errors import InvalidParameter

EVERY, MOST = 5, 3
SHOWN = set()


def shows(name: str):
    """This test shows the difference of that name."""
    SHOWN.add(name)
    return lambda test: test


@pytest.fixture(scope="module", params=[("float64", 1e-7), ("float32", 2e-3)])
def found(request):
    name, most = request.param
    return parity.case(name, islice(settings(), 0, None, EVERY), MOST), most


def test_a_sample_of_all_steps_agrees_and_ours_is_always_finite(found):
    case, most = found
    assert case.agreement <= most
    assert case.steps > 1000 and case.not_finite > 0
    assert case.ours_not_finite == 0
    assert set(case.on_purpose) <= set(ON_PURPOSE)


def test_what_is_found_is_a_case_that_counts(found):
    said = dataclasses.asdict(found[0])
    assert json.loads(json.dumps(said)) == said
    assert {"name", "agreement", "peer_name", "ratio", "unit", "steps", "not_finite"} <= set(said)
    assert "agreement" in line(said) and "steps" in line(said)


def test_the_whole_takes_every_choice_together_and_more_than_20_000_steps():
    every = list(settings())
    assert len(set(every)) == len(every)
    for kind, choices in {
        "ddim": {0.0, 0.3, 1.0},
        "ddpm": {"fixed_small", "fixed_small_log", "fixed_large", "fixed_large_log"},
        "inverse": {0.0},
    }.items():
        some = [setting for setting in every if setting.kind == kind]
        assert {setting.choice for setting in some} == choices
        assert {setting.steps for setting in some} == set(COUNTS) == {1, 5, 10, 13, 20, 50, T}
        sizes = [len(set(column)) for column in zip(*some, strict=True)]
        assert math.prod(sizes) == len(some)
    met = Counter()
    for setting in every:
        met[setting.kind] += min(setting.steps, parity.MOST)
    assert min(met.values()) > 3000 and met.total() > 20_000


def meetings(*setting, most: int = T) -> list:
    return list(walk(Setting(*setting), torch.float64, most))


@shows("noise left behind")
def test_the_finished_house_has_no_noise_where_diffusers_leaves_some():
    *before, last = meetings("ddpm", "su", "sample", "trailing", 10, "fixed_large", "none")
    assert all(meeting.purpose is None and meeting.difference < 1e-9 for meeting in before)
    assert last.t == 100 and last.purpose == "noise left behind"
    # it is of the size β of the whole step: .31
    assert 0.1 < (last.ours - last.theirs).abs().mean() < 0.6
    end = meetings("ddpm", "su", "sample", "leading", 10, "fixed_large", "none")[-1]
    assert end.t == 1 and end.purpose is None and end.difference < 1e-9


@shows("logarithm for a variance")
def test_a_logarithm_is_no_variance():
    for meeting in meetings("ddpm", "su", "sample", "trailing", 10, "fixed_large_log", "none")[:-1]:
        assert meeting.theirs.isnan().any() and meeting.ours.isfinite().all()
    first, *_ = meetings("ddpm", "zero", "sample", "trailing", 10, "fixed_large_log", "none")
    large, *_ = meetings("ddpm", "zero", "sample", "trailing", 10, "fixed_large", "none")
    assert first.purpose == "logarithm for a variance"
    # of a variance of one the logarithm is zero, and diffusers' noise is gone
    assert torch.equal(first.ours, large.ours) and (first.theirs - large.theirs).abs().max() > 0.1


@shows("first step up")
@pytest.mark.parametrize("prediction", ["sample", "v_prediction", "epsilon"])
def test_the_first_step_up_reads_the_answer_at_the_time_that_was_asked_for(prediction):
    first, *after = meetings("inverse", "su", prediction, "leading", 5, 0.0, "none")
    assert first.t == 1
    assert all(meeting.purpose is None and meeting.difference < 1e-7 for meeting in after)
    if prediction == "epsilon":
        assert first.purpose is None and first.difference < 1e-12
    else:
        assert first.purpose == "first step up" and not first.difference < 1e-5
        assert first.ours.isfinite().all()
    if prediction == "sample":
        assert not first.theirs.isfinite().any()


@shows("epsilon without signal")
def test_an_epsilon_without_signal_is_left_out():
    first, *after = meetings("ddim", "zero", "epsilon", "trailing", 10, 0.0, "none")
    assert first.purpose == "epsilon without signal"
    assert not first.theirs.isfinite().any()
    assert all(meeting.purpose is None and meeting.difference < 1e-7 for meeting in after)


@shows("next of the list")
def test_a_step_leads_to_the_next_time_of_the_list():
    setting = Setting("ddim", "su", "sample", "linspace", 10, 0.0, "none")
    times = spacing.times("linspace", T, 10)
    assert [step.s for step in folded(setting)] != times[1:]
    assert [s for _, s in spacing.next_of_grid(times, T)] == times[1:]
    # diffusers' own DDPM goes by the list, and so do we beside it
    peer = setting._replace(kind="ddpm", choice="fixed_small")
    assert [step.s for step in folded(peer)] == times[1:]


@shows("a time too many")
def test_a_list_has_as_many_times_as_were_asked_for():
    theirs = DDIMScheduler(timestep_spacing="trailing")
    theirs.set_timesteps(61)
    assert len(theirs.timesteps) == 62 and theirs.timesteps[-1] == -1
    assert len(spacing.times("trailing", T, 61)[:-1]) == 61


@shows("half to even")
def test_a_time_midway_is_rounded_to_the_even_one():
    theirs = DDIMScheduler(timestep_spacing="trailing")
    theirs.set_timesteps(96)
    ours = [t - 1 for t in spacing.times("trailing", T, 96)[:-1]]
    apart = [(a, b) for a, b in zip(ours, theirs.timesteps.tolist(), strict=True) if a != b]
    assert apart and all(abs(a - b) == 1 and (a + 1) % 2 == 0 for a, b in apart)


@shows("not quite finished")
def test_a_way_down_ends_at_the_house():
    theirs = DDIMScheduler(set_alpha_to_one=False, clip_sample=False, prediction_type="sample")
    theirs.set_timesteps(10)
    x, x0 = torch.randn(2, 2, 3, generator=torch.Generator().manual_seed(0)).unbind()
    times = spacing.times("leading", T, 10)
    last = fold(schedule("linear", T), times, "ddim")[-1]
    assert (last.t, last.s, last.kappa, last.lam) == (1, 0, 0.0, 1.0)
    # no move at all: from t = 1 to t = 1
    assert torch.allclose(theirs.step(x0, 0, x).prev_sample, x)


@shows("off the end")
def test_an_offset_beyond_the_end_is_refused():
    theirs = DDIMScheduler(timestep_spacing="leading", steps_offset=1)
    theirs.set_timesteps(T)
    assert theirs.timesteps[0] == T
    with pytest.raises(IndexError):
        theirs.step(torch.zeros(1, 1), theirs.timesteps[0], torch.zeros(1, 1))
    with pytest.raises(InvalidParameter):
        spacing.leading(T, T, offset=1)


def test_where_a_root_is_not_a_number_in_diffusers_ours_is():
    setting = Setting("ddim", "cosine", "sample", "trailing", 5, 1.0, "none")
    first, *_ = walk(setting, torch.float32)
    assert first.theirs.isnan().all() or first.difference < 2e-3
    assert first.ours.isfinite().all()


def test_every_difference_is_named_and_shown():
    assert set(ON_PURPOSE) == SHOWN


def test_the_reference_is_diffusers_own_code_on_our_digits():
    peer = scheduler(Setting("ddim", "su", "sample", "trailing", 5, 0.0, "none"), torch.float64)
    assert type(peer) is DDIMScheduler and peer.alphas_cumprod.dtype == torch.float64
    plain = scheduler(Setting("ddim", "su", "sample", "trailing", 5, 0.0, "none"), torch.float32)
    assert plain.alphas_cumprod.dtype == torch.float32
