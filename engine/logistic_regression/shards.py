"""Moments of shards, one after another here or side by side on a cluster, and their sum."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import fields, replace

import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.jobs import Progress
from engine.logistic_regression.config_shards import ShardsConfig, ShardsResult
from engine.logistic_regression.moments import Moments, added, moments
from engine.parts import Divided

APART = 0.35
"""Standard deviation of the class means, in standard deviations of the rows about them."""


def split(config: ShardsConfig) -> tuple[ShardsConfig, ...]:
    """A part a shard."""
    return tuple(replace(config, first=k, last=k + 1) for k in config.shards)


def part(config: ShardsConfig) -> Generator[Progress, None, ShardsResult]:
    """The moments of one shard."""
    x, y = drawn(config, config.first)
    yield Progress(0, 1)
    return told(config, moments(x.to(default()), y.to(default()), config.classes))


def join(config: ShardsConfig, parts: Sequence[ShardsResult]) -> ShardsResult:
    """Their sum."""
    return told(config, added(map(sums, parts)))


run = Divided(split, part, join)


def drawn(config: ShardsConfig, k: int) -> tuple[Tensor, Tensor]:
    """Shard k: rows (shard, width) float64 about class means common to all shards, and classes."""
    d, classes = config.width, config.classes
    common = torch.Generator().manual_seed(config.seed)
    means = APART * torch.randn(classes, d, generator=common, dtype=torch.float64)
    own = torch.Generator().manual_seed(mix(config.seed, k))
    y = torch.randint(classes, (config.shard,), generator=own)
    return torch.randn(config.shard, d, generator=own, dtype=torch.float64).add_(means[y]), y


def told(config: ShardsConfig, found: Moments) -> ShardsResult:
    """Moments as arrays."""
    arrays = {one.name: getattr(found, one.name).cpu().numpy() for one in fields(Moments)}
    machine = describe()
    return ShardsResult(config, **arrays, device=machine.label, threads=machine.cores)


def sums(result: ShardsResult) -> Moments:
    """Arrays as moments, on the CPU."""
    return Moments(*(torch.tensor(getattr(result, one.name)) for one in fields(Moments)))
