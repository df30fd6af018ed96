r"""Loader of a language model's last matrix from the Hub, and of nothing else of the model.

`look` reads the heads of its safetensors files, a few kB, and says what the matrix weighs; `fetch`
loads the bytes of that one tensor (and of its bias) out of the file, with progress, and keeps them
as a small safetensors file beside the Hub's own cache. A model that lies whole in that cache needs
no network. The words' texts come from its tokenizer's JSON or text file. No pickle is opened and
nothing that a model brings is executed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from huggingface_hub import (
    constants,
    get_session,
    hf_hub_download,
    hf_hub_url,
    try_to_load_from_cache,
)
from huggingface_hub.utils import build_hf_headers, hf_raise_for_status

from engine.errors import InvalidParameter, check
from engine.hub import NAME, PATIENCE, Meter, asking, download, listed, loading
from engine.jobs import Progress
from engine.unargmaxable.config_brought import Tensor, check_size, tensors
from engine.unargmaxable.config_head import HeadConfig, HeadResult
from engine.unargmaxable.config_heads import chosen, head_of

SINGLE, SHARDS = "model.safetensors", "model.safetensors.index.json"
TOKENS = ("tokenizer.json", "vocab.txt", "vocab.json")
"""Where the words' texts are, the first that is there."""
NO_SAFETENSORS = "must come as safetensors"
NO_HEAD = "must have an output matrix under a name that is known here, such as {example}"
MOST_HEAD, MOST_TOKENS = 10_000_000, 20_000_000
"""Bytes of the head of a file, and of a tokenizer's: larger ones are not read."""

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


def look(config: HeadConfig) -> Generator[Progress, None, HeadResult]:
    """The matrix and its size, nothing of it loaded."""
    yield Progress(0, 1)
    path = kept(config.model)
    if path.exists():
        found = in_file(path)
        return _result(config, found, 0, here=True)
    with asking(config.model):
        files, revision = listed(config.model)
        found = find(config.model, files, revision)
    return _result(config, found, found.size + _text(files)[1], here=False)


def fetch(config: HeadConfig) -> Generator[Progress, None, HeadResult]:
    """Load the matrix, its bias and the texts; `Progress` in bytes."""
    model, path = config.model, kept(config.model)
    if path.exists():
        return _result(config, in_file(path), 0, here=True)
    yield Progress(0, 1)
    with asking(model):
        files, revision = listed(model)
        found = find(model, files, revision)
    (text, weight), parts = _text(files), {}
    size, done = found.size + weight, 0
    for name, (file, one) in found.places.items():
        work = partial(_load, parts, name, model, file, revision, one)
        for loaded in loading(work):
            yield Progress(min(done + loaded, size), size)
        done += one.size
    if text:
        for loaded in download(model, text, revision):
            yield Progress(min(done + loaded, size), size)
        there = try_to_load_from_cache(model, text, revision=revision)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(there, _beside(path, text))
    _keep(path, {name: one for name, (_, one) in found.places.items()}, parts)
    return _result(config, found, size, here=True)


def kept(model: str) -> Path:
    """Where the matrix of `model` lies once it has been loaded: alone, or in the whole model."""
    whole = try_to_load_from_cache(model, SINGLE)
    if isinstance(whole, str):
        return Path(whole)
    return Path(constants.HF_HUB_CACHE) / "heads" / f"{model.replace('/', '--')}.safetensors"


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


def _load(
    parts: dict[str, bytes],
    name: str,
    model: str,
    file: str,
    revision: str,
    one: Tensor,
    meter: Meter,
) -> None:
    parts[name] = piece(model, revision, file, one.start, one.size, meter)


def _keep(path: Path, told: dict[str, Tensor], parts: dict[str, bytes]) -> None:
    """Write the tensors as a safetensors file, whole or not at all."""
    head, place = {}, 0
    for name, one in told.items():
        ends = [place, place + one.size]
        head[name] = {"dtype": one.kind, "shape": list(one.shape), "data_offsets": ends}
        place = ends[1]
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    with part.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.writelines(parts[name] for name in told)
    part.replace(path)


def _text(files: dict[str, int]) -> tuple[str, int]:
    """The file that says the words' texts, and its bytes; "" and 0 where there is none."""
    there = [name for name in TOKENS if 0 < files.get(name, 0) <= MOST_TOKENS]
    return (there[0], files[there[0]]) if there else ("", 0)


def _beside(path: Path, text: str) -> Path:
    """Where the file of the texts lies: with the matrix of its model."""
    return path.with_name(text) if path.name == SINGLE else path.with_name(f"{path.stem}-{text}")


def texts(model: str, count: int) -> tuple[str, ...]:
    """The texts of the `count` words of a model that has been loaded; () where they are unknown."""
    for name in TOKENS:
        path = _beside(kept(model), name)
        if path.exists():
            try:
                told = _told(path, name)
            except (ValueError, TypeError, KeyError, AttributeError, IndexError):
                return ()
            return tuple(told.get(k, "") for k in range(count))
    return ()


def _told(path: Path, name: str) -> dict[int, str]:
    """Number → text, as a tokenizer's file has them."""
    text = path.read_text(encoding="utf-8")
    if name == "vocab.txt":
        return dict(enumerate(text.split("\n")))
    told = json.loads(text)
    if name == "vocab.json":
        return {int(k): str(word) for word, k in told.items()}
    words = told["model"]["vocab"]
    pairs = words.items() if isinstance(words, dict) else ((w[0], k) for k, w in enumerate(words))
    more = {int(one["id"]): str(one["content"]) for one in told.get("added_tokens", ())}
    return {int(k): str(word) for word, k in pairs} | more


def _result(config: HeadConfig, found: Found, size: int, *, here: bool) -> HeadResult:
    shape = found.places[found.tensor][1].shape
    return HeadResult(config, found.tensor, found.bias, shape, size, here)
