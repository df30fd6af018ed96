"""Where the last matrix of a model is: the heads of its safetensors files are read, a few kB."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from huggingface_hub import get_session, hf_hub_download, hf_hub_url
from huggingface_hub.utils import build_hf_headers, hf_raise_for_status

from engine.errors import InvalidParameter, check
from engine.hub import NAME, PATIENCE, Meter
from engine.unargmaxable.config_brought import Tensor, check_size, tensors
from engine.unargmaxable.config_heads import chosen, head_of

SINGLE, SHARDS = "model.safetensors", "model.safetensors.index.json"
NO_SAFETENSORS = "must come as safetensors"
NO_HEAD = "must have an output matrix under a name that is known here, such as {example}"
MOST_HEAD = 10_000_000
"""Bytes of the head of a file: a larger one is not read."""

Read = Callable[[str, int, int], bytes]
"""`count` bytes of a file from a place on: (file, place, count)."""


class Found(NamedTuple):
    """Where the last matrix is: its name and its bias's, and of each the file and the place."""

    tensor: str
    bias: str
    places: dict[str, tuple[str, Tensor]]

    @property
    def size(self) -> int:
        return sum(one.size for _, one in self.places.values())


def in_file(path: Path) -> Found:
    """The last matrix in a safetensors file on this machine."""

    def read(file: str, start: int, count: int) -> bytes:
        with path.open("rb") as opened:
            opened.seek(start)
            return opened.read(count)

    return _found({path.name: path.stat().st_size}, {}, read, path.stem)


def find(model: str, files: dict[str, int], revision: str) -> Found:
    """The last matrix of a model whose `files` have these sizes, in one file or in shards.

    Raises `InvalidParameter` where there is no safetensors file, no matrix under a known name, or
    too large a one.
    """
    index = {}
    if SINGLE not in files:
        check(SHARDS in files, NAME, NO_SAFETENSORS, model)
        index = _index(Path(hf_hub_download(model, SHARDS, revision=revision)), model)
    read = partial(piece, model, revision)
    return _found(
        {k: v for k, v in files.items() if k.endswith(".safetensors")}, index, read, model
    )


def _index(path: Path, model: str) -> dict[str, str]:
    """Which file has which tensor, as the index of a model in shards says."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["weight_map"]
        pairs = {str(name): str(file) for name, file in told.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as bad:
        raise InvalidParameter(NAME, NO_HEAD, model, example="lm_head.weight") from bad
    return pairs


def _found(files: dict[str, int], index: dict[str, str], read: Read, model: str) -> Found:
    """Read the heads of those files that matter, and choose."""
    wanted = [index[name] for name in head_of(index) if name] if index else list(files)[:1]
    if not index and SINGLE in files:
        wanted = [SINGLE]
    places: dict[str, tuple[str, Tensor]] = {}
    for file in dict.fromkeys(wanted):
        check(file in files, NAME, NO_HEAD, model, example="lm_head.weight")
        there = _head(file, files[file], read)
        places |= {name: (file, one) for name, one in there.items()}
    known, _ = head_of(places)
    check(bool(known), NAME, NO_HEAD, model, example="lm_head.weight")
    tensor, bias = chosen({name: one for name, (_, one) in places.items()}, known)
    check_size(places[tensor][1].shape, NAME)
    return Found(tensor, bias, {name: places[name] for name in (tensor, bias) if name})


def _head(file: str, size: int, read: Read) -> dict[str, Tensor]:
    length = int.from_bytes(read(file, 0, 8), "little")
    check(8 + length <= min(size, MOST_HEAD), NAME, NO_SAFETENSORS, file)
    return tensors(read(file, 8, length), 8 + length, size, NAME)


def piece(
    model: str, revision: str, file: str, start: int, count: int, meter: Meter | None = None
) -> bytes:
    """`count` bytes of a file on the Hub, from `start` on; `meter` hears of every part."""
    url = hf_hub_url(model, file, revision=revision)
    ask = {"Range": f"bytes={start}-{start + count - 1}", "Accept-Encoding": "identity"}
    headers, parts = build_hf_headers(token=False) | ask, []
    with get_session().stream("GET", url, headers=headers, timeout=PATIENCE) as answer:
        hf_raise_for_status(answer)
        if answer.status_code != 206:
            raise ConnectionError("the Hub sends whole files only")
        for part in answer.iter_bytes():
            parts.append(part)
            if meter:
                meter.add(len(part))
    whole = b"".join(parts)
    if len(whole) != count:
        raise ConnectionError("the line broke")
    return whole
