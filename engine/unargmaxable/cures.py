r"""Experiment `cures`: rows made equal in length, a bias of −|w|²/2, one more dimension.

With $b_k=-|w_k|^2/2$ the score is $\tfrac12|h|^2-\tfrac12|w_k-h|^2$: the nearest word wins, and
each word is nearest to itself. A temperature divides all logits by τ: the order stays, so the first
word stays first. How probable can a mute word be at most? $\log p_k(h)$ is concave in h; where
$w_k$ is strictly inside the others' hull it has a maximum, found by Newton's method. At h = 0
every word has 1/n.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.jobs import Progress
from engine.unargmaxable.chain import softmax
from engine.unargmaxable.config_cures import CURES, DIMS, CuresConfig, CuresResult
from engine.unargmaxable.config_hero import HullConfig
from engine.unargmaxable.decide import decide

TAUS = np.geomspace(0.05, 20, 41)


def run(config: CuresConfig) -> Generator[Progress, None, CuresResult]:
    """Every cure decided by the verifier; a `Progress` a cure."""
    placed = np.array(config.pins)
    words, w = placed[:, 0], placed[:, 1:] / 100
    mute = []
    for done, cure in enumerate(CURES):
        yield Progress(done, len(CURES))
        mute.append((yield from _mute(*cured(cure, w, config.seed))))
    h = HullConfig(pins=config.pins, angle=config.angle, length=config.length).h
    best = [most_probable(k, w) if mute[0][k] else 1.0 for k in range(len(w))]
    return CuresResult(
        config=config,
        words=words,
        mute=np.array(mute),
        best=np.array(best),
        taus=TAUS,
        chances=softmax((w @ h)[None] / TAUS[:, None]),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def cured(cure: str, w: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights and biases after `cure`; a word of no length keeps none."""
    none = np.zeros(len(w))
    if cure == "unit":
        length = np.linalg.norm(w, axis=1, keepdims=True)
        return w / np.where(length, length, 1), none
    if cure == "bias":
        return w, -np.square(w).sum(axis=1) / 2
    more = np.random.default_rng(seed).normal(size=(len(w), 8))[:, : DIMS.get(cure, 0)]
    return np.hstack([w, w.std() * more]), none


def _mute(w: np.ndarray, b: np.ndarray) -> Generator[Progress, None, np.ndarray]:
    found = yield from decide(w, b, device=torch.device("cpu"))
    return np.array([found.verdict(k) != "argmaxable" for k in range(len(w))])


def most_probable(k: int, w: np.ndarray) -> float:
    """The largest $p_k(h)$ over all h (d,), by Newton's method with halved steps."""
    h = np.zeros(w.shape[1])
    for _ in range(200):
        p = softmax(w @ h)
        mean = p @ w
        slope = w[k] - mean
        if np.linalg.norm(slope) < 1e-12:
            break
        spread = (w - mean).T @ (p[:, None] * (w - mean)) + 1e-12 * np.eye(len(h))
        way, share = np.linalg.solve(spread, slope), 1.0
        while softmax(w @ (h + share * way))[k] < p[k] and share > 1e-9:
            share /= 2
        if np.linalg.norm(h + share * way) > 1e4:
            break
        h = h + share * way
    return float(softmax(w @ h)[k])
