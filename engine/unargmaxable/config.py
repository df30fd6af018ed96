"""What is decided of each word, and how that is proved (torch-free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ARGMAXABLE, UNARGMAXABLE, TIE, UNDECIDED = "argmaxable", "unargmaxable", "tie", "undecided"
VERDICTS = (ARGMAXABLE, UNARGMAXABLE, TIE, UNDECIDED)


@dataclass(frozen=True)
class Weights:
    """The certificate of a no: row k is the mean of `rows` (s,) with `weights` (s,), float64."""

    rows: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Verdicts:
    r"""One verdict a row: `kind` int8 (V,), an index into `VERDICTS`.

    `own` bool (V,) says that the witness of a row is the row itself less `centre` (d,), times
    `reach` (V,), so that a whole vocabulary's witnesses need no second matrix; `witnesses`
    maps the other argmaxable rows to their h (d,), `weights` the unargmaxable ones to their
    certificate, and `twins` the ties to the row they are equal to.
    """

    kind: np.ndarray
    centre: np.ndarray
    own: np.ndarray
    reach: np.ndarray
    witnesses: dict[int, np.ndarray]
    weights: dict[int, Weights]
    twins: dict[int, int]

    def verdict(self, k: int) -> str:
        """The verdict of row k in words."""
        return VERDICTS[self.kind[k]]

    def count(self, verdict: str) -> int:
        """How many rows have it."""
        return int((self.kind == VERDICTS.index(verdict)).sum())
