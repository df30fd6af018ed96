"""The same as a notebook: what it is, the engine's source, the run, the figure."""

from __future__ import annotations

import nbformat
from nbformat import v4

from view.export.caption import Caption
from view.export.snippet import DRAW, SAY, Snippet


def notebook(snippet: Snippet, caption: Caption) -> str:
    """The .ipynb text, valid by nbformat's own rules."""
    parts = (f"# {caption.title}", snippet.theory, caption.parameters, f"<{caption.link}>")
    head = "\n\n".join(part for part in parts if part)
    cells = [
        v4.new_markdown_cell(head, id="head"),
        v4.new_code_cell(snippet.body, id="engine"),
        v4.new_code_cell(snippet.run.strip(), id="run"),
        v4.new_code_cell(SAY.strip(), id="numbers"),
        v4.new_code_cell(DRAW.strip(), id="figure"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.validate(book)
    return nbformat.writes(book)
