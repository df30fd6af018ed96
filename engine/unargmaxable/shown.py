"""What is said of a whole matrix once it is decided: leads, the heaviest of each proof, files."""

from __future__ import annotations

import gzip

import numpy as np

from engine.unargmaxable import kept
from engine.unargmaxable.config import ARGMAXABLE, VERDICTS, Verdicts
from engine.unargmaxable.config_vocabulary_result import PROOF

ROUNDING = 1e-9
"""A proof's weights below this are rounding: a table leaves them out."""
MOST_NPZ, MOST_JSON = 4_000_000, 1_000_000
"""Certificates with more numbers are not written as files: 32 MB, or 20 MB of text."""


def lead(w: np.ndarray, found: Verdicts, margins: np.ndarray) -> np.ndarray:
    """Each winner's margin for an h of length 1: over the length of its own h (V,)."""
    length = np.linalg.norm(w - found.centre, axis=1) * np.abs(found.reach)
    for k, h in found.witnesses.items():
        length[k] = np.linalg.norm(h)
    length[(length == 0) | (found.kind != VERDICTS.index(ARGMAXABLE))] = np.nan
    return (margins / length).astype(np.float32)


def mentioned(found: Verdicts) -> dict[str, np.ndarray]:
    """What proofs and ties name: of each row how many a proof mixes and whom a tie is equal to, the
    mute rows, and the heaviest rows of their proofs, as `VocabularyResult` has them."""
    support, twin = np.zeros(len(found.kind), np.int32), np.full(len(found.kind), -1, np.int32)
    for k, one in found.weights.items():
        support[k] = np.count_nonzero(one.weights > ROUNDING)
    for k, other in found.twins.items():
        twin[k] = other
    mute = np.array(sorted(found.weights), np.int64)
    rows, weights = np.full((len(mute), PROOF), -1, np.int64), np.zeros((len(mute), PROOF))
    for at, k in enumerate(mute.tolist()):
        one = found.weights[k]
        order = np.argsort(-one.weights, kind="stable")[:PROOF]
        order = order[one.weights[order] > ROUNDING]
        rows[at, : len(order)], weights[at, : len(order)] = one.rows[order], one.weights[order]
    return {"support": support, "twin": twin, "mute": mute, "rows": rows, "weights": weights}


def files(found: Verdicts) -> tuple[bytes, bytes]:
    """The certificates as NPZ and as JSON, packed by gzip; each empty where it is too large."""
    numbers = len(found.witnesses) * len(found.centre) + 2 * len(found.kind)
    numbers += sum(2 * len(one.rows) for one in found.weights.values())
    npz = kept.npz(found) if numbers <= MOST_NPZ else b""
    text = kept.text(found) if numbers <= MOST_JSON else ""
    return npz, gzip.compress(text.encode(), 6, mtime=0) if text else b""
