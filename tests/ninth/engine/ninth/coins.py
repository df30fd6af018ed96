"""Toss a coin and count."""

from __future__ import annotations

from collections.abc import Generator

import torch

from engine.jobs import Progress
from engine.ninth.config import CoinsConfig, CoinsResult


def run(config: CoinsConfig) -> Generator[Progress, None, CoinsResult]:
    """All tosses at once; the same seed, the same coin."""
    yield Progress(0, 1)
    coin = torch.Generator().manual_seed(config.seed)
    heads = torch.randint(0, 2, (config.tosses,), generator=coin).cumsum(0)
    share = heads.double() / torch.arange(1, config.tosses + 1)
    return CoinsResult(config, share.numpy())
