"""Chunks that shrink, graphs that fall back."""

import pytest
import torch

from engine.errors import WorkerFailed
from engine.graph import captured
from engine.memory import in_chunks


def test_chunks_give_the_whole_in_order():
    x = torch.arange(23.0)
    assert torch.equal(in_chunks(lambda rows: rows * 2, x, 5), x * 2)


def test_out_of_memory_halves_the_chunk_and_loses_no_row():
    seen = []

    def tight(rows):
        if len(rows) > 3:
            raise torch.OutOfMemoryError("too many rows")
        seen.append(len(rows))
        return rows + 1

    x = torch.arange(17.0)
    assert torch.equal(in_chunks(tight, x, 16), x + 1)
    assert max(seen) <= 3


def test_a_single_row_that_does_not_fit_is_a_sentence():
    def never(rows):
        raise torch.OutOfMemoryError("none fits")

    with pytest.raises(WorkerFailed, match="too little free memory"):
        in_chunks(never, torch.zeros(4), 4)


def test_on_a_cpu_a_captured_function_is_the_function():
    def double(x):
        return 2 * x

    assert captured(double, torch.ones(3)) is double


@pytest.mark.gpu
def test_on_a_gpu_a_replay_gives_what_the_function_gives():
    weight = torch.randn(16, 16, device="cuda")

    def layer(x):
        return torch.tanh(x @ weight)

    fast = captured(layer, torch.zeros(4, 16, device="cuda"))
    for seed in range(3):
        x = torch.randn(4, 16, device="cuda", generator=torch.Generator("cuda").manual_seed(seed))
        assert torch.allclose(fast(x), layer(x), atol=1e-6)
    odd = torch.randn(5, 16, device="cuda")
    assert torch.allclose(fast(odd), layer(odd), atol=1e-6)
