"""Experiment `vocabulary`, every row of a whole matrix decided: the answer (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.unargmaxable.config import VERDICTS
from engine.unargmaxable.config_vocabulary import VocabularyConfig

PROOF = 5
"""So many rows of a proof, the heaviest, are shown; the files have them all."""


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
