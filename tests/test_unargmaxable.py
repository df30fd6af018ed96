"""Verdicts against Qhull, against facts, and against forgers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import ConvexHull

from engine.errors import InvalidParameter
from engine.task import finished
from engine.unargmaxable.check import holds, wrong
from engine.unargmaxable.config import UNARGMAXABLE, VERDICTS, Weights
from engine.unargmaxable.decide import decide
from engine.unargmaxable.frank_wolfe import frank_wolfe
from engine.unargmaxable.margins import margin

FIVE = np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def decided(w: np.ndarray, b: np.ndarray | None = None):
    """All verdicts, after every certificate has been checked."""
    found = finished(decide(w, b))
    assert wrong(found, w, b) == []
    return found


def kinds(w: np.ndarray, b: np.ndarray | None = None) -> list[str]:
    found = decided(w, b)
    return [found.verdict(k) for k in range(len(w))]


def gaussian(count: int, d: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, d))


def test_the_articles_fifth_word_never_wins():
    assert kinds(FIVE) == ["argmaxable"] * 4 + ["unargmaxable"]


def test_a_bias_decides_where_the_row_is_inside():
    assert kinds(FIVE, np.array([0, 0, 0, 0, 0.1]))[4] == "argmaxable"
    assert kinds(FIVE, np.array([0, 0, 0, 0, -0.1]))[4] == "unargmaxable"


@pytest.mark.parametrize(("count", "d"), [(200, 2), (200, 3), (200, 4), (90, 8)])
def test_without_a_bias_the_winners_are_qhulls_vertices(count, d):
    w = gaussian(count, d, d)
    winners = [k for k, kind in enumerate(kinds(w)) if kind == "argmaxable"]
    assert winners == sorted(ConvexHull(w).vertices.tolist())


@pytest.mark.parametrize(("count", "d"), [(150, 2), (150, 3), (120, 4)])
def test_with_a_bias_they_are_the_vertices_of_the_upper_hull(count, d):
    w, b = gaussian(count, d, 10 + d), 3 * gaussian(count, 1, 20 + d)[:, 0]
    hull = ConvexHull(np.column_stack([w, b]))
    upper = hull.simplices[hull.equations[:, d] > 1e-12]
    winners = [k for k, kind in enumerate(kinds(w, b)) if kind == "argmaxable"]
    assert winners == sorted(set(upper.ravel().tolist()))


@given(seed=st.integers(0, 500), scale=st.floats(1e-3, 1e3))
@settings(max_examples=10)
def test_scaling_and_a_common_vector_change_nothing(seed, scale):
    w = gaussian(30, 2, seed)
    assert kinds(w) == kinds(scale * (w + np.array([3.0, -7.0])))


def test_rows_of_equal_norm_all_win_and_half_the_square_as_a_bias_makes_them_win():
    w = gaussian(400, 6, 1)
    unit = w / np.linalg.norm(w, axis=1, keepdims=True)
    assert set(kinds(unit)) == {"argmaxable"}
    assert set(kinds(gaussian(60, 2, 2), -np.square(gaussian(60, 2, 2)).sum(1) / 2)) == {
        "argmaxable"
    }


def test_few_rows_in_general_position_all_win():
    assert set(kinds(gaussian(9, 8, 3))) == {"argmaxable"}


def test_twins_tie_and_a_lower_bias_loses_to_its_equal():
    w = np.vstack([FIVE[:4], FIVE[:1], FIVE[1:2]])
    assert kinds(w, np.array([0, 0, 0, 0, 0, -1.0])) == [
        "tie",
        "argmaxable",
        "argmaxable",
        "argmaxable",
        "tie",
        "unargmaxable",
    ]


def test_a_word_planted_inside_a_large_vocabulary_is_found_and_proved():
    w = gaussian(600, 96, 4)
    w[17] = w[[100, 200, 300, 400, 500]].mean(axis=0)
    found = decided(w)
    assert [k for k in range(600) if found.verdict(k) == UNARGMAXABLE] == [17]
    proof = found.weights[17]
    shares = dict(zip(proof.rows.tolist(), proof.weights.tolist(), strict=True))
    assert [shares.pop(k) for k in (100, 200, 300, 400, 500)] == pytest.approx([0.2] * 5, abs=1e-9)
    assert sum(shares.values()) < 1e-9


def test_forged_certificates_are_rejected():
    b = np.zeros(5)
    assert holds(4, Weights(np.arange(4), np.full(4, 0.25)), FIVE, b)
    assert not holds(4, Weights(np.arange(4), np.array([0.3, 0.3, 0.2, 0.2])), FIVE, b)
    assert not holds(4, Weights(np.arange(4), np.array([0.5, 0.5, 0.5, -0.5])), FIVE, b)
    assert not holds(4, Weights(np.array([4]), np.ones(1)), FIVE, b)
    assert not holds(4, Weights(np.arange(4), np.full(4, 0.25)), FIVE, np.array([0, 0, 0, 0, 1.0]))
    assert margin(4, np.array([1.0, 1.0]), FIVE, b) < 0 < margin(0, np.array([0.1, 1.0]), FIVE, b)
    found = decided(FIVE)
    found.kind[4] = VERDICTS.index("argmaxable")
    assert wrong(found, FIVE) == [4]


def test_frank_wolfe_goes_to_zero_inside_and_to_the_margin_outside():
    inside = list(frank_wolfe(4, FIVE, 400))
    assert inside[-1].length < 1e-3
    assert inside[-1].weights @ FIVE == pytest.approx(FIVE[4], abs=1e-3)
    for k in range(4):
        *_, last = frank_wolfe(k, FIVE, 400)
        assert last.length == pytest.approx(1.0, abs=1e-3)
        assert margin(k, last.mean, FIVE, np.zeros(5)) > 0


@given(seed=st.integers(0, 100))
@settings(max_examples=10)
def test_the_gap_of_frank_wolfe_bounds_what_is_still_to_gain(seed):
    w = gaussian(12, 3, seed)
    path = list(frank_wolfe(0, w, 300))
    best = path[-1].length ** 2
    assert all(point.length**2 - point.gap <= best + 1e-9 for point in path)
    lengths = [point.length for point in path]
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize(
    ("w", "rule"),
    [
        (np.ones(3), "matrix"),
        (np.ones((1, 3)), "two rows"),
        (np.array([[1.0, np.nan], [0, 1]]), "finite"),
        (np.ones((2, 0)), "one column"),
    ],
)
def test_what_is_no_vocabulary_is_a_sentence(w, rule):
    with pytest.raises(InvalidParameter, match=rule):
        decided(w)
