"""Chunks that shrink, graphs that fall back."""

import pytest
import torch

from engine.diffusion.checkpoint import SHIPPED, load_denoiser
from engine.errors import WorkerFailed
from engine.graph import captured
from engine.memory import Fitting


def tight(room: int, *, error: type[RuntimeError] = torch.OutOfMemoryError, text: str = "full"):
    """A sum of two tensors that has room for `room` rows, and the heights it was asked in."""
    asked = []

    def function(a, b):
        asked.append(len(a))
        if len(a) > room:
            raise error(text)
        return a + b

    return function, asked


def test_where_there_is_room_nothing_is_cut():
    function, asked = tight(100)
    x = torch.arange(23.0)
    assert torch.equal(Fitting(function)(x, x), 2 * x)
    assert asked == [23]


@pytest.mark.parametrize("room", [1, 3, 8])
def test_out_of_memory_halves_the_chunk_and_loses_no_row(room):
    function, asked = tight(room)
    fitting, x = Fitting(function), torch.arange(17.0)
    assert torch.equal(fitting(x, 10 * x), 11 * x)
    asked.clear()
    assert torch.equal(fitting(x, x), 2 * x)
    assert max(asked) <= room  # what fitted is remembered


def test_the_allocator_of_the_cpu_counts_as_out_of_memory_and_other_errors_do_not():
    text = "[enforce fail] DefaultCPUAllocator: can't allocate memory"
    function, _ = tight(4, error=RuntimeError, text=text)
    assert torch.equal(Fitting(function)(torch.ones(9), torch.ones(9)), torch.full((9,), 2.0))
    function, _ = tight(4, error=RuntimeError, text="shapes do not match")
    with pytest.raises(RuntimeError, match="shapes"):
        Fitting(function)(torch.ones(9), torch.ones(9))


def test_a_single_row_that_does_not_fit_is_a_sentence():
    function, _ = tight(0)
    with pytest.raises(WorkerFailed, match="too little free memory"):
        Fitting(function)(torch.zeros(4), torch.zeros(4))


def test_a_builder_short_of_memory_rebuilds_the_same_houses():
    denoiser = load_denoiser(SHIPPED)
    x = torch.randn(5, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    whole, ask = denoiser(x, 0.3), denoiser.output.function

    def short(x, time):
        if len(x) > 2:
            raise torch.OutOfMemoryError
        return ask(x, time)

    denoiser.output.function = short
    assert (denoiser(x, 0.3) - whole).abs().max() < 1e-5
    assert denoiser.output.most == 2


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
