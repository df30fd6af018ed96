"""Which times a sampler stops at, beside diffusers, and what a list must be like."""

from functools import partial
from itertools import pairwise

import pytest
from diffusers import DDIMScheduler
from hypothesis import given
from hypothesis import strategies as st

from engine.diffusion import spacing as sp
from engine.diffusion.sampler import fold
from engine.diffusion.schedule import schedule
from engine.errors import InvalidParameter


@pytest.mark.parametrize("name", sp.SPACINGS)
def test_every_list_falls_to_zero_and_holds_each_time_once(name):
    cases = [(T, steps) for T in range(1, 41) for steps in range(1, T + 1)]
    cases += [(1000, steps) for steps in range(1, 1001)]
    for T, steps in cases:
        times = sp.times(name, T, steps)
        assert len(times) == steps + 1
        assert times[0] <= T and times[-1] == 0
        assert all(a > b for a, b in pairwise(times))
        assert all(type(t) is int for t in times)


@pytest.mark.parametrize("name", ["even", "trailing", "quadratic"])
@given(steps=st.integers(1, 1000))
def test_some_start_at_the_very_end(name, steps):
    assert sp.times(name, 1000, steps)[0] == 1000


def theirs(name: str, steps: int, offset: int = 0) -> list[int]:
    scheduler = DDIMScheduler(timestep_spacing=name, steps_offset=offset)
    scheduler.set_timesteps(steps)
    return [int(t) + 1 for t in scheduler.timesteps]


@pytest.mark.parametrize("name", ["leading", "trailing", "linspace"])
def test_our_times_are_diffusers_plus_one(name):
    """But for two slips of its floats, one named here and one in the next test."""
    longer = 0
    for steps in range(1, 1001):
        found, ours = theirs(name, steps), sp.times(name, 1000, steps)
        # a float arange may go one step too far, to diffusers' time −1
        longer += found[steps:] == [0]
        assert found[steps:] in ([], [0])
        away = {k for k in range(steps) if found[k] != ours[k]}
        assert away <= halves(name, steps)
        assert all(abs(found[k] - ours[k]) == 1 for k in away)
    assert longer == (62 if name == "trailing" else 0)


def halves(name: str, steps: int) -> set[int]:
    """Places whose exact time lies midway between two, where a last digit decides a float."""
    if name == "leading":
        return set()
    left = name == "linspace"
    parts, whole = max(1, steps - left), 1000 - left
    return {k for k in range(steps) if 2 * (steps - left - k) * whole % (2 * parts) == parts}


@pytest.mark.parametrize(("name", "steps"), [("trailing", 96), ("linspace", 27)])
def test_a_half_is_rounded_to_even_here_and_by_a_last_digit_there(name, steps):
    found, ours = theirs(name, steps), sp.times(name, 1000, steps)
    exact = {k for k in range(steps) if (ours[k] - (name == "linspace")) % 2 == 0}
    assert halves(name, steps) <= exact
    assert any(found[k] != ours[k] for k in halves(name, steps))


def test_an_offset_shifts_the_leading_times_and_must_not_run_off_the_end():
    for steps in (1, 10, 50, 999):
        assert sp.leading(1000, steps, offset=1)[:-1] == theirs("leading", steps, 1)
    assert theirs("leading", 1000, 1)[0] == 1001
    with pytest.raises(InvalidParameter):
        sp.leading(1000, 1000, offset=1)


def test_leading_stops_short_where_it_does_not_divide():
    assert sp.leading(1000, 501)[0] == 501
    assert sp.leading(1000, 10) == [901, 801, 701, 601, 501, 401, 301, 201, 101, 1, 0]


@pytest.mark.parametrize(("name", "steps", "wrong"), [("linspace", 10, 9), ("trailing", 13, 11)])
def test_diffusers_next_step_leaves_the_grid(name, steps, wrong):
    times = sp.times(name, 1000, steps)
    ours, other = (following(times, 1000)[:-1] for following in sp.NEXT.values())
    assert [t for t, _ in ours] == [t for t, _ in other]
    assert sum(a != b for a, b in zip(ours, other, strict=True)) == wrong


def spread_of(table, pairs, s: float = 0.5) -> float:
    """The standard deviation that DDIM makes of N(0, s²) data with its exact denoiser."""
    sd = 1.0
    for step in pairs:
        a = step.alpha_bar
        sd *= step.kappa + step.lam * a * s**2 / (a**2 * s**2 + 1 - a**2)
    return abs(sd)


def test_the_grids_rule_is_not_always_the_closer_one_on_a_toy():
    table = schedule("linear", 1000)
    times = sp.times("linspace", 1000, 10)
    made = [spread_of(table, fold(table, times, "ddim", rule)) for rule in sp.NEXT]
    assert made == pytest.approx([0.362, 0.419], abs=5e-4)


@given(st.sets(st.integers(1, 50), min_size=1), st.booleans())
def test_a_list_of_ones_own_is_taken_as_it_is(times, written):
    falling = sorted(times, reverse=True)
    assert sp.own([*falling, 0] if written else falling, 50) == [*falling, 0]


@pytest.mark.parametrize(
    ("times", "rule"),
    [
        ([], "must hold"),
        ([0], "must hold"),
        ([5, 9, 1], "must fall"),
        ([1, 5, 9], "must fall"),
        ([9, 5, 5, 1], "same time twice"),
        ([11, 5], "whole numbers from 0 to 10"),
        ([5, -1], "whole numbers from 0 to 10"),
        ([5.0, 1], "whole numbers from 0 to 10"),
        ([True], "whole numbers from 0 to 10"),
        (["5"], "whole numbers from 0 to 10"),
    ],
)
def test_a_list_that_will_not_do_is_told_why(times, rule):
    with pytest.raises(InvalidParameter, match=rule) as caught:
        sp.own(times, 10)
    assert caught.value.name == "times"


@pytest.mark.parametrize("steps", [0, 11, -1, 5.0, True])
@pytest.mark.parametrize("name", sp.SPACINGS)
def test_more_steps_than_times_and_none_at_all_are_refused(name, steps):
    with pytest.raises(InvalidParameter, match="whole number from 1 to 10") as caught:
        sp.times(name, 10, steps)
    assert caught.value.name == "steps"


def test_a_spacing_must_have_a_name():
    with pytest.raises(InvalidParameter):
        sp.times("karras", 10, 5)


def test_a_step_may_lead_where_diffusers_leads_it():
    table, times = schedule("su", 1000), sp.times("linspace", 1000, 10)
    made = partial(fold, table, times, "ddim")
    assert [step.t for step in made("diffusers")] == [step.t for step in made()]
    assert [step.s for step in made("diffusers")] == [max(0, t - 100) for t in times[:-1]]
