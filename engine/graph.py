"""CUDA graphs: a function of tensors recorded once and replayed with one launch.

A small network on a GPU spends its time on launching kernels; a replay launches them all
at once. On a CPU, and where capture fails, the function itself is used.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import torch
from torch import Tensor

log = logging.getLogger(__name__)
Function = Callable[..., Tensor]


def captured(function: Function, *examples: Tensor) -> Function:
    """`function`, recorded for tensors like `examples`; other shapes run eagerly.

    `function` must be pure and without a synchronisation. The result is a fresh tensor at
    each call. On a CPU `function` is returned as it is.
    """
    if not examples or examples[0].device.type != "cuda":
        return function
    try:
        return _record(function, examples)
    except RuntimeError as error:
        log.warning("no CUDA graph, eager instead: %s", error)
        return function


def _record(function: Function, examples: tuple[Tensor, ...]) -> Function:
    static = [example.clone() for example in examples]
    kinds = [(example.shape, example.dtype) for example in examples]
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        # the first calls pick algorithms and allocate, which a graph must not
        for _ in range(3):
            function(*static)
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        output = function(*static)

    def replay(*inputs: Tensor) -> Tensor:
        if [(a.shape, a.dtype) for a in inputs] != kinds:
            return function(*inputs)
        for buffer, value in zip(static, inputs, strict=True):
            buffer.copy_(value)
        graph.replay()
        return output.clone()

    return replay
