"""Where a language model keeps its last matrix: the names it goes by (torch-free)."""

from __future__ import annotations

from collections.abc import Iterable

from engine.unargmaxable.config_brought import Tensor, matrices

HEADS = (
    "lm_head.weight",
    "embed_out.weight",
    "output.weight",
    "cls.predictions.decoder.weight",
    "lm_head.decoder.weight",
)
"""A last matrix of its own, the likeliest name first."""
TIED = (
    "word_embeddings.weight",
    "embed_tokens.weight",
    "wte.weight",
    "embed_in.weight",
    "tok_embeddings.weight",
    "shared.weight",
)
"""The ends of the names of an input embedding, which a tied model uses last as well."""
BIASES = {
    "lm_head.weight": ("lm_head.bias",),
    "cls.predictions.decoder.weight": ("cls.predictions.decoder.bias", "cls.predictions.bias"),
    "lm_head.decoder.weight": ("lm_head.decoder.bias", "lm_head.bias"),
}
TIED_BIASES = ("cls.predictions.decoder.bias", "cls.predictions.bias", "lm_head.bias")


def head_of(names: Iterable[str]) -> tuple[str, str]:
    """The last matrix among the tensors `names` and its bias, "" where there is none.

    A matrix of its own goes before a tied one. Both are "" where no known name is there.
    """
    there = sorted(names, key=lambda name: (len(name), name))
    for head in HEADS:
        if head in there:
            return head, _first(BIASES.get(head, ()), there)
    for end in TIED:
        for name in there:
            if name == end or name.endswith(f".{end}"):
                return name, _first(TIED_BIASES, there)
    return "", ""


def chosen(tensors: dict[str, Tensor], wanted: str = "") -> tuple[str, str]:
    """The matrix to decide among `tensors` and its bias, "" for none: the one that is `wanted`,
    else the head by its name, else the largest. Raises `InvalidParameter` where there is none.

    A bias that no name tells is the only vector with a number for each row.
    """
    named, bias = head_of(name for name in tensors)
    there = matrices(tensors)
    matrix = wanted if wanted in tensors else named if named in there else there[0]
    rows = tensors[matrix].shape[:1]
    fitting = [name for name, one in tensors.items() if one.shape == rows and len(one.shape) == 1]
    if matrix == named and bias in fitting:
        return matrix, bias
    return matrix, fitting[0] if len(fitting) == 1 else ""


def _first(wanted: Iterable[str], there: list[str]) -> str:
    return next((name for name in wanted if name in there), "")
