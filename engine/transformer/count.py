r"""What torch counts: FLOPs of whatever a function multiplies, forward and backward.

`FlopCounterMode` knows the matrix products, and the fused kernel of a GPU, but not that of a CPU,
which it counts as 0 (torch 2.13). Here that kernel gets the formula its siblings have: two
products forward, five backward, since it lays the scores out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode, sdpa_backward_flop_count, sdpa_flop_count

ATEN = torch.ops.aten


def _fused(q, k, v, *rest, out_shape=None, **named) -> int:
    return sdpa_flop_count(q, k, v)


def _fused_backward(grad, q, k, v, *rest, out_shape=None, **named) -> int:
    return sdpa_backward_flop_count(grad, q, k, v)


ON_CPU = {
    ATEN._scaled_dot_product_flash_attention_for_cpu: _fused,
    ATEN._scaled_dot_product_flash_attention_for_cpu_backward: _fused_backward,
}


def forward(function: Callable[..., Tensor], *inputs: Tensor) -> int:
    """FLOPs of `function(*inputs)`."""
    with FlopCounterMode(display=False, custom_mapping=ON_CPU) as counter, torch.no_grad():
        function(*inputs)
    return counter.get_total_flops()


def both_ways(function: Callable[..., Tensor], *inputs: Tensor) -> int:
    """FLOPs of `function(*inputs)` and of its backward pass, as the inputs ask for it."""
    with FlopCounterMode(display=False, custom_mapping=ON_CPU) as counter:
        function(*inputs).sum().backward()
    return counter.get_total_flops()


def drawn(batch: int, heads: int, n: int, head: int, widths: Sequence[int] = (1, 1, 1)) -> list:
    """Queries, keys and values that ask for their gradients, `widths` times a head wide."""
    return [torch.rand(batch, heads, n, wide * head, requires_grad=True) for wide in widths]
