"""Ten million rows in chunks: what the moments take beside the bare products, and the memory.

`python -m benchmarks.logistic_stream` prints one JSON object. It is a program of its own, so that
its peak memory is that of the stream and of nothing else. Rows are drawn chunk by chunk, which
is not timed; in each chunk ours and the bare product take turns in going first.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator

import torch
from torch import Tensor

from engine import device
from engine.logistic_regression.closed_form import closed_form
from engine.logistic_regression.moments import Moments, moments

ROWS, WIDTH, CLASSES, CHUNK = 10_000_000, 100, 10, 100_000


def chunks(rows: int = ROWS, seed: int = 7) -> Iterator[tuple[Tensor, Tensor]]:
    """Rows (CHUNK, 100) and their classes, about means that depend on nothing but the class."""
    generator = torch.Generator().manual_seed(seed)
    means = 0.35 * torch.randn(CLASSES, WIDTH, generator=generator, dtype=torch.float64)
    for _ in range(rows // CHUNK):
        y = torch.randint(CLASSES, (CHUNK,), generator=generator)
        noise = torch.randn(CHUNK, WIDTH, generator=generator, dtype=torch.float64)
        yield noise.add_(means[y]), y


def measured(rows: int = ROWS) -> dict:
    """Seconds of each chunk, ours and the bare product's, and the peak of the memory in MB."""
    where, seconds = device.default(), []
    total: Moments | None = None
    for k, (x, y) in enumerate(chunks(rows)):
        x, y = x.to(where), y.to(where)
        bare = _bare(x) if k % 2 else None
        begun = device.clock(where)
        part = moments(x, y, CLASSES)
        total = part if total is None else total + part
        ours = device.clock(where) - begun
        seconds.append((ours, _bare(x) if bare is None else bare))
    model = closed_form(total)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if _mac() else 1024)
    return {
        "rows": int(total.n.item()),
        "seconds": seconds,
        "peak_mb": round(peak / 1e6),
        "norm": model.weights.norm().item(),
    }


def _mac() -> bool:
    """Where the kernel counts bytes; elsewhere it counts kibibytes."""
    return sys.platform == "darwin"


def _bare(x: Tensor) -> float:
    begun = device.clock(x.device)
    x.T @ x
    return device.clock(x.device) - begun


if __name__ == "__main__":
    print(json.dumps(measured(*map(int, sys.argv[1:]))))
