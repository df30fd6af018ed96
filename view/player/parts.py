"""What the instruments are made of: style sheets and scripts, laid end to end.

`BUS` and `COLOURS` are every instrument's; the rest is its own.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
BUS = HERE / "js" / "bus.js"
COLOURS = HERE / "colours.css"


def text(*paths: Path) -> str:
    """The contents of `paths`, one after the other."""
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def script(folder: Path, *names: str) -> str:
    """The bus, then `js/<name>.js` of `folder`, as one script."""
    return text(BUS, *(folder / "js" / f"{name}.js" for name in names))


def sheet(folder: Path, *names: str) -> str:
    """The colours, then `<name>.css` of `folder`, as one style sheet."""
    return text(COLOURS, *(folder / f"{name}.css" for name in names))
