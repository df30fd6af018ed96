"""Verdicts put together: named by the certificates they carry, merged from ranges of words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.unargmaxable.config import VERDICTS, Verdicts


def name(found: Verdicts) -> None:
    """Set the kinds as the certificates have it."""
    argmaxable, unargmaxable, tie, undecided = range(len(VERDICTS))
    found.kind[:] = undecided
    found.kind[found.own] = argmaxable
    found.kind[list(found.witnesses)] = argmaxable
    found.kind[list(found.weights)] = unargmaxable
    found.kind[list(found.twins)] = tie


def merged(parts: Sequence[tuple[range, Verdicts]]) -> Verdicts:
    """The verdicts of all ranges of one vocabulary, each decided alone, in one."""
    first = parts[0][1]
    kind = np.full(len(first.kind), VERDICTS.index("undecided"), np.int8)
    own, reach = np.zeros(len(kind), bool), np.ones(len(kind))
    out = Verdicts(kind, first.centre, own, reach, {}, {}, {})
    for words, part in parts:
        some = slice(words.start, words.stop)
        kind[some], own[some], reach[some] = part.kind[some], part.own[some], part.reach[some]
        for mine, theirs in zip(_maps(out), _maps(part), strict=True):
            mine.update({k: v for k, v in theirs.items() if k in words})
    return out


def _maps(found: Verdicts) -> tuple[dict, dict, dict]:
    """What is kept by word."""
    return found.witnesses, found.weights, found.twins
