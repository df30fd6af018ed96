"""The rooms of the house: imports run one way, and torch stays in the worker's."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [
    path
    for room in ("app.py", "pages/**/*.py", "view/**/*.py", "engine/**/*.py")
    for path in sorted(ROOT.glob(room))
]
HEAVY = {"torch", "diffusers", "transformers", "peft", "sklearn", "scipy", "safetensors", "ray"}
SCREEN = {"streamlit", "plotly", "view", "pages", "app"}
FREE = {"engine.errors", "engine.jobs"}
MOST_LINES = {"page.py": 100}


def names(path: Path) -> set[str]:
    """Every module that `path` imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def top(name: str) -> str:
    return name.partition(".")[0]


def into_engine(name: str) -> bool:
    return top(name) == "engine"


def allowed(name: str, doors: set[str]) -> bool:
    """Whether `name` is one of `doors`, or a thing inside one."""
    return any(name == door or name.startswith(f"{door}.") for door in doors)


def is_config(name: str) -> bool:
    """engine.<topic>.config, one of its further files config_*, or a thing inside one."""
    parts = name.split(".")
    return len(parts) >= 3 and parts[0] == "engine" and f"{parts[2]}_".startswith("config_")


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=label)
def test_imports_run_one_way(path: Path):
    used = names(path)
    if room(path) == "engine":
        assert not {name for name in used if top(name) in SCREEN}
        return
    assert not {name for name in used if top(name) in HEAVY}
    upward = {"view": {"app", "pages"}, "pages": {"app"}, "app": set()}[room(path)]
    assert not {name for name in used if top(name) in upward}
    inside = {name for name in used if into_engine(name) and not allowed(name, FREE)}
    assert not {name for name in inside if room(path) != "pages" or not is_config(name)}


@pytest.mark.parametrize("path", [p for p in FILES if room(p) == "engine"], ids=label)
def test_a_topic_stands_on_the_ground_floor_and_on_no_other_topic(path: Path):
    parts = path.relative_to(ROOT / "engine").parts
    topics = {p.name for p in (ROOT / "engine").iterdir() if p.is_dir()} - {"transformer"}
    own = {parts[0]} if len(parts) > 1 else set()
    reached = {name.split(".")[1] for name in names(path) if name.startswith("engine.")}
    assert not reached & topics - own


@pytest.mark.parametrize(
    "path", [p for p in FILES if room(p) == "engine" and p.name == "__init__.py"], ids=label
)
def test_a_package_of_the_engine_opens_without_importing_anything(path: Path):
    assert not names(path)


@pytest.mark.parametrize("path", [p for p in FILES if p.name in MOST_LINES], ids=label)
def test_a_page_is_short(path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MOST_LINES[path.name]


def test_the_server_never_imports_torch():
    configs = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in ROOT.glob("engine/*/config*.py")
    ]
    views = ["view.page", "view.polling", "view.link", "view.device", "view.front", "app"]
    program = "import importlib, sys\n"
    program += f"for name in {configs + views!r}: importlib.import_module(name)\n"
    program += f"print(*sorted(set(sys.modules) & {HEAVY!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
