"""`python -m benchmarks` lists the benchmarks; `python -m benchmarks NAME [--json]` runs one."""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.metadata
import json
import os
import platform
from dataclasses import asdict, fields
from pathlib import Path
from types import SimpleNamespace

from benchmarks.pairs import Case

PACKAGES = ("torch", "streamlit", "diffusers", "numpy", "plotly")


def questions() -> dict[str, str]:
    """Each benchmark's name and question, read without importing it."""
    trees = {
        path.stem: ast.parse(path.read_text("utf-8"))
        for path in sorted(Path(__file__).parent.glob("*.py"))
    }
    return {name: _question(tree) for name, tree in trees.items() if _is_benchmark(tree)}


def _is_benchmark(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == "cases" for node in tree.body)


def _question(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def report(name: str) -> dict:
    """What `--json` prints: the device, the versions and the cases of benchmark `name`."""
    from engine import device

    cases = list(importlib.import_module(f"benchmarks.{name}").cases())
    described = asdict(device.describe()) | {"machine": platform.machine(), "cpus": os.cpu_count()}
    return {"device": described, "versions": versions(), "cases": [asdict(case) for case in cases]}


def versions() -> dict[str, str]:
    """Python's version and the packages'."""
    found = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {"python": platform.python_version()} | found


def line(case: dict) -> str:
    """One case as one line for people; what it says beyond a `Case`, at the end."""
    found = SimpleNamespace(**case)
    more = {key: case[key] for key in case.keys() - {field.name for field in fields(Case)}}
    same = "" if found.agreement is None else f"  agreement {found.agreement:.2g}"
    same += "".join(f"  {key} {value}" for key, value in sorted(more.items()))
    if found.ratio is None:
        return f"{found.name:14} {found.peer_name}{same}"
    return (
        f"{found.name:14} ours {found.ours:.4g} {found.unit}, {found.peer_name} {found.peer:.4g} "
        f"{found.unit}: ratio {found.ratio:.3f} (IQR {found.iqr:.3f}){same}"
    )


def main() -> None:
    known = questions()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(known), metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    if asked.name is None:
        print(*(f"{name:20} {question}" for name, question in known.items()), sep="\n")
        return
    found = report(asked.name)
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    print("device", found["device"], "versions", found["versions"])
    print(*map(line, found["cases"]), sep="\n")


if __name__ == "__main__":
    main()
