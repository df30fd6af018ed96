"""A file of the engine taken apart: which name stands for what, read as text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Place:
    """A name in a module of the engine."""

    module: str
    name: str


@dataclass
class Module:
    """A file of the engine, taken apart."""

    source: str
    definitions: dict[str, ast.stmt]
    engine: dict[str, Place]
    outside: dict[str, str]


@lru_cache(maxsize=256)
def module(name: str) -> Module:
    path = ROOT.joinpath(*name.split("."))
    path = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    source = path.read_text(encoding="utf-8")
    found = Module(source, {}, {}, {})
    for node in ast.parse(source).body:
        _file(node, found)
    return found


def _file(node: ast.stmt, module: Module) -> None:
    """Put a statement of a module where its names are looked up."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        module.definitions[node.name] = node
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for name in [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]:
            module.definitions[name] = node
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            _file_import(module, node.module, alias)
    elif isinstance(node, ast.Import):
        for alias in node.names:
            known = alias.asname or alias.name.partition(".")[0]
            module.outside[known] = f"import {alias.name}" + (
                f" as {alias.asname}" if alias.asname else ""
            )


def _file_import(module: Module, origin: str, alias: ast.alias) -> None:
    known = alias.asname or alias.name
    if origin.partition(".")[0] == "engine":
        module.engine[known] = Place(origin, alias.name)
    elif origin != "__future__":
        said = f" as {alias.asname}" if alias.asname else ""
        module.outside[known] = f"from {origin} import {alias.name}{said}"


def is_module(place: Place) -> bool:
    path = ROOT.joinpath(*place.module.split("."), place.name)
    return path.with_suffix(".py").exists() or path.is_dir()


def scoped(node: ast.AST, bound: frozenset[str] = frozenset()) -> Iterator[tuple]:
    """Every node below `node` with the names that are bound where it stands: not the module's."""
    yield node, bound
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        bound = bound | {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
        bound |= {n.id for n in ast.walk(node) if _stores(n)}
    for child in ast.iter_child_nodes(node):
        yield from scoped(child, bound)


def _stores(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def edited(source: str, first: int, last: int, edits: list[tuple]) -> str:
    """Lines `first` to `last` of `source` with `edits` made; columns count bytes."""
    lines = [line.encode() for line in source.splitlines()[first - 1 : last]]
    for line, column, end, text in sorted(set(edits), reverse=True):
        old = lines[line - first]
        lines[line - first] = old[:column] + text.encode() + old[end:]
    return b"\n".join(lines).decode()
