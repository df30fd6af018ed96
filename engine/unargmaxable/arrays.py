"""The numbers in a file, .npy or .safetensors, as arrays; nothing is ever unpickled."""

from __future__ import annotations

import io

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load

from engine.errors import InvalidParameter
from engine.unargmaxable.config_brought import NAME, TORN, Brought, contents


def array_of(file: Brought, name: str) -> np.ndarray:
    """The tensor `name` of `file`, float64 where it is that there, else float32."""
    return _npy(file) if "" in contents(file.data) else _safetensors(file, name)


def _npy(file: Brought) -> np.ndarray:
    try:
        found = np.load(io.BytesIO(file.data), allow_pickle=False)
    except (ValueError, OSError, EOFError) as bad:
        raise InvalidParameter(NAME, TORN, "npy") from bad
    if found.dtype.kind == "V":  # bfloat16, as numpy keeps it: the upper half of a float32
        found = (found.view(f"{found.dtype.str[0]}u2").astype(np.uint32) << 16).view(np.float32)
    return _wide(found)


def _safetensors(file: Brought, name: str) -> np.ndarray:
    try:
        found = load(file.data)[name]
    except (SafetensorError, KeyError, ValueError, TypeError) as bad:
        raise InvalidParameter(NAME, TORN, "safetensors") from bad
    return plain(found)


def plain(found: torch.Tensor) -> np.ndarray:
    """A tensor as an array, float32 where it is half as wide."""
    return _wide((found.float() if found.dtype == torch.bfloat16 else found).numpy())


def _wide(found: np.ndarray) -> np.ndarray:
    return found if found.dtype == np.float64 else found.astype(np.float32)
