"""Both orders of multiplication give one result; the sheet and the block agree."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidParameter
from engine.transformer.attention import (
    features,
    fused,
    linear,
    linear_chunked,
    linear_map,
    linear_recurrent,
    naive,
    quadratic,
    softmax_map,
)

sizes = st.tuples(*(st.integers(1, high) for high in (2, 3, 6, 8, 5)))


def drawn(batch: int, heads: int, n: int, m: int, d: int, scale: float = 1.0):
    """q, k (…, n, m) and v (…, n, d), standard normal times `scale`, float64."""
    generator = torch.Generator().manual_seed(n + 31 * m)

    def normal(width: int) -> torch.Tensor:
        shape = (batch, heads, n, width)
        return scale * torch.randn(shape, dtype=torch.float64, generator=generator)

    return normal(m), normal(m), normal(d)


def far(a: torch.Tensor, b: torch.Tensor) -> float:
    return float((a - b).abs().max())


@given(sizes)
def test_linear_attention_is_the_quadratic_form_of_its_kernel(size):
    batch, heads, n, m, d = size
    q, k, v = drawn(batch, heads, 8 * n, m, d, scale=3.0)
    assert far(linear(q, k, v), quadratic(q, k, v)) < 1e-12


@given(sizes, st.integers(1, 8))
def test_chunked_recurrent_and_quadratic_are_one_causal_attention(size, chunk):
    batch, heads, n, m, d = size
    q, k, v = drawn(batch, heads, n * chunk, m, d)
    step = linear_recurrent(q, k, v)
    assert far(linear_chunked(q, k, v, chunk=chunk), step) < 1e-12
    assert far(quadratic(q, k, v, causal=True), step) < 1e-12


@pytest.mark.parametrize("causal", [False, True])
def test_naive_and_fused_softmax_attention_agree(causal):
    q, k, v = (x.float() for x in drawn(2, 3, 96, 16, 16))
    assert far(naive(q, k, v, causal=causal), fused(q, k, v, causal=causal)) < 1e-6


@pytest.mark.parametrize("attention", [linear, linear_recurrent, linear_chunked])
def test_gradients_agree_with_those_of_the_sheet(attention):
    q, k, v = (x.requires_grad_() for x in drawn(1, 2, 64, 4, 3))
    seen = torch.autograd.grad(attention(q, k, v).square().sum(), (q, k, v))
    sheet = quadratic(q, k, v, causal=attention is not linear)
    for ours, theirs in zip(
        seen, torch.autograd.grad(sheet.square().sum(), (q, k, v)), strict=True
    ):
        assert far(ours, theirs) < 1e-12


def test_no_token_looks_ahead():
    q, k, v = drawn(1, 1, 12, 4, 4)
    for attention in (linear_chunked, linear_recurrent):
        chosen = {"chunk": 4} if attention is linear_chunked else {}
        before = attention(q, k, v, **chosen)
        later = [x.clone() for x in (q, k, v)]
        for x in later:
            x[..., 6:, :] += 1.0
        assert far(attention(*later, **chosen)[..., :6, :], before[..., :6, :]) == 0


@pytest.mark.parametrize("made", [softmax_map, linear_map])
@pytest.mark.parametrize("causal", [False, True])
def test_the_rows_of_both_maps_are_probabilities(made, causal):
    q, k, _ = drawn(1, 2, 24, 8, 8, scale=4.0)
    sheet = made(q, k, causal=causal)
    assert far(sheet.sum(-1), torch.ones(1, 2, 24, dtype=torch.float64)) < 1e-12
    assert float(sheet.min()) >= 0


def test_features_are_elu_plus_one_and_keep_their_digits():
    x = torch.linspace(-5, 5, 41, dtype=torch.float64)
    assert far(features(x), torch.nn.functional.elu(x) + 1) < 1e-15
    assert float(features(torch.tensor(-60.0))) > 0  # where elu(x) + 1 is 0


@pytest.mark.parametrize("n, chunk", [(100, 64), (64, 0), (16, 64)])
def test_a_length_that_the_chunk_does_not_divide_gets_a_sentence(n, chunk):
    q, k, v = drawn(1, 1, n, 4, 4)
    with pytest.raises(InvalidParameter) as wrong:
        linear_chunked(q, k, v, chunk=chunk)
    assert wrong.value.name == ("n" if n == 100 else "chunk")
