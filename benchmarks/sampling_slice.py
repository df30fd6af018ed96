"""Bayes by brute force beside the bare sampling of its pairs: what do the slices cost?

Ours is the whole experiment of page `bayes`: a million pairs drawn, five slices found, their
histograms and tests. The peer draws the same pairs from the same seed and does nothing with
them. Both slices must hold the same samples (`agreement`, 0).
"""

from __future__ import annotations

from collections.abc import Iterator

import torch

from benchmarks.pairs import Case, compare
from engine.device import clock
from engine.diffusion import slice
from engine.diffusion.config_bayes import SliceConfig
from engine.diffusion.pairs import pairs

PAIRS = 31
PEER = "the bare sampling of the pairs"


def slices(device: torch.device) -> Iterator[Case]:
    """With the start known, and with a start among the data."""
    for name, config in {"slice": SliceConfig(), "slice_data": SliceConfig(given="data")}.items():
        yield compare(
            name,
            lambda config=config: _milliseconds(slice.run(config), device),
            lambda config=config: _milliseconds(_bare(config, device), device),
            peer_name=PEER,
            unit=f"ms for {config.count:,} pairs",
            agreement=_difference(config, device),
            pairs=PAIRS,
        )


def _bare(config: SliceConfig, device: torch.device) -> Iterator[tuple]:
    log_t, log_s = slice.logs(config)
    start = slice.starts(config, device)
    return pairs(start, log_t, log_s, config.count, config.seed, device)


def _milliseconds(work: Iterator, device: torch.device) -> float:
    begun = clock(device)
    for _ in work:
        pass
    return 1e3 * (clock(device) - begun)


def _difference(config: SliceConfig, device: torch.device) -> float:
    """By how many samples the slices differ from those of all pairs laid end to end."""
    x_t = torch.cat([x_t for _, x_t in _bare(config, device)])
    result = _finished(slice.run(config))
    found = [
        ((x_t - centre).abs() <= width / 2).sum().item()
        for centre, width in zip(result.centre.tolist(), result.width.tolist(), strict=True)
    ]
    return float(max(abs(a - b) for a, b in zip(found, result.found.tolist(), strict=True)))


def _finished(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
