"""The engine's own source, shaken down to what one computation needs: a file without a clone.

Starting from a function and its Config, every name that a definition uses is looked up in its
module: imported from the engine, it is followed there; imported from elsewhere, its import
is kept; defined there, its source is taken as it stands. What is used comes before what uses
it. Where two modules have a name in common, be it imported from elsewhere or defined, the later one
gets its module's in front.

Nothing is imported here: the engine is read as text.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable

from view.export.source import Module, Place, edited, is_module, module, scoped

GIVEN = frozenset({"torch", "numpy", "plotly"}) | sys.stdlib_module_names
FUTURE = "from __future__ import annotations"


class NotAlone(LookupError):
    """The computation needs a package beside torch, numpy and plotly; `package` names it."""

    def __init__(self, package: str):
        self.package = package
        super().__init__(package)


def code(*names: str) -> str:
    """The source of `names`, each `"module:name"`, with all that they need; it imports torch
    and the like, and nothing of the lab. Raises `NotAlone`."""
    shaker = _Shaker()
    for name in names:
        module, _, inner = name.partition(":")
        shaker.need(Place(module, inner))
    return shaker.text()


class _Shaker:
    """What has been taken so far, in order."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.imports: dict[str, str] = {}  # as written in the engine: the name it goes by
        self.taken: dict[Place, str] = {}
        self.names: set[str] = set()
        self.written: set[int] = set()
        self.aliases: dict[str, str] = {}

    def need(self, place: Place) -> str:
        """Take `place` and what it needs; the name it goes by in the file."""
        found = module(place.module)
        if place.name in found.engine:
            return self.need(found.engine[place.name])
        if place in self.taken:
            return self.taken[place]
        if place.name not in found.definitions:
            raise KeyError(f"{place.module} has no {place.name}")
        self.taken[place] = self._free(place)
        self._write(found.definitions[place.name], place.module, found)
        return self.taken[place]

    def text(self) -> str:
        """The whole file."""
        lines = [_bound(line, name) for line, name in self.imports.items()]
        return "\n\n\n".join([f"{FUTURE}\n\n{_together(lines)}", *self.pieces]) + "\n"

    def _free(self, place: Place) -> str:
        name = place.name
        if name in self.names:
            name = f"{place.module.rpartition('.')[2]}_{place.name.lstrip('_')}"
        while name in self.names:
            name += "_"
        self.names.add(name)
        return name

    def _alias(self, name: str) -> str:
        """Another name for `name`, for a function that has a variable called so."""
        if name not in self.aliases:
            other = f"the_{name}"
            while other in self.names:
                other += "_"
            self.names.add(other)
            self.aliases[name] = other
            self.pieces.append(f"{other} = {name}")
        return self.aliases[name]

    def _write(self, node: ast.stmt, where: str, found: Module) -> None:
        if id(node) in self.written:
            return
        self.written.add(id(node))
        edits = []
        for inner, bound in scoped(node):
            if getattr(inner, "id", None) not in bound:
                edits += self._edits(inner, bound, where, found)
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        edits += self._renamed(node, where)
        self.pieces.append(edited(found.source, start, node.end_lineno, edits))

    def _edits(
        self, node: ast.AST, bound: frozenset[str], where: str, found: Module
    ) -> list[tuple]:
        """(line, column, end, text) of what stands under another name in the file."""
        if isinstance(node, ast.ImportFrom | ast.Import):
            raise NotAlone(_package(ast.unparse(node)))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            place = found.engine.get(node.value.id)
            if place and is_module(place):
                name = self.need(Place(f"{place.module}.{place.name}", node.attr))
                name = self._alias(name) if name in bound else name
                return [(node.lineno, node.col_offset, node.end_col_offset, name)]
        if not isinstance(node, ast.Name):
            return []
        name = self._named(node.id, where, found)
        name = self._alias(name) if name in bound else name
        return [(node.lineno, node.col_offset, node.end_col_offset, name)] * (name != node.id)

    def _named(self, name: str, where: str, found: Module) -> str:
        if name in found.engine and not is_module(found.engine[name]):
            return self.need(found.engine[name])
        if name in found.definitions:
            return self.need(Place(where, name))
        return self._import(name, found.outside[name]) if name in found.outside else name

    def _import(self, name: str, line: str) -> str:
        """Import `name` by `line`; the name it goes by in the file."""
        package = _package(line)
        if package not in GIVEN:
            raise NotAlone(package)
        if line not in self.imports:
            whole = line == f"import {name}" or line.startswith(f"import {name}.")
            self.imports[line] = name if whole else self._free(Place(line.split()[1], name))
            self.names.add(name)
        return self.imports[line]

    def _renamed(self, node: ast.stmt, where: str) -> list[tuple]:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            return []
        name = self.taken[Place(where, node.name)]
        if name == node.name:
            return []
        word = {ast.FunctionDef: "def ", ast.ClassDef: "class "}[type(node)]
        column = node.col_offset + len(word)
        return [(node.lineno, column, column + len(node.name), name)]


def _package(line: str) -> str:
    """The package that an import, as it is written, opens."""
    return line.split()[1].partition(".")[0]


def _bound(line: str, name: str) -> str:
    """The import `line`, so that it binds `name`."""
    what, _, known = line.partition(" as ")
    known = known or what.split()[-1].partition(".")[0]
    return line if known == name else f"{what} as {name}"


def _together(lines: Iterable[str]) -> str:
    """Imports, those of one module on one line."""
    plain = sorted(line for line in lines if line.startswith("import "))
    names: dict[str, list[str]] = {}
    for line in sorted(line for line in lines if line.startswith("from ")):
        origin, _, name = line.removeprefix("from ").partition(" import ")
        names.setdefault(origin, []).append(name)
    return "\n".join(plain + [f"from {a} import {', '.join(b)}" for a, b in names.items()])
