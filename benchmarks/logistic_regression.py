r"""How fast is the closed form beside scikit-learn's solvers, at the same weights?

A million rows of 100 features in ten Gaussian classes, float64, standardised. `lsqr` is
scikit-learn's own closed form, whose coefficients must be ours; `lbfgs` its maximum
likelihood, whose test accuracy must be near ours; `gram` the bare product $X^\top X$, the limit.
`stream` is ten million rows in chunks beside the same bare products, with its peak of memory.
Ours runs on the GPU where there is one; scikit-learn always on the CPU, and is named so.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Stream(Case):
    """A `Case` that also says how many rows went through, and the peak of the memory in MB."""

    rows: int = 0
    peak_mb: int = 0


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


def timed(work: Callable[[], object]) -> float:
    """Seconds of `work`, the device waited for."""
    where = device.default()
    start = device.clock(where)
    work()
    return device.clock(where) - start


def cases() -> Iterator[Case]:
    """`stream`, `lsqr`, `gram`, `lbfgs`."""
    yield stream()
    x, y = data()
    rows, labels = x.numpy(), y.numpy()
    there, known = x.to(device.default()), y.to(device.default())
    lda = LinearDiscriminantAnalysis(solver="lsqr")
    model = LogisticRegression(solver="lbfgs", max_iter=200)

    def ours() -> float:
        return timed(lambda: fit(there, known))

    yield compare(
        "lsqr",
        ours,
        lambda: timed(lambda: lda.fit(rows, labels)),
        peer_name=_on_cpu("scikit-learn's LinearDiscriminantAnalysis(lsqr)"),
        unit="s",
        agreement=_relative(fit(there, known), lda.fit(rows, labels)),
    )
    yield compare(
        "gram",
        ours,
        lambda: timed(lambda: there.T @ there),
        peer_name="the bare product of the rows with themselves",
        unit="s",
    )
    yield compare(
        "lbfgs",
        ours,
        lambda: timed(lambda: model.fit(rows, labels)),
        peer_name=_on_cpu("scikit-learn's LogisticRegression(lbfgs)"),
        unit="s",
        agreement=_accuracy_gap(fit(there, known), model.fit(rows, labels)),
    )


def stream() -> Stream:
    """Ten million rows, in a process of its own; the ratio is that of the median chunk."""
    command = [sys.executable, "-m", "benchmarks.logistic_stream"]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    ours, bare = zip(*found["seconds"], strict=True)
    ratios = [b / a for a, b in found["seconds"]]
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return Stream(
        "stream",
        sum(ours),
        sum(bare),
        "the bare products of the same chunks",
        statistics.median(ratios),
        high - low,
        None,
        "s",
        found["rows"],
        found["peak_mb"],
    )


def _on_cpu(name: str) -> str:
    return name if device.default().type == "cpu" else f"{name}, on the CPU"


def _relative(ours: Linear, peer: LinearDiscriminantAnalysis) -> float:
    """The largest difference of coefficients, over the largest coefficient."""
    mine = (ours.weights - ours.weights.mean(0)).cpu()
    theirs = torch.from_numpy(peer.coef_ - peer.coef_.mean(0))
    return ((mine - theirs).abs().max() / theirs.abs().max()).item()


def _accuracy_gap(ours: Linear, peer: LogisticRegression) -> float:
    """How far the two are apart in accuracy on rows that neither has seen."""
    x, y = data(TEST, seed=8)
    theirs = float(np.mean(peer.predict(x.numpy()) == y.numpy()))
    here = ours.weights.device
    return abs(ours.accuracy(x.to(here), y.to(here)) - theirs)
