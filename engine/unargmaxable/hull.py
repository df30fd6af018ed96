r"""Page `unargmaxable`, the hero: words in the plane, which of them can come first, and why not.

Without a bias a word owns the directions h within 90° of all $w_k-w_i$: a sector of the rim,
empty where the word lies in the others' convex hull. With a bias it owns the cell
$\{h:(w_k-w_i)\cdot h\ge b_i-b_k\}$, a convex polygon that need not reach the rim; it is empty iff
some mean of others equals $w_k$ with a mean bias of at least $b_k$.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.jobs import Progress
from engine.unargmaxable.config import ARGMAXABLE, TIE, UNARGMAXABLE, VERDICTS
from engine.unargmaxable.config_hero import HullConfig, HullResult, drawn
from engine.unargmaxable.plane import Proof, apart, proof, sector

SLACK = 1e-9


def run(config: HullConfig) -> Generator[Progress, None, HullResult]:
    """Everything about the words of `config`: quick, so nothing is yielded."""
    yield from ()
    placed = np.array(config.placed)
    words, whole = placed[:, 0], placed[:, 1:]
    bias = drawn(config.seed)[1][words] * int(config.bias)
    w, b = whole / 100, bias / 100
    proofs = [proof(k, whole, bias) for k in range(len(w))]
    kind = [_kind(k, one, whole, bias) for k, one in enumerate(proofs)]
    mute = np.array([one is not None for one in proofs])
    inside = mute if not config.bias else _inside(whole)
    sectors = np.array([sector(k, whole) for k in range(len(w))])
    degrees = np.where(mute, 0.0, sectors[:, 0])
    reach = [np.nan if m else shortest(k, w, b) for k, m in enumerate(mute)]
    return HullResult(
        config=config,
        words=words,
        w=w,
        b=b,
        scores=w @ config.h + b,
        kind=np.array([VERDICTS.index(one) for one in kind], np.int8),
        sector=degrees,
        middle=sectors[:, 1],
        margin=np.array([0.0 if i else apart(k, w) for k, i in enumerate(inside)]),
        reach=np.array(reach),
        witness=np.array([_witness(k, w, b, mute, degrees, sectors) for k in range(len(w))]),
        rows=np.array([_padded(one.rows if one else (), -1) for one in proofs]),
        weights=np.array([_padded(one.weights if one else (), 0.0) for one in proofs]),
        device="CPU",
        threads=torch.get_num_threads(),
    )


def _padded(values: tuple, empty: float) -> list:
    return [*values, *[empty] * (3 - len(values))]


def _inside(whole: np.ndarray) -> np.ndarray:
    """The words that would be mute without a bias: bool (n,)."""
    none = np.zeros(len(whole), np.int64)
    return np.array([proof(k, whole, none) is not None for k in range(len(whole))])


def _kind(k: int, found: Proof | None, whole: np.ndarray, bias: np.ndarray) -> str:
    """The verdict: a twin in weights and bias ties, it never loses and never wins."""
    if found is None:
        return ARGMAXABLE
    twin = ((whole == whole[k]).all(axis=1) & (bias == bias[k])).sum() > 1
    return TIE if twin else UNARGMAXABLE


def corners(k: int, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The corners (m, 2) of word `k`'s cell: where two rivals draw level and nobody is ahead."""
    away, behind = w[k] - np.delete(w, k, axis=0), np.delete(b, k) - b[k]
    i, j = np.triu_indices(len(away), 1)
    area = away[i, 0] * away[j, 1] - away[i, 1] * away[j, 0]
    crossing = np.flatnonzero(np.abs(area) > SLACK)
    i, j, area = i[crossing], j[crossing], area[crossing]
    x = (behind[i] * away[j, 1] - behind[j] * away[i, 1]) / area
    y = (away[i, 0] * behind[j] - away[j, 0] * behind[i]) / area
    return _allowed(np.stack([x, y], axis=1), away, behind)


def _allowed(h: np.ndarray, away: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """Those of `h` (m, 2) at which the word does not lose."""
    slack = SLACK * (1 + np.abs(h).max(axis=1, initial=0))
    return h[(h @ away.T >= behind - slack[:, None]).all(axis=1)]


def shortest(k: int, w: np.ndarray, b: np.ndarray) -> float:
    """The length of the shortest h at which word `k` does not lose.

    It is zero, the foot of a perpendicular on the edge against one rival, or a corner.
    """
    away, behind = w[k] - np.delete(w, k, axis=0), np.delete(b, k) - b[k]
    square = np.square(away).sum(axis=1)
    feet = away * (behind / np.where(square, square, 1))[:, None]
    tried = np.vstack([np.zeros((1, 2)), _allowed(feet, away, behind), corners(k, w, b)])
    tried = _allowed(tried, away, behind)
    return float(np.linalg.norm(tried, axis=1).min()) if len(tried) else np.nan


def _witness(k: int, w, b, mute: np.ndarray, degrees: np.ndarray, sectors: np.ndarray):
    """An h that puts word `k` first: far out in its sector, or the middle of its bounded cell."""
    if mute[k]:
        return np.full(2, np.nan)
    if not degrees[k]:
        return corners(k, w, b).mean(axis=0)
    turn = np.radians(sectors[k, 1])
    h = np.array([np.cos(turn), np.sin(turn)])
    ahead, behind = (w[k] - np.delete(w, k, axis=0)) @ h, np.delete(b, k) - b[k]
    needed = (behind[ahead > 0] / ahead[ahead > 0]).max(initial=0.5)
    return 2 * max(needed, 0.5) * h
