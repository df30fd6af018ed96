"""What crosses between the server and a worker: a work's name, its steps, its parcels.

A work is named `"module:function"`, the function being a generator: it yields `Progress`
and returns its Result. The module lies under `engine`, or under one of the packages that
the environment variable `LAB_JOB_MODULES` lists instead (comma separated; the tests name
`engine,tests.fakes`).

A parcel is a pickle with its arrays beside it. Opened, the arrays are read-only, since
one Result serves many readers; a parcel that holds a tensor is refused, since opening it
would import torch into the server.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
import traceback
from collections.abc import Generator
from importlib import import_module
from typing import Any

from engine.errors import InvalidParameter, WorkerFailed, check

Parcel = tuple[bytes, list[bytes]]


def check_named(work: str) -> None:
    """`work` is `"module:function"` with a module that may be named."""
    roots = os.environ.get("LAB_JOB_MODULES", "engine").split(",")
    module, _, function = work.partition(":")
    known = any(module == root or module.startswith(root + ".") for root in roots)
    rule = "must be module:function, the module under {modules}"
    check(known and function.isidentifier(), "work", rule, work, modules=", ".join(roots))


def named(work: str) -> Any:
    """The run that `work` names, its module imported."""
    check_named(work)
    module, _, function = work.partition(":")
    return getattr(import_module(module), function)


def steps(work: str, config: bytes) -> Generator[Any, None, Any]:
    """The steps of `work` on the pickled `config`; nothing is imported before the first."""
    return (yield from named(work)(pickle.loads(config)))


def step(running: Generator[Any, None, Any]) -> tuple[str, Parcel]:
    """One turn: `("progress" | "done" | "failed", parcel)`."""
    try:
        return _advance(running)
    except Exception as error:
        return "failed", pack(failure(error))


def _advance(running: Generator[Any, None, Any]) -> tuple[str, Parcel]:
    before = _torch_modes()
    try:
        progress = next(running)
    except StopIteration as end:
        return "done", pack(end.value)
    if _torch_modes() != before:  # it would leak into the other jobs' turns
        running.close()
        raise WorkerFailed("a run yields inside torch.no_grad() or torch.inference_mode()")
    return "progress", pack(progress)


def _torch_modes() -> tuple[bool, bool]:
    torch = sys.modules.get("torch")
    if not hasattr(torch, "is_inference_mode_enabled"):  # not imported, or only half
        return True, False
    return torch.is_grad_enabled(), torch.is_inference_mode_enabled()


def failure(error: Exception) -> Exception:
    """`error` as a reader may meet it: a sentence; the traceback goes to the log."""
    if isinstance(error, InvalidParameter):
        return error
    traceback.print_exception(error)
    if isinstance(error, WorkerFailed):
        return error
    return WorkerFailed("the computation failed: {text}", text=f"{type(error).__name__}: {error}")


def pack(value: Any) -> Parcel:
    """`value` as a parcel."""
    buffers: list[pickle.PickleBuffer] = []
    body = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    return body, [bytes(buffer.raw()) for buffer in buffers]


def unpack(parcel: Parcel) -> Any:
    """What `pack` packed."""
    body, buffers = parcel
    return _Opener(io.BytesIO(body), buffers=buffers).load()


def weight(parcel: Parcel) -> int:
    """Bytes of a parcel."""
    body, buffers = parcel
    return len(body) + sum(map(len, buffers))


class _Opener(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] == "torch":
            raise WorkerFailed("a result holds {name}, not numbers or arrays", name=module)
        return super().find_class(module, name)
