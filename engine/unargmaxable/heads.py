r"""Loader of a language model's last matrix from the Hub, and of nothing else of the model.

`look` reads the heads of its safetensors files, a few kB, and says what the matrix weighs; `fetch`
loads the bytes of that one tensor (and of its bias) out of the file, with progress, and keeps them
as a small safetensors file beside the Hub's own cache. A model that lies whole in that cache needs
no network. The words' texts come from its tokenizer's JSON or text file. No pickle is opened and
nothing that a model brings is executed.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator
from functools import partial

from huggingface_hub import try_to_load_from_cache

from engine.hub import Meter, asking, download, listed, loading
from engine.jobs import Progress
from engine.unargmaxable.config_brought import Tensor
from engine.unargmaxable.config_head import HeadConfig, HeadResult
from engine.unargmaxable.head_place import Found, find, in_file, piece
from engine.unargmaxable.shelf import beside, keep, kept
from engine.unargmaxable.texts import text_file


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
    return _result(config, found, found.size + text_file(files)[1], here=False)


def fetch(config: HeadConfig) -> Generator[Progress, None, HeadResult]:
    """Load the matrix, its bias and the texts; `Progress` in bytes."""
    model, path = config.model, kept(config.model)
    if path.exists():
        return _result(config, in_file(path), 0, here=True)
    yield Progress(0, 1)
    with asking(model):
        files, revision = listed(model)
        found = find(model, files, revision)
    (text, weight), parts = text_file(files), {}
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
        shutil.copyfile(there, beside(path, text))
    keep(path, {name: one for name, (_, one) in found.places.items()}, parts)
    return _result(config, found, size, here=True)


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


def _result(config: HeadConfig, found: Found, size: int, *, here: bool) -> HeadResult:
    shape = found.places[found.tensor][1].shape
    return HeadResult(config, found.tensor, found.bias, shape, size, here)
