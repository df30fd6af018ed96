"""What the experiment `kernels` says of its readings: a table, the noise, the prose's numbers."""

import numpy as np

from engine.attention.config import KERNELS, MeasureResult
from view.language import number, t


def table(result: MeasureResult, secret: int | None) -> str:
    """Markdown: fused attention over the dense part, by clock and by count, length by length; but
    for the length that is `secret`."""
    names = ("axis.n", "by_clock", "iqr", "by_count", "departs")
    head = [t(f"attention.{name}") for name in names]
    low, high = result.ratio_ends
    columns = zip(
        result.lengths, result.ratio, high - low, result.counted, result.departure, strict=True
    )
    rows = [
        [number(n), *(["?"] * 4 if n == secret else _cells(*shares, off))]
        for n, *shares, off in columns
    ]
    drawn = ["| " + " | ".join(row) + " |" for row in [head, *rows]]
    return "\n".join([drawn[0], "|--:" * len(head) + "|", *drawn[1:]])


def _cells(clock: float, iqr: float, count: float, off: float) -> list[str]:
    return [number(clock, 3), number(iqr, 3), number(count, 3), _signed(off)]


def _signed(share: float) -> str:
    sign = "+" if share >= 0 else ""
    return f"{sign}{number(100 * share)}%"


def noise(result: MeasureResult) -> dict[str, str]:
    """The readings that tell too little: how many of all, and the widest."""
    wide = np.array([result.spread[name] for name in KERNELS])
    noisy = np.array([result.noisy[name] for name in KERNELS])
    return {
        "noisy": str(int(noisy.sum())),
        "all": str(int(np.isfinite(wide).sum())),
        "widest": number(100 * np.nanmax(wide)),
    }


def said(result: MeasureResult) -> dict[str, str]:
    return {
        "ridge": number(result.ridge),
        "peak": number(np.median(result.peak) / 1e9),
        "stream": number(np.median(result.stream) / 1e9, 1),
        "version": result.torch_version,
        "batch": str(result.config.batch),
    }
