"""Shipped first paints: Results computed by the engine, kept in assets/bundles.

`BUNDLES` in a topic's config (`engine/<topic>/config*.py`) names them:
{name: ("engine.<topic>.<module>:run", Config)}.
`python -m view.bundle [name …]` computes them anew on this machine.
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from engine import jobs

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "assets" / "bundles"


@lru_cache(maxsize=1)
def registry() -> dict[str, tuple[str, Any]]:
    """Every topic's BUNDLES in one dict: name -> (work, Config)."""
    found: dict[str, tuple[str, Any]] = {}
    for path in sorted((ROOT / "engine").glob("*/config*.py")):
        topic = importlib.import_module(f"engine.{path.parent.name}.{path.stem}")
        found |= getattr(topic, "BUNDLES", {})
    return found


def save(name: str, result: Any) -> None:
    """Write `result`, a frozen dataclass of arrays and plain values."""
    values = {f.name: getattr(result, f.name) for f in fields(result)}
    arrays = {k: v for k, v in values.items() if isinstance(v, np.ndarray)}
    plain = {k: encode(v) for k, v in values.items() if k not in arrays}
    date = datetime.now(UTC).date().isoformat()
    head = {"class": _path(result), "date": date, "values": plain}
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(FOLDER / f"{name}.npz", __head__=np.array(json.dumps(head)), **arrays)


@lru_cache(maxsize=32)
def load(name: str) -> tuple[Any, str]:
    """The Result shipped as `name` and the date it was computed (ISO)."""
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as file:
        head = json.loads(str(file["__head__"]))
        arrays = {key: file[key] for key in file.files if key != "__head__"}
    values = {key: decode(value) for key, value in head["values"].items()}
    return _named(head["class"])(**values, **arrays), head["date"]


def encode(value: Any) -> Any:
    """Plain values and dataclasses as JSON knows them."""
    if is_dataclass(value):
        inside = {f.name: encode(getattr(value, f.name)) for f in fields(value)}
        return {"class": _path(value), "values": inside}
    return list(map(encode, value)) if isinstance(value, tuple) else value


def decode(value: Any) -> Any:
    """What `encode` was given."""
    if isinstance(value, dict):
        inside = {key: decode(entry) for key, entry in value["values"].items()}
        return _named(value["class"])(**inside)
    return tuple(map(decode, value)) if isinstance(value, list) else value


def _path(value: Any) -> str:
    return f"{type(value).__module__}:{type(value).__qualname__}"


def _named(path: str) -> type:
    module, name = path.split(":")
    return getattr(importlib.import_module(module), name)


def main(names: list[str]) -> None:
    for name in names or registry():
        work, config = registry()[name]
        save(name, jobs.compute(work, config))
        print(name, (FOLDER / f"{name}.npz").stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
