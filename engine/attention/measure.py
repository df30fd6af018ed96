"""The clock: every kernel at every length, in turn, warmed up and synchronised.

A round reads every kernel at every length once, so that a machine that slows down in the middle
slows all alike; the first round warms up and is thrown away. Long inputs are timed in `pieces`.
What a length needs is estimated before anything is allocated.

`python -m engine.attention.measure` prints medians, spreads and crossings.
"""

from __future__ import annotations

import json
import math
from collections.abc import Generator

import numpy as np
import torch

from engine.attention import memory
from engine.attention.config import KERNELS, NAIVE_LONGEST, MeasureConfig, MeasureResult
from engine.attention.pieces import heads_apart, pieces, timed
from engine.device import default, describe
from engine.jobs import Progress
from engine.memory import check_room
from engine.task import finished

GEMM, COPY = 1024, 2**24
"""Side of the square matrices that are multiplied, numbers that are copied."""


def run(config: MeasureConfig) -> Generator[Progress, None, MeasureResult]:
    """All readings; a `Progress` before each piece of each kernel at each length in each round."""
    device = default()
    check_size(config, device)
    shape = (len(KERNELS), len(config.lengths), config.readings + 1)
    seconds, roof = np.empty(shape), np.empty((2, config.readings + 1))
    total, done = int(np.prod(shape)), 0
    for k in range(config.readings + 1):
        roof[:, k] = _peak(device, config), _stream(device)
        for j, n in enumerate(config.lengths):
            for i, name in enumerate(KERNELS):
                took = math.nan if name == "naive" and n > NAIVE_LONGEST else 0.0
                for piece in pieces(name, config, n, device):
                    yield Progress(done, total)
                    took += piece()
                seconds[i, j, k], done = took, done + 1
    said = describe(device)
    roof = roof[:, 1:]
    return MeasureResult(
        config, seconds[..., 1:], roof[0], roof[1], said.label, said.cores, said.torch_version
    )


def check_size(config: MeasureConfig, device: torch.device) -> None:
    """Every piece of the longest length fits, see `engine.memory.check_room`."""
    n = config.lengths[-1]
    need = max(
        memory.needed(name, config.layer, n, config.batch, config.dtype, config.backward)
        // heads_apart(name, config, n)
        for name in KERNELS
    )
    check_room(need, device, "n", n)


def _peak(device: torch.device, config: MeasureConfig) -> float:
    """FLOP per second of a square matrix product."""
    dtype = getattr(torch, config.dtype)
    a = torch.ones(GEMM, GEMM, device=device, dtype=dtype)
    return 2 * GEMM**3 / timed(torch.matmul, (a, a), False, device)


def _stream(device: torch.device) -> float:
    """Bytes per second of a copy: read once, written once."""
    a = torch.ones(COPY, device=device)
    out = torch.empty_like(a)
    return 2 * 4 * COPY / timed(out.copy_, (a,), False, device)


def report(result: MeasureResult) -> dict:
    """What the command prints, ready for JSON."""
    return {
        "device": result.device,
        "threads": result.threads,
        "torch": result.torch_version,
        "dtype": result.config.dtype,
        "readings": result.config.readings,
        "lengths": list(result.config.lengths),
        "milliseconds": {name: (1e3 * x).tolist() for name, x in result.median.items()},
        "spread": {name: x.tolist() for name, x in result.spread.items()},
        "fused_over_dense": result.ratio.tolist(),
        "counted": result.counted.tolist(),
        "linear_is_faster_from": result.crossing("fused", "linear"),
        "sheet_is_half_from": result.crossing("fused", "dense"),
    }


def main() -> None:
    print(json.dumps(report(finished(run(MeasureConfig()))), indent=2))


if __name__ == "__main__":
    main()
