r"""Parameters and bytes of full fine-tuning by formula (torch-free): what to expect before a run.

A pre-norm layer keeps $Bn(16D+4)$ numbers and the sheet $Bhn^2$ (the fused kernel: $Bhn$); see
`engine.ladder_side_tuning.account` for the same by torch's own account, of every method.
"""

from __future__ import annotations

from engine.ladder_side_tuning.config import Setting

NUMBER, INDEX = 4, 8
"""Bytes of a float32 and of an int64."""
ADAM = 2
"""Numbers that Adam remembers of each weight."""


def parameters(s: Setting) -> int:
    """Of the backbone: embeddings, layers, last norm, head."""
    ends = (s.vocabulary + s.n + 2) * s.width + (s.width + 1) * s.classes
    return s.layers * (12 * s.width**2 + 13 * s.width) + ends


def layer_numbers(s: Setting) -> int:
    """Numbers that one layer keeps."""
    row = s.n if s.attention == "naive" else 1
    return s.batch * s.n * (16 * s.width + 4 + s.heads * row)


def ends_bytes(s: Setting) -> int:
    """Text, last norm, pooled features, log-probabilities, labels and the loss's weight."""
    numbers = s.batch * (s.n * (s.width + 2) + s.width + s.classes) + 1
    return NUMBER * numbers + INDEX * s.batch * (s.n + 1)


def kept_full(s: Setting) -> int:
    """Bytes that full fine-tuning keeps for its backward pass."""
    return NUMBER * s.layers * layer_numbers(s) + ends_bytes(s)


def kept_checkpointed(s: Setting) -> int:
    """The same with gradient checkpointing: each layer's input, and the ends."""
    return NUMBER * s.layers * s.batch * s.n * s.width + ends_bytes(s)


def needed(s: Setting) -> int:
    """Bytes of one full step at its height: weights, gradients, Adam's state, all that is kept,
    and the gradients inside one layer."""
    state = (2 + ADAM) * NUMBER * parameters(s)
    return state + kept_full(s) + 2 * NUMBER * layer_numbers(s)
