"""The linear program tells overlapping, quasi-separated and separated classes apart."""

from __future__ import annotations

import numpy as np
import pytest

from engine.logistic_regression.separability import separability

KINDS = ("overlapping", "quasi", "separated")


def made(kind: str, seed: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Classes of a known kind: by slabs across a random direction, some rows on the boundary."""
    rng = np.random.default_rng(seed)
    classes, d = 2 + seed % 3, 1 + seed % 4
    n = 12 * classes
    y = np.arange(n) % classes
    across = np.linalg.qr(rng.normal(size=(d, d)))[0]
    x = rng.normal(size=(n, d))
    x[:, 0] = 4 * y + rng.uniform(-1.5, 1.5, n)
    if kind == "quasi":  # two rows of either class share one place on the boundary
        x[:2] = 0.0
        x[:2, 0] = 2.0
    if kind == "overlapping":
        # every class surrounds the same cross of points
        x[:, 0] = rng.normal(size=n)
        cross = np.concatenate([np.eye(d), -np.eye(d)]) * 3
        x = np.concatenate([x, *[cross] * classes])
        y = np.concatenate([y, np.repeat(np.arange(classes), len(cross))])
    return x @ across * rng.uniform(0.1, 50) + rng.normal(size=d), y, classes


@pytest.mark.parametrize("kind", KINDS)
def test_the_program_is_right_on_sets_of_a_known_kind(kind):
    wrong = [s for s in range(67) if separability(*made(kind, s)).kind != kind]
    assert wrong == []


def test_the_margin_is_zero_only_where_the_classes_overlap():
    margins = {kind: separability(*made(kind, 5)).margin for kind in KINDS}
    assert margins["overlapping"] == pytest.approx(0, abs=1e-6)
    assert margins["separated"] > 1 and margins["quasi"] > 1


def test_one_shared_point_makes_separated_classes_quasi_separated():
    x = np.array([[0.0], [1.0], [1.0], [2.0]])
    assert separability(x, np.array([0, 0, 1, 1]), 2).kind == "quasi"
    assert (
        separability(x + 0.1 * (x == 1) * [[0], [0], [1], [0]], np.array([0, 0, 1, 1]), 2).kind
        == "separated"
    )
    assert separability(x, np.array([0, 1, 0, 1]), 2).kind == "quasi"
    assert separability(x, np.array([0, 1, 1, 0]), 2).kind == "overlapping"
