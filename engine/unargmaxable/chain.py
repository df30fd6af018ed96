r"""A chain of words so small that everything about it is exact.

The hidden state after word i is $h_i$; the next word is k with probability
$p(k|i)\propto e^{w_k\cdot h_i}$. Greedy takes the largest at every step, beam search keeps the
best few beginnings, and the most probable sequence of all comes by dynamic programming
(Viterbi). A word that is never the largest may well be on the best road: all it needs is to
lead to where the model is sure.
"""

from __future__ import annotations

import numpy as np

CALM, SURE = 0.7, 6.0
"""How long the hidden state is: after most words, and after the one in question."""


def table(w: np.ndarray, row: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """p(k|i) as (n, n), and the first word's distribution (n,).

    The states' directions are drawn by `seed`, but for the first one's: it points from the
    middle to `row`; after `row` the state is long, the model sure.
    """
    turn = np.random.default_rng(seed).uniform(0, 2 * np.pi, len(w))
    h = CALM * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    h[row] *= SURE / CALM
    way = w[row] - w.mean(axis=0)
    first = CALM * way / max(np.linalg.norm(way), 1e-12)
    return softmax(h @ w.T), softmax(w @ first)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def beam(step: np.ndarray, first: np.ndarray, length: int, width: int) -> tuple[list[int], float]:
    """The best sequence among those that `width` beginnings lead to, and its log-probability."""
    logs = np.log(step)
    kept = sorted(([k], float(np.log(p))) for k, p in enumerate(first))
    kept = sorted(kept, key=lambda one: -one[1])[:width]
    for _ in range(length - 1):
        more = [([*road, k], p + logs[road[-1], k]) for road, p in kept for k in range(len(first))]
        kept = sorted(more, key=lambda one: -one[1])[:width]
    return kept[0][0], float(kept[0][1])


def viterbi(step: np.ndarray, first: np.ndarray, length: int) -> tuple[list[int], float]:
    """The most probable sequence of all, and its log-probability."""
    logs, best, back = np.log(step), np.log(first), []
    for _ in range(length - 1):
        ways = best[:, None] + logs
        back.append(ways.argmax(axis=0))
        best = ways.max(axis=0)
    road = [int(best.argmax())]
    for before in reversed(back):
        road.append(int(before[road[-1]]))
    return road[::-1], float(best.max())


def sampled(step: np.ndarray, first: np.ndarray, length: int, row: int) -> tuple[np.ndarray, float]:
    """How likely `row` is said at each place (length,), and at least once."""
    at, never, said = first.copy(), first.copy(), []
    for place in range(length):
        if place:
            at, never = at @ step, never @ step
        said.append(at[row])
        never[row] = 0
    return np.array(said), float(1 - never.sum())
