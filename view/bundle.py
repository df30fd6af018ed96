"""Shipped first paints: Results computed by the engine, kept in assets/bundles.

Each topic's `config.BUNDLES` names them: {name: ("engine.<topic>.<module>:run", Config)}.
`python -m view.bundle [name …]` computes them anew on this machine.
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict, fields
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
    for path in sorted((ROOT / "engine").glob("*/config.py")):
        topic = importlib.import_module(f"engine.{path.parent.name}.config")
        found |= getattr(topic, "BUNDLES", {})
    return found


def save(name: str, result: Any) -> None:
    """Write `result`, a frozen dataclass of arrays and plain values with a `config`."""
    values = {f.name: getattr(result, f.name) for f in fields(result)}
    arrays = {k: v for k, v in values.items() if isinstance(v, np.ndarray)}
    plain = {k: v for k, v in values.items() if k not in arrays and k != "config"}
    plain["config"] = asdict(result.config)
    head = {
        "module": type(result).__module__,
        "result": type(result).__qualname__,
        "config": type(result.config).__qualname__,
        "date": datetime.now(UTC).date().isoformat(),
        "values": plain,
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(FOLDER / f"{name}.npz", __head__=np.array(json.dumps(head)), **arrays)


@lru_cache(maxsize=32)
def load(name: str) -> tuple[Any, str]:
    """The Result shipped as `name` and the date it was computed (ISO)."""
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as file:
        head = json.loads(str(file["__head__"]))
        arrays = {key: file[key] for key in file.files if key != "__head__"}
    module = importlib.import_module(head["module"])
    values = head["values"]
    config = getattr(module, head["config"])(**_tuples(values.pop("config")))
    return getattr(module, head["result"])(config=config, **_tuples(values), **arrays), head["date"]


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    """JSON lists back as the tuples they were."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def main(names: list[str]) -> None:
    for name in names or registry():
        work, config = registry()[name]
        save(name, jobs.compute(work, config))
        print(name, (FOLDER / f"{name}.npz").stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
