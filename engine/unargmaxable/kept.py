"""Verdicts as plain arrays and as text: to save a range, to take away, to read again."""

from __future__ import annotations

import io
import json

import numpy as np

from engine.errors import check
from engine.unargmaxable.config import Verdicts, Weights

FIELDS = ("kind", "centre", "own", "reach")


def arrays(found: Verdicts) -> dict[str, np.ndarray]:
    """All of `found` as named arrays without objects; `ends` says where each proof's rows end."""
    proofs = found.weights.values()
    count = len(found.centre)
    return {
        **{name: getattr(found, name) for name in FIELDS},
        "witnessed": np.array(list(found.witnesses), np.int64),
        "witnesses": np.array(list(found.witnesses.values()), float).reshape(-1, count),
        "proved": np.array(list(found.weights), np.int64),
        "ends": np.cumsum([len(one.rows) for one in proofs], dtype=np.int64),
        "rows": np.concatenate([[], *(one.rows for one in proofs)]).astype(np.int64),
        "weights": np.concatenate([[], *(one.weights for one in proofs)]),
        "tied": np.array(list(found.twins.items()), np.int64).reshape(-1, 2),
    }


def verdicts(saved: dict[str, np.ndarray]) -> Verdicts:
    """What `arrays` took apart."""
    cuts = saved["ends"][:-1]
    rows, weights = np.split(saved["rows"], cuts), np.split(saved["weights"], cuts)
    proofs = [Weights(*pair) for pair in zip(rows, weights, strict=True)]
    return Verdicts(
        *(np.array(saved[name]) for name in FIELDS),
        dict(zip(saved["witnessed"].tolist(), saved["witnesses"], strict=True)),
        dict(zip(saved["proved"].tolist(), proofs, strict=False)),
        {int(k): int(twin) for k, twin in saved["tied"]},
    )


def npz(found: Verdicts) -> bytes:
    """`found` as a compressed NPZ file."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays(found))
    return file.getvalue()


def from_npz(data: bytes) -> Verdicts:
    """The verdicts in an NPZ file; nothing in it is ever unpickled."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        missing = [name for name in (*FIELDS, "ends", "tied") if name not in file.files]
        check(not missing, "verdicts", "must be a file of verdicts", ", ".join(missing))
        return verdicts(dict(file))


def text(found: Verdicts) -> str:
    """`found` as JSON: of each row its verdict and its certificate, in words and numbers."""
    return json.dumps(
        {"centre": found.centre.tolist(), "rows": [_row(found, k) for k in range(len(found.kind))]}
    )


def _row(found: Verdicts, k: int) -> dict:
    said: dict = {"row": k, "verdict": found.verdict(k)}
    if k in found.twins:
        said["equal_to"] = found.twins[k]
    elif k in found.weights:
        one = found.weights[k]
        said |= {"rows": one.rows.tolist(), "weights": one.weights.tolist()}
    elif k in found.witnesses:
        said["h"] = found.witnesses[k].tolist()
    elif found.own[k]:
        said["own_row_less_centre_times"] = float(found.reach[k])
    return said
