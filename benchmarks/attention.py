r"""Do the formulas, torch's counter and its peers count the same, and what does the clock say?

`flops_*`: one BERT base layer of torch, forward, n = 512: our formula beside what
`FlopCounterMode` counts, plain (it knows no fused kernel of a CPU) and as
`engine.transformer.count` uses it, beside fvcore and calflops; `ours` and `peer` are G FLOPs,
`ratio` the peer's count over ours, `agreement` the difference as a share of ours. `_naive`: the
same of our own layer, with the sheet laid out by two plain products. `kernel_*`: our attentions
beside torch's own fused kernel on the same queries, keys and values, in interleaved pairs;
`agreement` is the largest difference of the outputs where the two are the same mathematics.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.functional import scaled_dot_product_attention
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.pairs import Case, compare, missing
from engine import device
from engine.attention import cost
from engine.attention.layer import Layer
from engine.attention.pieces import timed
from engine.transformer import attention, count
from engine.transformer.config import EncoderConfig
from engine.transformer.encoder import Encoder

N, LAYER = 512, Layer()
LENGTHS = (512, 2048)
UNIT = "G FLOPs"


def cases() -> Iterator[Case]:
    """`flops_*` of four counters, then `kernel_*` at two lengths."""
    yield counted("flops_torch", "FlopCounterMode, the fused kernel made known", _known)
    yield counted("flops_math", "FlopCounterMode, math kernel", _math)
    yield counted("flops_plain", "FlopCounterMode as it is", _plain)
    for name, count_of in (("fvcore", _fvcore), ("calflops", _calflops)):
        for label, layer in ((f"flops_{name}", encoder), (f"flops_{name}_naive", laid_out)):
            there = importlib.util.find_spec(name) is not None
            count_it = partial(count_of, layer)
            yield counted(label, name, count_it) if there else missing(label, name, UNIT)
    for n in LENGTHS:
        yield kernel(f"kernel_fused_{n}", n, attention.fused, same=True)
        yield kernel(f"kernel_naive_{n}", n, attention.naive, same=True)
        yield kernel(f"kernel_linear_{n}", n, attention.linear, same=False)


def counted(name: str, peer_name: str, count_of: Callable[[], float]) -> Case:
    """What a peer counts beside the formula; nothing is timed, so there is no spread."""
    ours, peer = 2 * cost.softmax_layer(LAYER, N), count_of()
    off = abs(peer - ours) / ours
    return Case(name, ours / 1e9, peer / 1e9, peer_name, peer / ours, 0.0, off, UNIT)


def encoder() -> torch.nn.Module:
    """One layer of BERT base as torch has it, in training, so that it takes no shortcut."""
    return torch.nn.TransformerEncoderLayer(768, 12, 3072, 0.0, batch_first=True)


def laid_out() -> torch.nn.Module:
    """One layer of BERT base as the lab has it, naive attention."""
    return Encoder(EncoderConfig(layers=1))


def _known() -> float:
    return count.forward(encoder(), torch.rand(1, N, 768))


def _math() -> float:
    with sdpa_kernel(SDPBackend.MATH):
        return _known()


def _plain() -> float:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        encoder()(torch.rand(1, N, 768))
    return counter.get_total_flops()


def _fvcore(layer: Callable[[], torch.nn.Module]) -> float:
    from fvcore.nn import FlopCountAnalysis

    seen = FlopCountAnalysis(layer(), torch.rand(1, N, 768))
    return 2 * seen.unsupported_ops_warnings(False).total()  # it counts a product as one


def _calflops(layer: Callable[[], torch.nn.Module]) -> float:
    from calflops import calculate_flops

    said = {"print_results": False, "output_as_string": False}
    flops, _, _ = calculate_flops(layer(), input_shape=(1, N, 768), **said)
    return flops


def kernel(name: str, n: int, ours: Callable[..., Tensor], *, same: bool) -> Case:
    """One of our attentions beside torch's fused kernel, forward, all heads of one layer."""
    where = device.default()
    generator = torch.Generator().manual_seed(7)
    shape = (3, 1, LAYER.heads, n, LAYER.head)
    inputs = torch.randn(shape, generator=generator).to(where).unbind(0)
    peer = scaled_dot_product_attention
    off = (ours(*inputs) - peer(*inputs)).abs().max().item() if same else None
    return compare(
        name,
        lambda: 1e3 * timed(ours, inputs, False, where),
        lambda: 1e3 * timed(peer, inputs, False, where),
        peer_name="torch's scaled_dot_product_attention",
        unit="ms",
        agreement=off,
    )
