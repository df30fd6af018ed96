r"""Films: one blob of bytes that the browser scrubs without asking the server.

    b"FILM" | u32 length of the header, little-endian | header, JSON | arrays

The header holds the scalars given, `arrays` — for each array its dtype, shape and offset
from the start of the blob — and `digest`, by which the browser knows a film it already
holds. Every array starts at a multiple of 8 bytes, so that JavaScript can lay a typed
array over a copy of the blob; the gaps are zeros. Names and keys are sorted: the same
content is the same bytes.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

import numpy as np

from engine.errors import check

MAGIC = b"FILM"
LIMIT = 2_000_000
ALIGN = 8
DTYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64")
"""What has a typed array of its own in JavaScript and needs no decoding there."""
RESERVED = ("arrays", "digest")
COLUMNS, MOST_SCHEDULES = 4, 8


def pack(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> bytes:
    """The film of `arrays` with the scalars of `header`, at most `LIMIT` bytes.

    Raises `InvalidParameter` for a dtype without a typed array in JavaScript (object,
    float16, int64, bool), for bytes and other values in the header that JSON does not
    know, and for a film too large.
    """
    for key, value in header.items():
        check(key not in RESERVED, "header", "must not name {key}", key, key=key)
        check(_plain(value), key, "must be a plain JSON value", value)
    blocks = {name: _little_endian(name, arrays[name]) for name in sorted(arrays)}
    scalars = {**header, "digest": _digest(header, blocks)}
    blob = _lay_out(scalars, blocks)
    check(len(blob) <= LIMIT, "film", "must be at most {limit} bytes", len(blob), limit=LIMIT)
    return blob


def unpack(blob: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header and the arrays that `pack` was given; the arrays are read-only views.

    Raises `InvalidParameter` for bytes that are not a whole film.
    """
    check(blob[:4] == MAGIC and len(blob) >= 8, "film", "must begin with FILM", blob[:4])
    end = 8 + int.from_bytes(blob[4:8], "little")
    check(end <= len(blob), "film", "must be whole", len(blob))
    header = json.loads(blob[8:end])
    digest, arrays = header.pop("digest"), {}
    for name, entry in header.pop("arrays").items():
        arrays[name] = _read(blob, entry)
    check(digest == _digest(header, arrays), "film", "must be as it was packed", digest)
    return header, arrays


def houses_film(result: Any, columns: int | None = None) -> bytes:
    r"""The film of both legs of the houses, from a `DdpmResult` or its like.

    Houses lie in reading order in `columns` columns. `result.log_alpha_bar` is one schedule
    (T+1,), or one for each column (columns, T+1), at most `MOST_SCHEDULES`; house i then
    follows schedule i mod columns. The noise is quantised to int16 by its largest value: off
    by at most $\max|\varepsilon|/65534$, 200 times finer than a screen's colours.
    """
    count, height, width, _ = result.x0.shape
    schedules = np.asarray(result.log_alpha_bar, np.float64)
    largest = float(np.abs(result.epsilon).max())
    scale = largest / 32767 if largest else 1.0
    header = {
        "kind": "houses",
        "T": schedules.shape[-1] - 1,
        "n": count,
        "columns": _columns(count, schedules, columns),
        "height": height,
        "width": width,
        "epsilon_scale": scale,
    }
    arrays = {
        "log_alpha_bar": schedules,
        "x0": result.x0,
        "epsilon": np.rint(np.float64(result.epsilon) / scale).astype(np.int16),
        "back_t": np.asarray(result.back_t, np.int32),
        "back_x": result.back_x,
        "back_x0": result.back_x0,
    }
    return pack(header, arrays)


def _columns(count: int, schedules: np.ndarray, asked: int | None) -> int:
    """How many columns: as asked, else one a schedule, else `COLUMNS`."""
    if schedules.ndim == 1:
        return min(asked or COLUMNS, count)
    rows, most = len(schedules), MOST_SCHEDULES
    fits = schedules.ndim == 2 and rows <= most and asked in (None, rows)
    rule = "must be one schedule, or one for each column and at most {most}"
    check(fits, "log_alpha_bar", rule, schedules.shape, most=most)
    return rows


def _plain(value: Any) -> bool:
    """Whether JSON brings `value` back as it was."""
    if isinstance(value, dict):
        return all(type(key) is str and _plain(entry) for key, entry in value.items())
    if isinstance(value, list):
        return all(map(_plain, value))
    if type(value) is float:
        return bool(np.isfinite(value))
    return value is None or type(value) in (bool, int, str)


def _little_endian(name: str, array: np.ndarray) -> np.ndarray:
    known = isinstance(array, np.ndarray) and array.dtype.name in DTYPES
    given = getattr(array, "dtype", type(array).__name__)
    check(known, name, "must be an array of one of {dtypes}", str(given), dtypes=", ".join(DTYPES))
    return np.require(array, array.dtype.newbyteorder("<"), "C")


def _digest(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> str:
    code = blake2b(_json(header), digest_size=8)
    for name in sorted(arrays):
        code.update(_json([name, arrays[name].dtype.name, list(arrays[name].shape)]))
        code.update(arrays[name].tobytes())
    return code.hexdigest()


def _lay_out(scalars: dict[str, Any], arrays: dict[str, np.ndarray]) -> bytes:
    """The blob; the header grows with the offsets it names, so it is made until it fits."""
    start, head = 0, _head(scalars, arrays, 0)
    while start < 8 + len(head):
        start = _aligned(8 + len(head))
        head = _head(scalars, arrays, start)
    parts = [MAGIC, (start - 8).to_bytes(4, "little"), head.ljust(start - 8)]
    for array in arrays.values():
        parts.append(array.tobytes().ljust(_aligned(array.nbytes), b"\0"))
    return b"".join(parts)


def _head(scalars: dict[str, Any], arrays: dict[str, np.ndarray], start: int) -> bytes:
    entries, offset = {}, start
    for name, array in arrays.items():
        shape = list(array.shape)
        entries[name] = {"dtype": array.dtype.name, "shape": shape, "offset": offset}
        offset += _aligned(array.nbytes)
    return _json({**scalars, "arrays": entries})


def _read(blob: bytes, entry: dict[str, Any]) -> np.ndarray:
    dtype, shape = np.dtype(entry["dtype"]).newbyteorder("<"), entry["shape"]
    count, offset = int(np.prod(shape, dtype=np.int64)), entry["offset"]
    whole = offset + count * dtype.itemsize <= len(blob)
    check(whole, "film", "must be whole", len(blob))
    return np.frombuffer(blob, dtype, count, min(offset, len(blob))).reshape(shape)


def _json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _aligned(size: int) -> int:
    return -(-size // ALIGN) * ALIGN
