"""A copy of the lab, with an article dropped in and nothing else changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.browser.server import ROOT

NINTH = ROOT / "tests" / "ninth"
LEFT = (".git", ".venv", "wheels", "runs", "test-results", "__pycache__", ".*_cache", ".hypothesis")


def copied(to: Path) -> Path:
    """The lab's tree, copied to `to`."""
    return shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*LEFT))


def drop(tree: Path) -> list[Path]:
    """Lay the ninth article into `tree`: only new files, whose paths come back."""
    laid = []
    for path in sorted(path for path in NINTH.rglob("*") if path.is_file()):
        if "__pycache__" in path.parts:
            continue
        goal = tree / path.relative_to(NINTH)
        assert not goal.exists(), goal
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, goal)
        laid.append(goal.relative_to(tree))
    return laid


def mutate(tree: Path, slug: str, file: str, old: str, new: str) -> None:
    """Lay a page `slug` beside the ninth, its very likeness but for `old` -> `new` in `file`."""
    page = shutil.copytree(tree / "pages" / "ninth", tree / "pages" / slug)
    for path in [*page.iterdir(), *(tree / "assets").glob("locale/*/LC_MESSAGES/ninth.po")]:
        text = path.read_text(encoding="utf-8")
        text = text.replace("pages.ninth", f"pages.{slug}").replace('"ninth', f'"{slug}')
        if path.suffix == ".po":
            text = text.replace("section.chance", f"section.{slug}")
            path = path.with_stem(slug)
        if path.name == file:
            assert old in text, (file, old)
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
