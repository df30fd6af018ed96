"""Page `unargmaxable`, its question: of so many Gaussian words, how many can ever win?"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.jobs import Progress
from engine.unargmaxable.config_guess import GuessConfig, GuessResult
from engine.unargmaxable.decide import decide


def run(config: GuessConfig) -> Generator[Progress, None, GuessResult]:
    """Means and standard errors over the draws; a `Progress` a draw."""
    dice = np.random.default_rng(config.seed)
    winners, se, total, done = [], [], sum(config.draws), 0
    for d, draws in zip(config.dims, config.draws, strict=True):
        counts = np.empty(draws)
        for k in range(draws):
            w = dice.normal(size=(config.count, d))
            counts[k] = in_the_plane(w) if d == 2 else (yield from _decided(w))
            done += 1
            yield Progress(done, total)
        winners.append(counts.mean())
        se.append(counts.std(ddof=1) / np.sqrt(draws))
    threads = torch.get_num_threads()
    return GuessResult(config, np.array(winners), np.array(se), "CPU", threads)


def _decided(w: np.ndarray) -> Generator[Progress, None, int]:
    """How many rows can be argmax, each by a certificate."""
    found = yield from decide(w, device=torch.device("cpu"))
    return found.count("argmaxable")


def in_the_plane(w: np.ndarray) -> int:
    r"""How many rows of `w` (n, 2) win somewhere: their differences leave a gap of over 180°."""
    away = w[:, None] - w[None]
    turns = np.arctan2(away[..., 1], away[..., 0])
    own = np.eye(len(w), dtype=bool)
    turns = np.sort(turns[~own].reshape(len(w), -1), axis=1)
    gaps = np.diff(turns, axis=1, append=turns[:, :1] + 2 * np.pi)
    return int((gaps.max(axis=1) > np.pi).sum())
