"""The screen in bfloat16 says of no word what float32 does not say."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.task import finished
from engine.unargmaxable import screen
from engine.unargmaxable.sweep import sweep

DICE = np.random.default_rng(5)


def gaussian(count: int, d: int) -> np.ndarray:
    return DICE.normal(size=(count, d))


def near(step: float) -> np.ndarray:
    """Pairs as far apart as bfloat16 rounds, or a little less or more."""
    one = gaussian(400, 24)
    return np.vstack([one, one * (1 + step * gaussian(400, 1)) + step * gaussian(400, 24)])


def planted() -> np.ndarray:
    w = gaussian(600, 48) * np.exp(gaussian(600, 1))
    w[:60] = [w[DICE.integers(60, 600, 5)].mean(axis=0) for _ in range(60)]
    return w


def halfway() -> np.ndarray:
    """Rows rounded down, all alike, whose norms are rounded up; each beside one a little longer."""
    w = np.where(gaussian(200, 27) > 0, 1, -1) * (1 + 0.45 * screen.EPS)
    w = np.vstack([w, (1 + 2**-14) * w])
    return np.vstack([w, -w])


MATRICES = {
    "many words in the plane": gaussian(300, 2),
    "few dimensions": gaussian(2000, 12),
    "many dimensions": gaussian(1500, 200),
    "lengths of many sizes": gaussian(800, 30) * np.exp(2 * gaussian(800, 1)),
    "tiny numbers": 1e-15 * planted(),
    "huge numbers": 1e15 * planted(),
    "means of other rows": planted(),
    "rounded down, with norms rounded up": halfway(),
    "small whole numbers, with ties": DICE.integers(-2, 3, (700, 6)).astype(float),
    **{f"pairs {step:g} apart": near(step) for step in (1e-2, 4e-3, 1e-3, 1e-5, 1e-7)},
}


def swept(w: np.ndarray, monkeypatch, *, screened: bool) -> torch.Tensor:
    monkeypatch.setattr(screen, "pays", lambda device: screened)
    w = np.unique(w, axis=0)
    rows = torch.from_numpy(w - w.mean(axis=0)).float()
    return finished(sweep(rows, torch.zeros(len(w), dtype=torch.float64))).own


@pytest.mark.parametrize("name", MATRICES)
def test_the_screen_changes_no_verdict(monkeypatch, name):
    w = MATRICES[name]
    plain, quick = (swept(w, monkeypatch, screened=screened) for screened in (False, True))
    assert plain.equal(quick)


@pytest.mark.parametrize("name", MATRICES)
def test_a_gap_without_doubt_is_a_gap_in_exact_arithmetic(name):
    w = torch.from_numpy(MATRICES[name] - MATRICES[name].mean(axis=0)).float()
    norms = w.square().sum(1)
    rough = screen.rounded(w, norms)
    gaps = torch.addmm(norms.to(screen.LOW)[:, None], rough, rough.T, alpha=-1)
    sure = gaps > screen.doubt(norms, torch.zeros_like(norms))[:, None]
    exact = w.double() @ w.double().T
    assert (exact.diagonal()[:, None] - exact)[sure].min() > 0


def test_the_screen_leaves_no_word_of_many_dimensions_to_float32(monkeypatch):
    monkeypatch.setattr(screen, "pays", lambda device: True)
    rows = torch.from_numpy(gaussian(1500, 200)).float()
    told = []
    finished(sweep(rows, torch.zeros(1500, dtype=torch.float64)), told.append)
    assert [one.total for one in told if one.done == one.total] == [1500]


def test_without_a_fast_bfloat16_there_is_no_screen(monkeypatch):
    monkeypatch.setattr(screen, "pays", lambda device: False)
    monkeypatch.setattr(screen, "rounded", None)
    w = torch.from_numpy(gaussian(50, 8)).float()
    finished(sweep(w, torch.zeros(50, dtype=torch.float64)))
