"""Forty and more matrices that mean no good, or are merely odd: name -> bytes."""

from __future__ import annotations

import io
import json
import pickle
import struct
import zipfile

import numpy as np
import torch
from safetensors.torch import save

from engine.unargmaxable.config_brought import MOST_BYTES

SQUARE = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1], [0.1, 0.2]])
"""Four corners, and the last row inside."""


class Evil:
    """Unpickled it would end the test run."""

    def __reduce__(self):
        return exit, (77,)


def npy(values, *, pickled: bool = False, version: tuple[int, int] | None = None) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, np.asarray(values), version, allow_pickle=pickled)
    return out.getvalue()


def headed(head: str, body: bytes = b"") -> bytes:
    """A .npy with a head of any text."""
    told = head.encode("latin-1")
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(told)) + told + body


def shaped(shape, descr: str = "<f4", body: bytes = b"") -> bytes:
    return headed(f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}\n", body)


def safe(head, body: bytes = b"") -> bytes:
    """A .safetensors with a head of any kind."""
    told = head if isinstance(head, bytes) else json.dumps(head).encode()
    return struct.pack("<Q", len(told)) + told + body


def entry(kind: str = "F32", shape=(2, 2), offsets=(0, 16)) -> dict:
    return {"dtype": kind, "shape": list(shape), "data_offsets": list(offsets)}


def tensors(**named) -> bytes:
    return save({name: torch.as_tensor(value).contiguous() for name, value in named.items()})


def archive() -> bytes:
    out = io.BytesIO()
    np.savez(out, w=SQUARE)
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("data.pkl", pickle.dumps(Evil()))
    return out.getvalue()


def with_one(value: float) -> np.ndarray:
    w = SQUARE.copy()
    w[2, 1] = value
    return w


