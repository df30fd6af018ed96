"""The dimension lift: shares against Qhull and against the fact for the plane."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from engine.errors import InvalidParameter
from engine.task import finished
from engine.unargmaxable.config_lift import NORMS, LiftConfig, LiftResult
from engine.unargmaxable.lift import rows, run
from engine.unargmaxable.proof import prove
from view import bundle


def lifted(config: LiftConfig):
    told = []
    result = finished(run(config), told.append)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert told[-1].done == told[-1].total
    return result


@pytest.mark.parametrize("norms", ["gaussian", "lognormal"])
def test_the_share_of_mute_words_is_what_qhull_leaves_inside(norms):
    config = LiftConfig(norms=norms, dimensions=(2, 3), sizes=(50,), draws=5)
    found = lifted(config)
    for i, d in enumerate((2, 3)):
        inside = [1 - len(ConvexHull(rows(config, d, 50, k)).vertices) / 50 for k in range(5)]
        assert found.share[i, 0] == pytest.approx(np.mean(inside))
        assert found.se[i, 0] == pytest.approx(np.std(inside, ddof=1) / np.sqrt(5))


def test_of_a_hundred_words_nine_win_in_the_plane_and_nearly_all_in_ten_dimensions():
    config = LiftConfig(dimensions=(2, 10), sizes=(100,), draws=30)
    found = lifted(config)
    plane, ten = found.winners[:, 0]
    assert abs(plane - 8.9) < 4 * found.winners_se[0, 0]
    assert 97 < ten < 99
    one = rows(config, 10, 100, 0)
    mute = sum(prove(k, one, np.zeros(100))[1] is not None for k in range(100))
    alone = lifted(LiftConfig(dimensions=(10,), sizes=(100,), draws=2))
    again = rows(config, 10, 100, 1)
    mute += sum(prove(k, again, np.zeros(100))[1] is not None for k in range(100))
    assert alone.share[0, 0] == pytest.approx(mute / 200)


def test_the_rule_of_thumb_is_an_onset():
    found = lifted(LiftConfig(dimensions=(6, 10, 16), sizes=(148,), draws=6))
    assert found.onset(148) == pytest.approx(10, abs=0.01)
    assert 0.01 < found.at_onset(148) < 0.12 < found.share[0, 0]
    assert found.share[2, 0] < 0.01


@pytest.mark.parametrize(
    ("name", "bad"), [("d", {"dimensions": (1,)}), ("n", {"sizes": ()}), ("norms", {"norms": "x"})]
)
def test_what_is_no_lift_is_a_sentence(name, bad):
    with pytest.raises(InvalidParameter) as caught:
        LiftConfig(**bad)
    assert caught.value.name == name


@pytest.mark.parametrize("norms", NORMS)
def test_the_shipped_shares_are_still_computed(norms):
    shipped, _ = bundle.load(f"unargmaxable_lift_{norms}")
    asked = LiftConfig(norms, dimensions=(2, 8, 24), sizes=(8, 100), seed=shipped.config.seed)
    again = lifted(asked)
    rows = [shipped.config.dimensions.index(d) for d in asked.dimensions]
    columns = [shipped.config.sizes.index(n) for n in asked.sizes]
    for mine, theirs in ((again.share, shipped.share), (again.se, shipped.se)):
        assert mine == pytest.approx(theirs[np.ix_(rows, columns)], abs=1e-12)


def test_where_trouble_begins_is_read_off_a_straight_line_in_log_n():
    share = np.array([[0.02, 0.04, 0.08], [0.06, 0.2, 0.9], [0.0, 0.0, 0.01]])
    config = LiftConfig(dimensions=(2, 4, 6), sizes=(10, 20, 80))
    found = LiftResult(config, share, share, "CPU", 1)
    assert found.reached(0.05)[0] == pytest.approx(20 * 4**0.25)
    assert np.isnan(found.reached(0.05)[1:]).all()
    at, there = found.rule
    assert np.exp(at / 2) == pytest.approx([10, 20, 80])
    assert there[0] == pytest.approx(0.06 + (0.0 - 0.06) * (2 * np.log(10) - 4) / 2)


def test_the_rule_is_an_onset_for_gaussian_words_and_fails_where_lengths_differ():
    for norms, fits in (("gaussian", True), ("lognormal", False)):
        found, _ = bundle.load(f"unargmaxable_lift_{norms}")
        _, there = found.rule
        assert (there.max() < 0.07) == fits and there.min() > 0
        ratio = found.reached(0.05) / np.exp(np.asarray(found.config.dimensions) / 2)
        assert (np.nanmin(ratio) > 0.9) == fits
