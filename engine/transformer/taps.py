"""What can be done at an encoder's named places.

An encoder hands each tensor that has a name to `watch(name, tensor)` and goes on with what it
gets back. Names: `0` is the input, `l` what sublayer l = 1 … 2N gives, `l.branch` its branch
before the sum; inside an attention branch `l.q`, `l.k`, `l.v` (batch, heads, n, width of a head)
and `l.mixed`, inside a feed-forward branch `l.first` and `l.active`; `out` is the output.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

Watch = Callable[[str, Tensor], Tensor]


def pass_by(name: str, tensor: Tensor) -> Tensor:
    """Look at nothing."""
    return tensor


def cut_branches(name: str, tensor: Tensor) -> Tensor:
    """Let no gradient into a branch: what comes down is the skip path's alone."""
    return tensor.detach() if name.endswith(".branch") else tensor


class Taps:
    """Keeps every tensor that passes by its name, and its gradient after a backward pass."""

    def __init__(self):
        self.seen: dict[str, Tensor] = {}

    def __call__(self, name: str, tensor: Tensor) -> Tensor:
        if tensor.requires_grad:
            tensor.retain_grad()
        self.seen[name] = tensor
        return tensor

    def gradient(self, name: str) -> Tensor:
        """The gradient with respect to the tensor `name`; KeyError if none came there."""
        found = self.seen[name].grad
        if found is None:
            raise KeyError(name)
        return found
