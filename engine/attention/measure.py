"""The clock: every kernel at every length, in turn, warmed up and synchronised.

A round reads every kernel at every length once, so that a machine that slows down in the middle
slows all alike; the first round warms up and is thrown away. Heads do not see one another, nor
do tokens in the dense part, so long inputs are timed in pieces (some heads, some tokens) and the
seconds added: no piece keeps other readers' jobs waiting for long, and none needs all the sheets
at once. What a length needs is estimated before anything is allocated.

`python -m engine.attention.measure` prints medians, spreads and crossings.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Generator
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import gelu, linear

from engine.attention import cost, memory
from engine.attention.config import KERNELS, NAIVE_LONGEST, MeasureConfig, MeasureResult
from engine.attention.layer import CHUNK
from engine.device import clock, default, describe, mix
from engine.errors import check
from engine.jobs import Progress
from engine.task import finished
from engine.transformer import attention

PIECE = 6e9
"""About so many multiplications make a piece: some tens of milliseconds on two cores."""
GEMM, COPY = 1024, 2**24
Work = Generator[None, None, float]


def run(config: MeasureConfig) -> Generator[Progress, None, MeasureResult]:
    """All readings; one `Progress` for each kernel, length and round."""
    device = default()
    check_room(config, device)
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


def check_room(config: MeasureConfig, device: torch.device) -> None:
    """Every piece of the longest length fits: "needs x GiB, this device has y"."""
    n = config.lengths[-1]
    need = max(
        memory.needed(name, config.layer, n, config.batch, config.dtype, config.backward)
        // _heads_apart(name, config, n)
        for name in KERNELS
    )
    has = room(device)
    rule = "needs {need} GiB, this device has {has}"
    said = {"need": f"{need / memory.GIB:.1f}", "has": f"{has / memory.GIB:.1f}"}
    check(need <= has, "n", rule, n, **said)


def room(device: torch.device) -> float:
    """Bytes of memory of `device`; endless where the system does not say."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[1]
    if not hasattr(os, "sysconf"):  # Windows
        return math.inf
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def pieces(
    name: str, config: MeasureConfig, n: int, device: torch.device
) -> list[Callable[[], float]]:
    """Kernel `name` at length n as pieces to time; their seconds add up to it."""
    if name == "naive" and n > NAIVE_LONGEST:
        return []
    if name == "dense":
        return _dense_pieces(config, n, device)
    parts = _heads_apart(name, config, n)
    kernel = _kernel(name, n)
    inputs = _drawn(config, (3, config.batch, config.layer.heads, n, config.layer.head), device)
    groups = inputs.chunk(parts, dim=2)
    return [partial(timed, kernel, group.unbind(0), config.backward, device) for group in groups]


def timed(
    function: Callable[..., Tensor],
    inputs: tuple[Tensor, ...],
    backward: bool,
    device: torch.device,
) -> float:
    """Seconds of `function(*inputs)`, with its backward pass where asked for."""
    inputs = tuple(x.detach().contiguous().requires_grad_(backward) for x in inputs)
    grad = None
    begun = clock(device)
    with torch.set_grad_enabled(backward):
        out = function(*inputs)
        if backward:
            grad = torch.autograd.grad(out, inputs, torch.ones_like(out))
    took = clock(device) - begun
    del out, grad
    return took


def _heads_apart(name: str, config: MeasureConfig, n: int) -> int:
    """Into how many groups of heads kernel `name` is cut."""
    if name == "dense":
        return 1
    both = 3 if config.backward else 1
    work = config.batch * both * cost.FORWARD[name](config.layer, n, min(n, CHUNK))
    slow = {"naive": 4, "linear": 16, "chunked": 16}.get(name, 1)  # memory, not products
    return int(min(config.layer.heads, max(1, round(slow * work / PIECE))))


def _kernel(name: str, n: int) -> Callable[..., Tensor]:
    if name == "chunked":
        return partial(attention.linear_chunked, chunk=min(n, CHUNK))
    return {"naive": attention.naive, "fused": attention.fused, "linear": attention.linear}[name]


def _dense_pieces(config: MeasureConfig, n: int, device: torch.device) -> list:
    """Projections and FFN, some tokens at a time; a gated FFN multiplies two of its matrices."""
    layer = config.layer
    both = 3 if config.backward else 1
    x = _drawn(config, (config.batch * n, layer.width), device)
    some = max(512, int(PIECE / both / (cost.dense(layer, 1))))
    weights = _weights(config, device)
    return [
        partial(timed, _dense, (group, *weights), config.backward, device)
        for group in x.split(some)
    ]


def _weights(config: MeasureConfig, device: torch.device) -> list[Tensor]:
    layer = config.layer
    wide, inner, keys = layer.width, layer.inner, layer.kv_heads * layer.head
    shapes = [(wide, wide), (keys, wide), (keys, wide), (wide, wide), (wide, inner)]
    shapes += [(inner, wide)] * (layer.matrices - 1)
    return [_drawn(config, shape, device) / wide**0.5 for shape in shapes]


def _dense(x: Tensor, q: Tensor, k: Tensor, v: Tensor, o: Tensor, down: Tensor, *up: Tensor):
    """Everything of a layer but attention, norms and residuals; its outputs, side by side."""
    seen = [linear(x, weight) for weight in (q, k, v)]
    hidden = gelu(linear(x, up[0]))
    for gate in up[1:]:
        hidden = hidden * linear(x, gate)
    return torch.cat([*seen[1:], linear(seen[0], o), linear(hidden, down)], dim=-1)


def _drawn(config: MeasureConfig, shape: tuple[int, ...], device: torch.device) -> Tensor:
    generator = torch.Generator().manual_seed(mix(config.seed, *shape))
    x = torch.randn(shape, generator=generator)
    return x.to(device, getattr(torch, config.dtype))


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
