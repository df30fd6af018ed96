"""engine.parts: work that can be cut up is the same in one piece, and goes on where it was."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from engine import parts
from engine.cache import Cache
from engine.logistic_regression import shards
from engine.logistic_regression.config_shards import ShardsConfig
from engine.logistic_regression.moments import moments
from engine.task import finished
from engine.unargmaxable import drawn, kept, lift, vocabulary, words
from engine.unargmaxable.check import wrong
from engine.unargmaxable.config import UNARGMAXABLE, UNDECIDED
from engine.unargmaxable.config_drawn import DrawnConfig
from engine.unargmaxable.config_lift import LiftConfig
from engine.unargmaxable.config_vocabulary import PLANTED, SHARES, VocabularyConfig
from engine.unargmaxable.decide import decide, decided


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch):
    monkeypatch.setattr(parts, "KEPT", Cache())


def heard(work):
    """What `work` returns, and what it told."""
    told = []
    return finished(work, told.append), told


def plain(value):
    """`value` to the last bit, for `==`."""
    if is_dataclass(value):
        return [type(value), *(plain(getattr(value, one.name)) for one in fields(value))]
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.tobytes()
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value


LIFT = LiftConfig(dimensions=(2, 5), sizes=(20, 60), draws=3)
DRAWN = DrawnConfig(count=900, d=6, planted=4, share=250)
SHARDS = ShardsConfig(rows=4000, width=5, classes=3, shard=800)
WORKS = [(lift.run, LIFT), (drawn.run, DRAWN), (shards.run, SHARDS)]


@pytest.mark.parametrize(("run", "config"), WORKS)
def test_a_part_is_its_own_only_part_and_the_parts_are_the_whole(run, config):
    cut = run.split(config)
    assert len(cut) > 1
    assert all(run.split(one) == (one,) for one in cut)
    whole, told = heard(run(config))
    joined = run.join(config, [heard(run(one))[0] for one in cut])
    assert plain(whole) == plain(joined)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert told[-1].done == told[-1].total == len(cut) * parts.GRAIN


@pytest.mark.parametrize(("run", "config"), WORKS)
def test_a_run_that_was_closed_goes_on_from_where_it_was(run, config, monkeypatch):
    begun = []

    def part(one):
        begun.append(one)
        return (yield from run.part(one))

    counted = parts.Divided(run.split, part, run.join)
    work = counted(config)
    while len(begun) < 3:
        next(work)
    work.close()
    result, told = heard(counted(config))
    assert begun == [*run.split(config)[:3], *run.split(config)[2:]]
    assert told[0].done == parts.GRAIN
    assert plain(result) == plain(heard(run(config))[0])


def test_what_a_reader_does_with_a_result_does_not_reach_the_kept_parts():
    first, _ = heard(drawn.run(DRAWN))
    with pytest.raises(ValueError, match="read-only"):
        first.verdicts.witnesses[next(iter(first.verdicts.witnesses))][:] = 0
    first.verdicts.weights.clear()
    assert heard(drawn.run(DRAWN))[0].verdicts.weights


@pytest.mark.parametrize("norms", ["gaussian", "lognormal"])
def test_a_vocabulary_in_ranges_is_the_vocabulary_in_one_piece(norms):
    config = DrawnConfig(count=900, d=8, norms=norms, planted=4, share=130)
    w = drawn.rows(config)
    found = heard(drawn.run(config))[0].verdicts
    assert wrong(found, w) == []
    assert (found.kind == heard(decide(w))[0].kind).all()
    assert found.count(UNDECIDED) == 0
    assert all(found.verdict(k) == UNARGMAXABLE for k in range(config.planted))


@pytest.mark.parametrize("plant", [False, True])
def test_a_matrix_in_ranges_has_the_verdicts_that_it_has_in_one_go(plant):
    config = VocabularyConfig(plant=plant)
    cut = vocabulary.run.split(config)
    assert len(cut) == SHARES and all(vocabulary.run.split(one) == (one,) for one in cut)
    whole = finished(vocabulary.run(config))
    joined = vocabulary.run.join(config, [finished(vocabulary.run(one)) for one in cut])
    for name in ("config", "kind", "own", "twin", "mute", "true", "fall"):
        assert plain(getattr(joined, name)) == plain(getattr(whole, name)), name
    assert whole.counts["unargmaxable"] >= PLANTED + plant and not whole.counts["undecided"]
    np.testing.assert_allclose(joined.lead[whole.own], whole.lead[whole.own], rtol=1e-6)
    w = words.read(config)
    w = words.planted(w, config.seed)[0] if plant else w.w
    assert wrong(kept.from_npz(joined.npz.tobytes()), w) == []


@pytest.mark.parametrize("biased", [False, True])
def test_a_range_checked_alone_has_the_margins_it_has_in_the_whole(biased):
    config = DrawnConfig(count=1500, d=24, norms="gaussian", planted=0)
    w = drawn.rows(config)
    b = 0.2 * w[:, 0] * biased
    ranges = [range(0, 600), range(600, 700), range(700, 1500)]
    whole, some = (heard(decided(w, b, words=words))[0] for words in (None, ranges[0]))
    assert some[0].own.sum() > 500 and 2 * some[0].own.sum() < len(w)
    lead = np.concatenate([heard(decided(w, b, words=words))[0][1][words] for words in ranges])
    np.testing.assert_allclose(lead[whole[0].own], whole[1][whole[0].own], rtol=1e-9)


def test_moments_of_shards_are_those_of_all_rows_at_once():
    pairs = [shards.drawn(SHARDS, k) for k in SHARDS.shards]
    x, y = (shards.torch.cat(column) for column in zip(*pairs, strict=True))
    whole = moments(x, y, SHARDS.classes)
    found = shards.sums(heard(shards.run(SHARDS))[0])
    assert found.n == SHARDS.rows
    np.testing.assert_allclose(found.within, whole.within, rtol=0, atol=1e-10)
    np.testing.assert_allclose(found.means, whole.means, rtol=0, atol=1e-10)
