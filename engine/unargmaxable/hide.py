r"""Experiment `hide`: five words are averaged into a sixth, and the verifier has to find them.

In many dimensions the hidden word looks like any other, a little short. The certificate gives
back which words it was mixed from, and in which shares. Pushed outwards, $w_0+\varepsilon u$ with
u along itself, it soon wins, and the proof turns into a witness.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.jobs import Progress
from engine.unargmaxable.check import holds
from engine.unargmaxable.config import Weights
from engine.unargmaxable.config_hide import HideConfig, HideResult
from engine.unargmaxable.frank_wolfe import frank_wolfe
from engine.unargmaxable.proof import prove


def run(config: HideConfig) -> Generator[Progress, None, HideResult]:
    """Hidden, proved, pushed; a `Progress` a proof."""
    w, true = hidden(config)
    none, total = np.zeros(len(w)), config.pushes + 2
    yield Progress(0, total)
    _, found = prove(0, w, none)
    found = found if found is not None and holds(0, found, w, none) else Weights(true[:0], none[:0])
    yield Progress(1, total)
    path = list(frank_wolfe(0, w, config.steps, 1e-18))
    plain = list(frank_wolfe(1, w, config.steps, 1e-18))
    push = np.linspace(0, 0.5, config.pushes)
    lead = []
    for k, far in enumerate(push):
        yield Progress(2 + k, total)
        lead.append(pushed(w, float(far), config.steps))
    used = len(found.rows)
    return HideResult(
        config=config,
        true=true,
        rows=np.asarray(found.rows, np.int64),
        weights=np.asarray(found.weights),
        missed=float(np.abs(found.weights @ w[found.rows] - w[0]).max()) if used else np.nan,
        lengths=np.array([point.length for point in path]),
        plain=np.array([point.length for point in plain]),
        above=np.sqrt(np.maximum([p.length**2 - p.gap for p in plain], 0)),
        push=push,
        lead=np.array(lead),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def hidden(config: HideConfig) -> tuple[np.ndarray, np.ndarray]:
    """The matrix (count, d) with row 0 hidden, and the rows it is the mean of."""
    dice = np.random.default_rng(config.seed)
    w = dice.normal(size=(config.count, config.d)) / np.sqrt(config.d)
    w *= np.exp(0.25 * dice.normal(size=(config.count, 1)))
    true = 2 + dice.choice(config.count - 2, config.mixed, replace=False)
    w[0] = w[true].mean(axis=0)
    return w, true


def pushed(w: np.ndarray, far: float, steps: int) -> float:
    """Of word 0, moved outwards along itself by `far`: the proved least distance from the rest."""
    moved = w.copy()
    moved[0] *= 1 + far / np.linalg.norm(w[0])
    *_, last = frank_wolfe(0, moved, steps, 1e-18)
    return float(np.sqrt(max(0.0, last.length**2 - last.gap)))
