"""Article 8610: every reference value, and formula = torch's own count, exactly."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.attention import SDPBackend, sdpa_kernel

from engine.attention import cost, crossing, memory
from engine.attention.layer import MODELS, Layer
from engine.errors import InvalidParameter
from engine.transformer import attention, count
from engine.transformer.config import EncoderConfig
from engine.transformer.encoder import Encoder

BASE = Layer()
TABLE = {
    128: (0.327, 0.604, 0.5417, 0.0270, 1.0137, 0.8409, 1.0278),
    512: (1.611, 2.416, 0.6667, 0.1000, 1.0959, 0.9091, 1.1111),
    1024: (4.027, 4.832, 0.8333, 0.1818, 1.2055, 1.0000, 1.2222),
    1536: (7.248, 7.248, 1.0000, 0.2500, 1.3151, 1.0909, 1.3333),
    2048: (11.274, 9.664, 1.1667, 0.3077, 1.4247, 1.1818, 1.4444),
    4608: (43.487, 21.743, 2.0000, 0.5000, 1.9726, 1.6364, 2.0000),
    16384: (450.97, 77.31, 5.8333, 0.7805, 4.4932, 3.7273, 4.5556),
}


@pytest.mark.parametrize("n", TABLE)
def test_the_articles_table_for_a_base_layer(n: int):
    ffn, whole = cost.ffn(BASE, n), cost.softmax_layer(BASE, n)
    attended = whole - ffn
    seen = (
        attended / 1e9,
        ffn / 1e9,
        attended / ffn,
        cost.sheet(BASE, n) / whole,
        whole / cost.linear_layer(BASE, n),
        whole / cost.linear_layer(BASE, n, wider=4),
        whole / cost.dense(BASE, n),
    )
    np.testing.assert_allclose(seen, TABLE[n], atol=6e-3, rtol=2e-4)


def test_attention_and_ffn_cost_the_same_at_twice_the_width():
    assert cost.ffn(BASE, 1536) == 7_247_757_312
    assert cost.projections(BASE, 1536) + cost.sheet(BASE, 1536) == 7_247_757_312


@given(st.integers(1, 16), st.integers(1, 128))
def test_the_crossings_of_a_plain_layer_are_2D_and_6D_and_d(heads: int, head: int):
    width = heads * head
    layer = Layer(width, heads, heads, 4 * width)
    assert crossing.attention_is_ffn(layer) == 2 * width
    assert crossing.sheet_is_half(layer) == 6 * width
    assert crossing.linear_is_cheaper(layer) == head
    assert crossing.sheet_is_half(layer, halved=True) == 12 * width
    n = crossing.sheet_is_half(layer)
    assert cost.sheet(layer, n) / cost.softmax_layer(layer, n) == 0.5
    assert cost.exponent(layer, n) == 1.5


def test_the_shares_that_the_article_names():
    def share(n: int) -> float:
        return cost.sheet(BASE, n) / cost.softmax_layer(BASE, n)

    assert share(512) == 0.1
    assert share(128) == pytest.approx(0.0270270, abs=1e-6)
    assert [round(cost.exponent(BASE, n), 2) for n in (512, 1536, 4608)] == [1.1, 1.25, 1.5]
    assert cost.softmax_layer(BASE, 512) / cost.ffn(BASE, 512) == pytest.approx(1.6667, abs=1e-4)


def test_wider_heads_move_the_crossing_as_each_reading_says():
    assert crossing.linear_is_cheaper(BASE, 4) == 1024
    assert crossing.linear_is_cheaper(BASE, 4, "qk") == 256
    assert crossing.linear_is_cheaper(BASE, 4, "qk", counted=True) == 2560
    assert crossing.linear_is_cheaper(BASE, 4, "qkvo", counted=True) == 5632
    assert crossing.layer_is_faster(BASE, 2) == 4736


@pytest.mark.parametrize(
    ("name", "ffn", "half"),
    [("bert_large", 2048, 6144), ("gpt3", 24_576, 73_728), ("gpt2", 1536, 4608)],
)
def test_the_crossings_of_larger_models(name: str, ffn: int, half: int):
    layer = MODELS[name].layer
    assert (crossing.attention_is_ffn(layer), crossing.sheet_is_half(layer)) == (ffn, half)


@pytest.mark.parametrize(
    ("name", "projections", "half"), [("llama3_8b", 2.5, 26_624), ("llama3_70b", 2.25, 52_224)]
)
def test_grouped_queries_and_a_gated_ffn_are_counted_as_they_are(name, projections, half):
    layer = MODELS[name].layer
    assert cost.projections(layer, 1) == projections * layer.width**2
    assert cost.ffn(layer, 1) == 10.5 * layer.width**2
    assert crossing.sheet_is_half(layer) == half
    assert memory.cache(layer, 1) == 2 * 8 * 128


def test_the_state_of_a_head_with_256_features():
    assert memory.state(Layer(64, 1, 1, 256), wider=4) == 16_640


KERNELS = {
    "naive": attention.naive,
    "fused": attention.fused,
    "linear": attention.linear,
    "recurrent": attention.linear_recurrent,
}


@settings(max_examples=25)
@given(*(st.integers(1, high) for high in (2, 3, 5, 4, 8)))
def test_formula_and_count_agree_exactly_forward_and_backward(batch, heads, chunks, chunk, head):
    n, width = chunks * chunk, heads * head
    layer = Layer(width, heads, heads, 4 * width)
    kernels = KERNELS | {"chunked": partial(attention.linear_chunked, chunk=chunk)}
    for name, kernel in kernels.items():
        inputs = count.drawn(batch, heads, n, head)
        expected = 2 * batch * cost.FORWARD[name](layer, n, chunk)
        assert count.forward(kernel, *inputs) == expected, name
        both = 2 * batch * cost.both_ways(name, layer, n, chunk)
        assert count.both_ways(kernel, *inputs) == both, name


@pytest.mark.parametrize(("reading", "widths"), [("qk", (4, 4, 1)), ("qkvo", (4, 4, 4))])
def test_wider_heads_are_counted_as_each_reading_says(reading, widths):
    inputs = count.drawn(1, 3, 20, 8, widths)
    expected = 2 * cost.linear(Layer(24, 3, 3, 96), 20, 4, reading)
    assert count.forward(attention.linear, *inputs) == expected


def encoder(width: int, heads: int, inner: int) -> torch.nn.Module:
    """Torch's own layer, post-LN: an independent one to count."""
    return torch.nn.TransformerEncoderLayer(width, heads, inner, 0.0, batch_first=True)


