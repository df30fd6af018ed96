"""A computation with the values of the moment as one file: torch, numpy and plotly, no clone."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from view.export import alone
from view.export.caption import Caption
from view.export.source import module

END = '''
def finished(steps):
    """The Result of a run: the value it returns after its last progress."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


config = {config}
result = finished({run}(config))
'''
SAY = """
for name, value in vars(result).items():
    shape = getattr(value, "shape", None)
    print(name, f"{value.dtype} {shape}" if shape is not None else value)
"""
DRAW = """
import plotly.graph_objects as go

figure = go.Figure()
for name, (x, y) in getattr(result, "curves", {}).items():
    figure.add_scatter(x=list(x), y=list(y), name=name)
if figure.data:
    figure.show()
"""


@dataclass(frozen=True)
class Snippet:
    """`head` says what it is, `body` is the engine's source, `run` computes `result`.

    `theory` is what the computation says of itself, and of what it leaves out.
    """

    head: str
    theory: str
    body: str
    run: str

    @property
    def text(self) -> str:
        """The whole script."""
        show = f'\nif __name__ == "__main__":{_indented(SAY + DRAW)}'
        return f"{self.head}\n\n{self.body}\n{self.run}\n{show}"


@lru_cache(maxsize=64)
def body(work: str, kind: type) -> str:
    """The source of `work` and of its Config; raises `alone.NotAlone`."""
    return alone.code(work, f"{kind.__module__}:{kind.__name__}")


def snippet(work: str, config: Any, caption: Caption) -> Snippet:
    """The file that computes `work(config)`; raises `alone.NotAlone`."""
    told = theory(work)
    lines = [line for line in (caption.title, *caption.lines) if line]
    lines += ["", *told.splitlines(), "", "Needs torch, numpy and plotly."]
    head = "\n".join(f"# {line}".rstrip() for line in lines)
    run = END.format(config=repr(config), run=work.partition(":")[2])
    return Snippet(head, told, body(work, type(config)), run)


def theory(work: str) -> str:
    """What the module of `work` says of itself: its docstring."""
    return ast.get_docstring(ast.parse(module(work.partition(":")[0]).source)) or ""


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines()) + "\n"
