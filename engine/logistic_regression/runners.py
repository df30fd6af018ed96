"""Who runs in the race: the ways to weights, each in turns of about a tenth of a second.

A runner yields None after a turn, and a mark whenever it has weights to show: these, and their loss
over all rows where it knows it anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

import torch
from torch import Tensor

from engine.logistic_regression.adam import adam
from engine.logistic_regression.classifier import Linear
from engine.logistic_regression.closed_form import closed_form
from engine.logistic_regression.curvature import Problem
from engine.logistic_regression.lbfgs import Loss, lbfgs
from engine.logistic_regression.moments import Moments, moments, near
from engine.logistic_regression.newton import passes

OPERATIONS = 4e9
"""Multiplications in a turn: about a tenth of a second of one core."""
FLAT = 1e-6
"""A gradient so short is none in float32."""
Mark = tuple[Linear, float | None]
Runner = Generator[Mark | None, None, None]


def chunk_of(work: float) -> int:
    """How many rows make a turn where each takes `work` multiplications."""
    return int(min(1 << 15, max(64, OPERATIONS / work)))


def by_moments(x: Tensor, y: Tensor, k: int, start: Linear | None) -> Runner:
    """The closed form: one pass over the rows."""
    chunk, found, origin = chunk_of(x.shape[1] ** 2), None, near(x[:1024])
    for rows, kinds in zip(x.split(chunk), y.split(chunk), strict=True):
        part: Moments = moments(rows, kinds, k, origin=origin, chunk=chunk)
        found = part if found is None else found + part
        yield None
    yield closed_form(found), None


def by_newton(x: Tensor, y: Tensor, k: int, start: Linear | None) -> Runner:
    """Newton's method from `start`, or from zero."""
    work = 2 * k * (k - 1) * x.shape[1] ** 2 + k * x.shape[1]
    for step in passes(Problem(x, y, k, chunk=chunk_of(work)), start, tolerance=FLAT):
        yield step and (step.model, step.loss)


def by_lbfgs(x: Tensor, y: Tensor, k: int, start: Linear | None) -> Runner:
    """L-BFGS from `start`, or from zero."""
    problem = Loss(x, y, k, chunk=chunk_of(2 * k * x.shape[1]))
    theta = start and torch.cat([start.weights, start.bias[:, None]], dim=1).to(x)
    for point in lbfgs(problem, theta, most=10_000, tolerance=FLAT):
        yield point and (point.model, point.loss)


def by_adam(x: Tensor, y: Tensor, k: int, start: Linear | None) -> Runner:
    """Adam on small batches, from zero."""
    for model in adam(x, y, k):
        yield model and (model, None)


WAYS: dict[str, Callable[[Tensor, Tensor, int, Linear | None], Runner]] = {
    "closed": by_moments,
    "newton": by_newton,
    "lbfgs": by_lbfgs,
    "adam": by_adam,
    "warm_newton": by_newton,
    "warm_lbfgs": by_lbfgs,
}