@pytest.mark.parametrize("asks, times", [(True, 3.0), (False, 2.7568)])
def test_a_base_layer_at_128_counts_to_the_last_flop(asks: bool, times: float):
    x = torch.rand(1, 128, 768, requires_grad=asks)
    layer = encoder(768, 12, 3072)
    with sdpa_kernel(SDPBackend.MATH):
        forward = count.forward(layer, x)
        both = count.both_ways(layer, x)
    assert forward == 2 * cost.softmax_layer(BASE, 128) == 1_862_270_976
    assert both / forward == pytest.approx(times, abs=5e-5)


def test_the_fused_kernel_of_a_cpu_is_counted_where_torch_alone_counts_nothing():
    inputs = count.drawn(1, 2, 32, 8)
    with torch.utils.flop_counter.FlopCounterMode(display=False) as counter:
        attention.fused(*inputs)
    assert counter.get_total_flops() in (0, count.forward(attention.fused, *inputs))
    assert count.forward(attention.fused, *inputs) == 2 * 2 * 32 * 32 * 16


@pytest.mark.filterwarnings("ignore")  # fvcore traces with torch.jit, which torch deprecates
@pytest.mark.parametrize(("width", "heads", "n"), [(768, 12, 128), (96, 4, 50)])
def test_fvcore_counts_the_formulas_products_and_the_norms_besides(width, heads, n):
    from fvcore.nn import FlopCountAnalysis

    ours = Encoder(EncoderConfig(width, heads, 1))
    seen = FlopCountAnalysis(ours, torch.rand(2, n, width)).unsupported_ops_warnings(False)
    parts = seen.by_operator()
    layer = Layer(width, heads, heads, 4 * width)
    assert parts["linear"] == 2 * cost.dense(layer, n)
    assert parts["matmul"] == 2 * cost.sheet(layer, n)
    assert set(parts) == {"linear", "matmul", "layer_norm"}


@pytest.mark.filterwarnings("ignore")
def test_calflops_counts_the_linear_maps_and_elementwise_work_and_misses_the_sheet():
    from calflops import calculate_flops

    said = {"print_results": False, "output_as_string": False}
    n, layer = 64, Layer(96, 4, 4, 384)
    ours = Encoder(EncoderConfig(96, 4, 1))
    _, macs, _ = calculate_flops(ours, input_shape=(1, n, 96), **said)
    assert macs == cost.dense(layer, n)
    assert cost.softmax_layer(layer, n) - macs == cost.sheet(layer, n) > 0


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"width": 770}, "width"),
        ({"heads": 0}, "heads"),
        ({"kv_heads": 5}, "kv_heads"),
        ({"inner": 0}, "inner"),
        ({"matrices": 4}, "matrices"),
    ],
)
def test_a_layer_that_cannot_be_gets_a_sentence(wrong: dict, name: str):
    with pytest.raises(InvalidParameter) as said:
        Layer(**wrong)
    assert said.value.name == name
