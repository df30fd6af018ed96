"""A matrix that the reader brings: what a file says of itself, before it is read (torch-free).

Two formats, `.npy` and `.safetensors`; both begin with a head that names types and shapes.
Only the head is looked at here, and nothing is ever unpickled: a `.npy` of Python objects is
refused by its head.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import tokenize
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engine.errors import InvalidParameter, check

MOST_BYTES = 8_000_000
ROWS, NUMBERS = 131_072, 40_000_000
"""No more rows, and no more numbers (rows times columns), are decided."""
MOST_TENSORS = 2_000
NAME = "matrix"
WIDTHS = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2}
"""Bytes a number of each type, as safetensors calls it."""
NUMPY = {"f8": "F64", "f4": "F32", "f2": "F16", "V2": "BF16"}
"""The same as numpy calls them, which knows bfloat16 as two bytes without a meaning."""
UNREADABLE = (
    *(ValueError, KeyError, OverflowError, RecursionError, MemoryError),
    *(SyntaxError, tokenize.TokenError),
)
"""What numpy raises over a head of a .npy that means no good."""
NO_MATRIX = "must be a .npy or a .safetensors file"
PICKLED = "must hold numbers: this .npy holds Python objects, which are never opened here"
NO_FLOATS = "must hold floating-point numbers: float64, float32, float16 or bfloat16"
TORN = "must be whole: the file ends too early or its head cannot be read"
NONE_FITS = "must hold a matrix: a tensor with two dimensions"
TOO_MANY = "must have at most {rows} rows and {numbers} numbers"


@dataclass(frozen=True)
class Tensor:
    """What a head says of a tensor: `kind` as in `WIDTHS`, its shape, its bytes from `start`."""

    kind: str
    shape: tuple[int, ...]
    start: int = 0

    @property
    def size(self) -> int:
        """Its bytes."""
        return math.prod(self.shape) * WIDTHS[self.kind]


@dataclass(frozen=True)
class Brought:
    """A file by its content: equal where the digests are, so that it may be part of a Config.

    A Result keeps it without its bytes (`light`).
    """

    digest: str
    data: bytes = field(default=b"", compare=False, repr=False)

    def light(self) -> Brought:
        return replace(self, data=b"")


def brought(data: bytes) -> Brought:
    """`data` with its digest; raises `InvalidParameter` where it is too much or nothing."""
    check(len(data) > 0, NAME, "must not be empty", len(data))
    rule, most = "must be at most {most} bytes", f"{MOST_BYTES:,}"
    check(len(data) <= MOST_BYTES, NAME, rule, f"{len(data):,}", most=most)
    return Brought(hashlib.blake2b(data, digest_size=16).hexdigest(), data)


def contents(data: bytes) -> dict[str, Tensor]:
    """The tensors of floating-point numbers in a file, by name; a `.npy` has one, called "".

    Raises `InvalidParameter` for anything else.
    """
    return _npy(data) if data[:6] == b"\x93NUMPY" else _safetensors(data)


def matrices(tensors: dict[str, Tensor]) -> list[str]:
    """The names of those that are matrices, the largest first; raises where there is none."""
    found = [name for name, one in tensors.items() if len(one.shape) == 2]
    told = ", ".join(f"{list(one.shape)}" for one in tensors.values()) or "0"
    check(bool(found), NAME, NONE_FITS, told)
    return sorted(found, key=lambda name: -tensors[name].size)


def check_size(shape: tuple[int, ...], name: str = NAME) -> None:
    """A matrix of `shape` is not too much, nor too little; `name` is what brought it."""
    check(len(shape) == 2, name, NONE_FITS, list(shape))
    rows, columns = shape
    check(rows >= 2, name, "must have at least two rows", rows)
    check(columns >= 1, name, "must have at least one column", columns)
    fits, places = rows <= ROWS and rows * columns <= NUMBERS, {"rows": f"{ROWS:,}"}
    check(fits, name, TOO_MANY, f"{rows:,} × {columns:,}", numbers=f"{NUMBERS:,}", **places)


def _npy(data: bytes) -> dict[str, Tensor]:
    file = io.BytesIO(data)
    try:
        major, _ = np.lib.format.read_magic(file)
        read = {1: np.lib.format.read_array_header_1_0, 2: np.lib.format.read_array_header_2_0}
        shape, _, dtype = read[major](file)
    except UNREADABLE as bad:
        raise InvalidParameter(NAME, TORN, "npy") from bad
    check(not dtype.hasobject, NAME, PICKLED, "object")
    check(dtype.str[1:] in NUMPY, NAME, NO_FLOATS, str(dtype))
    check(all(type(n) is int and n >= 0 for n in shape), NAME, TORN, str(shape))
    found = Tensor(NUMPY[dtype.str[1:]], shape, file.tell())
    check(found.start + found.size == len(data), NAME, TORN, f"{len(data):,}")
    return {"": found}


def _safetensors(data: bytes) -> dict[str, Tensor]:
    length = int.from_bytes(data[:8], "little") if len(data) >= 10 else 0
    check(data[8:9] == b"{", NAME, NO_MATRIX, _beginning(data))
    check(8 + length <= len(data), NAME, TORN, f"{len(data):,}")
    return tensors(data[8 : 8 + length], 8 + length, len(data))


def tensors(head: bytes, start: int, size: int, name: str = NAME) -> dict[str, Tensor]:
    """The floating-point tensors that the `head` of a safetensors file of `size` bytes names,
    whose data begin at `start`; `name` is what brought it."""
    try:
        told = json.loads(head)
        told.pop("__metadata__", None)
        check(len(told) <= MOST_TENSORS, name, TORN, f"{len(told):,}")
        known = {k: _entry(one, start) for k, one in told.items() if one["dtype"] in WIDTHS}
        whole = all(start + one["data_offsets"][1] <= size for one in told.values())
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as bad:
        raise InvalidParameter(name, TORN, "safetensors") from bad
    check(whole and bool(told), name, TORN, "safetensors")
    check(bool(known), name, NO_FLOATS, ", ".join({str(one["dtype"]) for one in told.values()}))
    return known


def _entry(told: dict[str, Any], start: int) -> Tensor:
    """One tensor of the head; raises `ValueError` where its numbers do not fit each other."""
    first, last = told["data_offsets"]
    shape = tuple(told["shape"])
    found = Tensor(told["dtype"], shape, start + first)
    sound = all(type(n) is int and n >= 0 for n in (*shape, first, last))
    if not sound or found.size != last - first:
        raise ValueError(shape)
    return found


def _beginning(data: bytes) -> str:
    return data[:12].decode("ascii", "replace")
