r"""From which length on: every crossing of two costs, solved (torch-free).

All costs are $an$ or $bn^2$, so each crossing is a ratio. For a plain layer ($g=h$, FFN $4D$):
attention meets the FFN at $2D$, the sheet is half of the layer at $6D$, linear attention is
cheaper from $m$ on. A causal mask made use of ideally doubles them.
"""

from __future__ import annotations

from engine.attention import cost
from engine.attention.layer import Layer


def _half(halved: bool) -> int:
    return 2 if halved else 1


def attention_is_ffn(layer: Layer, halved: bool = False) -> float:
    """Projections and sheet together cost as much as the FFN; 0 where they always cost more."""
    room = cost.ffn(layer, 1) - cost.projections(layer, 1)
    return max(0.0, _half(halved) * room / cost.sheet(layer, 1))


def sheet_is_half(layer: Layer, halved: bool = False) -> float:
    """The sheet costs as much as all the rest of the layer."""
    return _half(halved) * cost.dense(layer, 1) / cost.sheet(layer, 1)


def linear_is_cheaper(
    layer: Layer, wider: int = 1, reading: str = "qkvo", counted: bool = False
) -> float:
    """Linear attention costs as much as the sheet, in the layer and alone."""
    per_token = cost.linear_layer(layer, 1, wider, reading, counted) - cost.dense(layer, 1)
    return per_token / cost.sheet(layer, 1)


def layer_is_faster(
    layer: Layer, times: float, wider: int = 1, reading: str = "qkvo", *, counted: bool = False
) -> float:
    """The layer is `times` as fast with linear attention: a speed-up that grows with n."""
    dense, linear = cost.dense(layer, 1), cost.linear_layer(layer, 1, wider, reading, counted)
    return (times * linear - dense) / cost.sheet(layer, 1)
