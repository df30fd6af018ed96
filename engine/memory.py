"""Work in chunks that shrink when the device runs out of memory."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from engine.errors import WorkerFailed


def in_chunks(function: Callable[[Tensor], Tensor], x: Tensor, chunk: int) -> Tensor:
    """`function` over the rows of `x`, at most `chunk` at a time, results concatenated.

    Out of memory, the chunk is halved and the rows left are tried again; where even one
    row does not fit, `WorkerFailed` says so.
    """
    parts, start = [], 0
    while start < len(x):
        try:
            parts.append(function(x[start : start + chunk]))
        except torch.OutOfMemoryError as error:
            if chunk == 1:
                raise WorkerFailed(
                    "the device {device} has too little free memory for a single sample",
                    device=str(x.device),
                ) from error
            chunk = chunk // 2
            if x.device.type == "cuda":
                torch.cuda.empty_cache()
            continue
        start += chunk
    return torch.cat(parts)
