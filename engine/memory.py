"""Too much for the device at once: smaller chunks first, then a sentence; what is known to be too
much is refused before it is begun.

A batch that does not fit is halved until it does, and what fitted is remembered. Where a
single sample does not fit, nothing will: `WorkerFailed` says so.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from engine.errors import WorkerFailed, check

FULL = "the device {device} has too little free memory for a single sample"
GIB = 2**30
log = logging.getLogger(__name__)


def is_full(error: RuntimeError) -> bool:
    """Whether `error` says that memory ran out, on a GPU or on the CPU."""
    said = str(error)
    return isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in said


def room(device: torch.device) -> int:
    """Bytes that one computation may take: what is free on a GPU, of a CPU's memory the half."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    if not hasattr(os, "sysconf"):  # Windows
        return 1 << 62
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def check_room(need: float, device: torch.device, name: str, value: Any) -> None:
    """`need` bytes fit on `device`; else the parameter `name`, whose `value` asks for them, is
    said to take too much."""
    has = room(device)
    said = {"need": f"{need / GIB:.1f}", "has": f"{has / GIB:.1f}"}
    check(need <= has, name, "needs {need} GiB, this device has {has} to spare", value, **said)


class Fitting:
    """`function` of tensors with n rows each, asked for as many rows at once as there is room for.

    Row i of the answer depends on row i of the arguments alone. `most` is how many rows
    fitted last, None while everything has.
    """

    def __init__(self, function: Callable[..., Tensor]):
        self.function = function
        self.most: int | None = None

    def __call__(self, *rows: Tensor) -> Tensor:
        while True:
            try:
                return self._in_chunks(rows)
            except RuntimeError as error:
                if not is_full(error):
                    raise
                self._shrink(rows[0], error)

    def _in_chunks(self, rows: tuple[Tensor, ...]) -> Tensor:
        if self.most is None or len(rows[0]) <= self.most:
            return self.function(*rows)
        chunks = zip(*(part.split(self.most) for part in rows), strict=True)
        return torch.cat([self.function(*chunk) for chunk in chunks])

    def _shrink(self, x: Tensor, error: RuntimeError) -> None:
        tried = min(len(x), self.most or len(x))
        if tried == 1:
            raise WorkerFailed(FULL, device=str(x.device)) from error
        self.most = tried // 2
        log.warning("no memory for %s samples at once, %s from now on", tried, self.most)
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
