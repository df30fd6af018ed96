"""A Dockerfile, read: its instructions in order, and what its context leaves out."""

from __future__ import annotations

import re
import shlex
from fnmatch import fnmatch
from pathlib import Path

Instruction = tuple[str, str]


def instructions(path: Path) -> list[Instruction]:
    """(word, the rest) of each instruction, lines that go on joined."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    text = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    found = (line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    return [(word.upper(), rest.strip()) for word, rest in found]


def the_last(found: list[Instruction], word: str) -> str:
    """The rest of the last instruction `word`: the one that counts."""
    return [rest for name, rest in found if name == word][-1]


def pairs(rest: str) -> dict[str, str]:
    """NAME=value of an ENV or an ARG."""
    return dict(part.split("=", 1) for part in shlex.split(rest))


def context(root: Path) -> list[Path]:
    """The files that a build sees: those of `root` that .dockerignore does not name."""
    lines = (root / ".dockerignore").read_text(encoding="utf-8").split()
    names = {line.removeprefix("**/").rstrip("/") for line in lines}
    return [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and not _left_out(path.relative_to(root), names)
    ]


def _left_out(path: Path, names: set[str]) -> bool:
    top, *_ = path.parts
    deep = {"__pycache__"} & set(path.parts)
    return bool(deep) or any(fnmatch(top, name) for name in names)
