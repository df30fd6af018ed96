"""What sampling costs: the fit, the order of the readings, and what cannot be asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from engine.diffusion import measure
from engine.diffusion.config_cost import CostConfig, CostResult, fitted
from engine.errors import InvalidParameter
from engine.task import finished

SMALL = CostConfig(steps=(1, 2, 3), batch=2, batches=(1, 2, 4), moves=5, readings=3)


@pytest.fixture
def told(monkeypatch):
    """A device that takes 2 s a question, .25 s a house and .5 s to begin; what it was asked."""
    asked = []

    def seconds(denoiser, way, batch, seed):
        asked.append((batch, len(way)))
        return 0.5 + len(way) * (2 + 0.25 * batch)

    monkeypatch.setattr(measure, "_seconds", seconds)
    return asked


def finish(work):
    progress = []
    return finished(work, progress.append), progress


@given(
    y=st.lists(st.floats(-100, 100).map(lambda v: round(v, 3)), min_size=5, max_size=5),
)
def test_a_line_is_that_of_scipy(y):
    x, y = (1, 2, 5, 9, 12), np.array(y)
    if np.ptp(y) == 0:
        return
    ours, theirs = fitted(x, y), linregress(x, y)
    assert ours.slope == pytest.approx(theirs.slope, abs=1e-9)
    assert ours.intercept == pytest.approx(theirs.intercept, abs=1e-9)
    assert ours.r2 == pytest.approx(theirs.rvalue**2, abs=1e-9)


def test_the_lines_find_what_a_step_and_a_house_cost(told):
    result, _ = finish(measure.run(SMALL))
    assert result.steps_line.slope == pytest.approx(2.5)
    assert result.steps_line.intercept == pytest.approx(0.5)
    assert result.batch_line.slope == pytest.approx(0.25)
    assert result.batch_line.intercept == pytest.approx(2.1)
    assert min(result.steps_line.r2, result.batch_line.r2) == pytest.approx(1)


def test_all_points_are_read_in_turn_after_a_round_that_does_not_count(told):
    result, progress = finish(measure.run(SMALL))
    points = [(2, 1), (2, 2), (2, 3), (1, 5), (2, 5), (4, 5)]
    assert told == points * (1 + SMALL.readings)
    assert [p.done for p in progress] == list(range(len(told)))
    assert {p.total for p in progress} == {len(told)}
    assert result.by_steps.shape == result.by_batch.shape == (3, 3)


def test_the_medians_are_deaf_to_one_bad_reading():
    true = np.array([[1.0], [2.0], [3.0]]) * np.ones((3, 5))
    true[1, 2] = 60
    result = CostResult(SMALL, true, true, "CPU", "float32", 2, "2")
    assert result.steps_line.slope == pytest.approx(1)
    assert result.spread["steps"].tolist() == [0, 0, 0]


def test_a_real_reading_is_made_of_the_builder():
    result, _ = finish(measure.run(CostConfig((1, 2, 1), 1, (1, 1, 2), 1, "ddpm_lower", 3)))
    assert (result.by_steps > 0).all() and (result.by_batch > 0).all()
    assert result.threads >= 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("steps", (1, 2)),
        ("steps", [1, 2, 3]),
        ("steps", (1, 2, 1001)),
        ("batches", (3, 3, 3)),
        ("batches", (1, 2, 65)),
        ("batch", 0),
        ("moves", 0),
        ("rule", "euler"),
        ("readings", 2),
        ("seed", -1),
    ],
)
def test_what_cannot_be_measured_is_refused_by_name(name, value):
    with pytest.raises(InvalidParameter) as caught:
        CostConfig(**{name: value})
    assert caught.value.name == name


def test_quartiles_stand_around_the_medians_they_are_drawn_with():
    times = np.random.default_rng(5).lognormal(size=(3, 9))
    config = CostConfig(steps=(1, 2, 3), batches=(1, 2, 3), moves=4)
    result = CostResult(config, times, 2 * times, "CPU", "float32", 1, "2")
    low, high = result.quartiles["steps"]
    assert np.array_equal(low, np.percentile(times, 25, axis=1))
    assert np.allclose(result.quartiles["batch"], np.stack([low, high]) / 2)
    for name, median in result.medians.items():
        below, above = result.quartiles[name]
        assert (below < median).all() and (median < above).all()
