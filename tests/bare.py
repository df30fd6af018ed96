"""A bare environment: `python -I bare.py ALLOWED SCRIPT OUT` runs SCRIPT with few packages.

ALLOWED is a JSON list of the packages that may be imported, by the script or by what it
imports; any other is as absent as if it had never been installed. OUT becomes a pickle of the
script's `result`, its fields and its curves, in plain values.
"""

from __future__ import annotations

import json
import pickle
import runpy
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any


class Refuse:
    """The finder that comes first and knows nothing but `allowed` packages."""

    def __init__(self, allowed: set[str]):
        self.allowed = allowed

    def find_spec(self, name: str, path=None, target=None) -> None:
        if name.partition(".")[0] not in self.allowed:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def plain(value: Any) -> Any:
    """`value` without classes of its own: dataclasses as dicts, tuples as lists."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    return [plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def main(allowed: str, script: str, out: str) -> None:
    sys.meta_path.insert(0, Refuse({*sys.stdlib_module_names, *json.loads(allowed)}))
    import plotly.graph_objects as go

    go.Figure.show = lambda figure: print("DRAWN", len(figure.data))
    made = runpy.run_path(script, run_name="__main__")["result"]
    Path(out).write_bytes(pickle.dumps((plain(made), plain(getattr(made, "curves", {})))))


if __name__ == "__main__":
    main(*sys.argv[1:])