WHOLE = npy(SQUARE)
SAFE = tensors(w=SQUARE)
REFUSED = {
    "nothing": b"",
    "one byte": b"\x93",
    "text": b"0.1, 0.2\n0.3, 0.4\n",
    "Chinese text": "这不是矩阵".encode("utf-16"),
    "html": b"<!doctype html><script>alert(1)</script>",
    "zero bytes": bytes(5000),
    "random bytes": np.random.default_rng(1).bytes(5000),
    "a pickle": pickle.dumps(Evil()),
    "a torch archive": zipped(),
    "an npz": archive(),
    "a pickled npy": npy(np.array([[Evil(), 1], [2, 3]], object), pickled=True),
    "npy of a record": npy(np.zeros((3, 2), [("a", "f4"), ("b", "f4")])),
    "npy of whole numbers": npy(np.eye(4, dtype=np.int64)),
    "npy of complex numbers": npy(np.eye(4, dtype=np.complex64)),
    "npy of texts": npy(np.array([["a", "b"], ["c", "d"]])),
    "npy of yes and no": npy(np.eye(4, dtype=bool)),
    "npy signature alone": b"\x93NUMPY",
    "npy of another version": b"\x93NUMPY\x09\x00" + bytes(200),
    "npy head that is no dict": headed("[1, 2]\n"),
    "npy head that runs code": headed("{'descr': exit(77), 'shape': (2, 2)}\n"),
    "npy head without end": headed("{'descr': '<f4', "),
    "npy head that nests": headed("(" * 5000),
    "npy of endless rows": shaped("(9999999999999, 9999999999)"),
    "npy of too many rows": shaped("(200000, 2)", "<f2", bytes(800_000)),
    "npy of minus two rows": shaped("(-2, 2)", body=bytes(16)),
    "npy cut in the head": WHOLE[:40],
    "npy cut in the body": WHOLE[:-9],
    "npy with a tail": WHOLE + b"tail",
    "a number": npy(np.float64(3)),
    "a vector": npy(np.arange(5.0)),
    "a block": npy(np.zeros((2, 3, 4))),
    "one row": npy(SQUARE[:1]),
    "no rows": npy(SQUARE[:0]),
    "no columns": npy(np.zeros((5, 0))),
    "not a number": npy(with_one(np.nan)),
    "infinite": npy(with_one(np.inf)),
    "minus infinite, float16": npy(with_one(-np.inf).astype(np.float16)),
    "numbers too small": npy(SQUARE * 1e-150),
    "numbers too large": npy(SQUARE * 1e100),
    "a bias too large": tensors(w=SQUARE, bias=np.arange(5.0) * 1e100),
    "larger than the limit": npy(np.zeros((MOST_BYTES // 8, 1))),
    "safetensors cut in the head": SAFE[:30],
    "safetensors cut in the body": SAFE[:-4],
    "safetensors head too long": struct.pack("<Q", 2**62) + b"{" + bytes(100),
    "safetensors head that is no json": safe(b"{'w': 1}  "),
    "safetensors head that nests": safe(b'{"a":' * 9000),
    "safetensors of nothing": safe({}),
    "safetensors of a list": safe({"w": [1, 2]}),
    "safetensors beyond its end": safe({"w": entry(offsets=(0, 16))}, bytes(8)),
    "safetensors that overlaps": safe({"v": entry(), "w": entry()}, bytes(16)),
    "safetensors of minus one row": safe({"w": entry(shape=(-2, -2))}, bytes(16)),
    "safetensors of half a row": safe({"w": entry(shape=(2.5, 2))}, bytes(20)),
    "safetensors of whole numbers": tensors(w=torch.ones(3, 3, dtype=torch.int32)),
    "safetensors of vectors": tensors(a=torch.ones(3), b=torch.ones(4)),
    "safetensors with NaN": tensors(w=with_one(np.nan)),
    "safetensors with a bias that is infinite": tensors(w=SQUARE, bias=np.full(5, np.inf)),
}
HALF = torch.as_tensor(SQUARE).bfloat16()
FINE = {
    "float64": WHOLE,
    "float32": npy(SQUARE.astype(np.float32)),
    "float16": npy(SQUARE.astype(np.float16)),
    "bfloat16 as two bytes": npy(HALF.view(torch.int16).numpy().view("V2")),
    "the other byte order": npy(SQUARE.astype(">f4")),
    "column by column": npy(np.asfortranarray(SQUARE)),
    "version two": npy(SQUARE, version=(2, 0)),
    "safetensors": SAFE,
    "safetensors bfloat16": tensors(w=HALF),
    "safetensors float16": tensors(w=HALF.half()),
    "several tensors": tensors(w=SQUARE, other=np.ones((2, 2)), scale=np.ones(3)),
}
"""All of them hold `SQUARE`: the last row is mute, the others can come first."""
ODD = {
    "duplicates": (npy(SQUARE[[0, 1, 2, 3, 0]]), ["tie", *["argmaxable"] * 3, "tie"]),
    "all rows equal": (npy(np.ones((4, 3))), ["tie"] * 4),
    "zero rows": (npy(SQUARE * [[1], [1], [1], [1], [0]]), [*["argmaxable"] * 4, "unargmaxable"]),
    "nothing but zeros": (npy(np.zeros((3, 2))), ["tie"] * 3),
    "one dimension": (npy(np.array([[3.0], [1.0], [-2.0]])), ["argmaxable", "unargmaxable"] * 2),
    "two rows": (npy(SQUARE[:2]), ["argmaxable"] * 2),
    "small numbers": (npy(SQUARE * 1e-14), [*["argmaxable"] * 4, "unargmaxable"]),
    "large numbers": (npy(SQUARE * 1e14), [*["argmaxable"] * 4, "unargmaxable"]),
    "a bias that lifts": (
        tensors(w=SQUARE, bias=np.array([0.0, 0, 0, 0, 1])),
        ["argmaxable"] * 5,
    ),
    "a bias that does not": (
        tensors(w=SQUARE, bias=np.array([0.0, 0, 0, 0, -1])),
        [*["argmaxable"] * 4, "unargmaxable"],
    ),
}
"""What may look wrong and is not: the file, and the verdicts (the first of them, where fewer)."""
