r"""How fast is the closed form beside scikit-learn's solvers, at the same weights?

A million rows of 100 features in ten Gaussian classes, float64, standardised. `lsqr` is
scikit-learn's own closed form, whose coefficients must be ours; `lbfgs` its maximum
likelihood, whose test accuracy must be near ours; `gram` the bare product $X^\top X$, the limit.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression

from benchmarks.pairs import Case, compare
from engine import device
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.closed_form import closed_form
from engine.logistic_regression.moments import moments

ROWS, WIDTH, CLASSES, TEST = 1_000_000, 100, 10, 50_000


def data(rows: int = ROWS, seed: int = 7) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows (n, 100) and their classes (n,); the classes' means are the same for every seed."""
    known = torch.Generator().manual_seed(0)
    means = 0.35 * torch.randn(CLASSES, WIDTH, generator=known, dtype=torch.float64)
    generator = torch.Generator().manual_seed(seed)
    y = torch.randint(CLASSES, (rows,), generator=generator)
    noise = torch.randn(rows, WIDTH, generator=generator, dtype=torch.float64)
    return noise.add_(means[y]), y


def fit(x: torch.Tensor, y: torch.Tensor) -> Linear:
    """Ours: one pass, then ten small solves."""
    return closed_form(moments(x, y, CLASSES))


def cases() -> Iterator[Case]:
    """`lsqr`, `gram`, `lbfgs`."""
    x, y = data()
    rows, labels, where = x.numpy(), y.numpy(), torch.device("cpu")

    def timed(work) -> float:
        start = device.clock(where)
        work()
        return device.clock(where) - start

    def ours() -> float:
        return timed(lambda: fit(x, y))

    lda = LinearDiscriminantAnalysis(solver="lsqr")
    yield compare(
        "lsqr",
        ours,
        lambda: timed(lambda: lda.fit(rows, labels)),
        peer_name="scikit-learn's LinearDiscriminantAnalysis(lsqr)",
        unit="s",
        agreement=_relative(fit(x, y), lda.fit(rows, labels)),
    )
    yield compare(
        "gram",
        ours,
        lambda: timed(lambda: x.T @ x),
        peer_name="the bare product of the rows with themselves",
        unit="s",
    )
    model = LogisticRegression(solver="lbfgs", max_iter=200)
    yield compare(
        "lbfgs",
        ours,
        lambda: timed(lambda: model.fit(rows, labels)),
        peer_name="scikit-learn's LogisticRegression(lbfgs)",
        unit="s",
        agreement=_accuracy_gap(fit(x, y), model.fit(rows, labels)),
    )


def _relative(ours: Linear, peer: LinearDiscriminantAnalysis) -> float:
    """The largest difference of coefficients, over the largest coefficient."""
    mine = ours.weights - ours.weights.mean(0)
    theirs = torch.from_numpy(peer.coef_ - peer.coef_.mean(0))
    return ((mine - theirs).abs().max() / theirs.abs().max()).item()


def _accuracy_gap(ours: Linear, peer: LogisticRegression) -> float:
    """How far the two are apart in accuracy on rows that neither has seen."""
    x, y = data(TEST, seed=8)
    theirs = float(np.mean(peer.predict(x.numpy()) == y.numpy()))
    return abs(ours.accuracy(x, y) - theirs)
