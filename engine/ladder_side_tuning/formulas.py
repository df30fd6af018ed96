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


def bert(layers: int, width: int, vocabulary: int = 21_128) -> int:
    """Parameters of a BERT with 512 places, two kinds of sentences and a pooler."""
    ends = (vocabulary + 512 + 2) * width + 2 * width + width**2 + width
    return layers * (12 * width**2 + 13 * width) + ends


def adding_ladder(s: Setting) -> tuple[int, int]:
    """Parameters of the author's side network: its blocks, and its rungs without biases."""
    d = s.side
    block = 4 * (d * d + d) + 2 * d * 4 * d + d + 4 * d + 4 * d
    return len(s.rungs) * block, (len(s.rungs) + 1) * s.width * d


BASE = Setting(12, 768, 12, reduction=6, skip=3, vocabulary=21_128, side_heads=4)
LARGE = Setting(24, 1024, 16, reduction=8, skip=6, vocabulary=21_128, side_heads=4)
"""The author's two towers and their sides, 128 wide, four rungs (article 9138)."""
