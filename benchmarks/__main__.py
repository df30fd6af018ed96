"""`python -m benchmarks` lists the benchmarks; `python -m benchmarks NAME [--json]` runs one."""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.metadata
import json
import os
import platform
from dataclasses import asdict
from pathlib import Path

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


def line(case: Case) -> str:
    """One case as one line for people."""
    if case.ratio is None:
        return f"{case.name:14} {case.peer_name}"
    same = "" if case.agreement is None else f"  agreement {case.agreement:.2g}"
    return (
        f"{case.name:14} ours {case.ours:.4g} {case.unit}, {case.peer_name} {case.peer:.4g} "
        f"{case.unit}: ratio {case.ratio:.3f} (IQR {case.iqr:.3f}){same}"
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
    print(*(line(Case(**case)) for case in found["cases"]), sep="\n")


if __name__ == "__main__":
    main()
