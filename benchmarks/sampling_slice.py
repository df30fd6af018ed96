"""Bayes by brute force beside the bare sampling of its pairs: what do the slices cost?

Ours is the whole experiment of page `bayes`: a million pairs drawn, five slices found, their
histograms and tests. The peer draws as many pairs by the same two lines, all at once as one
would write it, and does nothing with them; that of `slice_chunks` draws them as ours does, in
chunks that stay in the processor's cache. The slices must hold as many samples as if all
pairs were laid end to end (`agreement`, 0).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

import torch

from benchmarks.pairs import Case, compare
from engine.device import clock, mix
from engine.diffusion import slice
from engine.diffusion.config_slice import SliceConfig
from engine.diffusion.pairs import pairs
from engine.diffusion.posterior import beta_bar, step_beta
from engine.task import finished

PAIRS = 31
PEER = "the bare sampling of the pairs"
KNOWN, AWAY = SliceConfig(), SliceConfig(given="data")


def slices(device: torch.device) -> Iterator[Case]:
    """With the start known, with a start among the data, and beside our own chunks."""
    for name, config, bare, how in (
        ("slice", KNOWN, _plain, ""),
        ("slice_data", AWAY, _plain, ""),
        ("slice_chunks", KNOWN, _chunks, ", in our chunks"),
    ):
        yield compare(
            name,
            lambda config=config: _milliseconds(slice.run(config), device),
            lambda config=config, bare=bare: _milliseconds(bare(config, device), device),
            peer_name=PEER + how,
            unit=f"ms for {config.count:,} pairs",
            agreement=_difference(config, device),
            pairs=PAIRS,
        )


def _plain(config: SliceConfig, device: torch.device) -> Iterator[tuple]:
    """All pairs at once."""
    log_t, log_s = slice.logs(config)
    generator = torch.Generator(device).manual_seed(mix(config.seed))
    a, b = exp(log_s), beta_bar(log_s)
    alpha, beta = exp(log_t - log_s), step_beta(log_t, log_s)
    x0 = slice.starts(config, device)(config.count, generator)
    options = {"generator": generator, "device": device}
    x_s = a * x0 + b * torch.randn(config.count, **options)
    yield x_s, alpha * x_s + beta * torch.randn(config.count, **options)


def _chunks(config: SliceConfig, device: torch.device) -> Iterator[tuple]:
    """The very pairs that ours draws."""
    log_t, log_s = slice.logs(config)
    return pairs(slice.starts(config, device), log_t, log_s, config.count, config.seed, device)


def _milliseconds(work: Iterator, device: torch.device) -> float:
    begun = clock(device)
    for _ in work:
        pass
    return 1e3 * (clock(device) - begun)


def _difference(config: SliceConfig, device: torch.device) -> float:
    """By how many samples the slices differ from those of all pairs laid end to end."""
    x_t = torch.cat([x_t for _, x_t in _chunks(config, device)])
    result = finished(slice.run(config))
    found = [
        ((x_t - centre).abs() <= width / 2).sum().item()
        for centre, width in zip(result.centre.tolist(), result.width.tolist(), strict=True)
    ]
    return float(max(abs(a - b) for a, b in zip(found, result.found.tolist(), strict=True)))
