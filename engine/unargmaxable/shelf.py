"""Where the last matrix of a model lies once it has been loaded: a small safetensors file."""

from __future__ import annotations

import json
import os
from pathlib import Path

from huggingface_hub import constants, try_to_load_from_cache

from engine.unargmaxable.config_brought import Tensor
from engine.unargmaxable.head_place import SINGLE


def kept(model: str) -> Path:
    """Where the matrix of `model` lies once it has been loaded: alone, or in the whole model."""
    whole = try_to_load_from_cache(model, SINGLE)
    if isinstance(whole, str):
        return Path(whole)
    return Path(constants.HF_HUB_CACHE) / "heads" / f"{model.replace('/', '--')}.safetensors"


def keep(path: Path, told: dict[str, Tensor], parts: dict[str, bytes]) -> None:
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


def beside(path: Path, text: str) -> Path:
    """Where the file of the texts lies: with the matrix of its model."""
    return path.with_name(text) if path.name == SINGLE else path.with_name(f"{path.stem}-{text}")
