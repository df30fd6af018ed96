"""What a figure draws, as CSV: one row a point, after a few lines of comment.

Error bars reach `error` up and `error_minus` down. The column names are the same in every
language. A byte-order mark stands in front: without it spreadsheets take Chinese series names
for something else, and everything else skips it.
"""

from __future__ import annotations

import csv
import io

from view.export.caption import Caption
from view.export.figure import Drawing

COLUMNS = ("panel", "series", "x", "y", "error", "error_minus")
MARK = "\ufeff"


def table(drawing: Drawing, caption: Caption) -> str:
    """The CSV text; numbers with all the digits they have."""
    out = io.StringIO()
    out.write(MARK)
    for line in (caption.title, caption.said, *caption.lines):
        out.write(f"# {' '.join(line.split())}\r\n")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for curve in drawing.curves:
        bars = [("", "")] * len(curve.x)
        if curve.error is not None:
            bars = [(repr(up), repr(down)) for down, up in curve.error.T.tolist()]
        for x, y, bar in zip(curve.x.tolist(), curve.y.tolist(), bars, strict=True):
            writer.writerow([curve.panel or "1", curve.name, repr(x), repr(y), *bar])
    return out.getvalue()
