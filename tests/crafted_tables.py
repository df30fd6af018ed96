"""Tables that mean no good, or are merely odd: name -> bytes."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

ROWS = 24


def csv(rows, head="a,b,kind", separator=",", end="\n") -> str:
    lines = [head] if head else []
    return end.join([*lines, *(separator.join(map(str, row)) for row in rows), ""])


def cloud(names=("x", "y"), d: int = 2, n: int = ROWS) -> list[list]:
    """Overlapping rows of as many classes as `names`."""
    generator = np.random.default_rng(0)
    kinds = np.arange(n) % len(names)
    x = generator.normal(size=(n, d)) + 0.7 * kinds[:, None]
    return [[*map("{:.4f}".format, row), names[k]] for row, k in zip(x, kinds, strict=True)]


def changed(row: int, column: int, cell: str) -> bytes:
    rows = cloud()
    rows[row][column] = cell
    return csv(rows).encode()


def with_column(make) -> bytes:
    """The cloud with a third column that `make`s from the row."""
    return csv([[*row[:2], make(row), row[2]] for row in cloud()], "a,b,c,kind").encode()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    return out.getvalue()


PLAIN = csv(cloud())
HAN = csv(cloud(("苹果", "梨")), "长,宽,水果")
FRENCH = csv(cloud(("née", "reçue")), "a,b,étage")
COMMAS = csv([[*(c.replace(".", ",") for c in row[:2]), row[2]] for row in cloud()], None, ";")
SAME = csv([[a, b, name] for a, b in ((1, 2), (3, 5), (2, 9)) for name in "xy"])

REFUSED = {
    "nothing": (b"", "must not be empty"),
    "blanks": (b" \n\t\n  \n", "must not be empty"),
    "a mark alone": (b"\xef\xbb\xbf", "must not be empty"),
    "a picture": (picture(), "must be a table as text"),
    "zeros": (bytes(5000), "must be a table as text"),
    "half a character": (b"\xff\xfea\0,\0b", "must be a table as text"),
    "a heading alone": (b"a,b,kind\n", "must have rows below its heading"),
    "one column": (b"a\n1\n2\n", "must have at least two columns"),
    "a million rows": (b"1,0\n" * 1_000_000, "must have at most 100,000 rows"),
    "too many bytes": (b"1" * 8_000_001, "must be at most 8,000,000 bytes"),
    "too many columns": (csv([[1] * 300], None).encode(), "must have at most 257 columns"),
    "too many cells": (csv([["1"] * 200] * 6000, None).encode(), "must have at most 1,000,000"),
    "a short row": (PLAIN.encode() + b"1,x\n", "row 26 has 2"),
    "a long row": (PLAIN.encode() + b"1,2,3,x\n", "row 26 has 4"),
    "a quote that never ends": (b'a,b,kind\n1,2,"x\n' + b"1,2,x\n" * 30_000, "must be a table"),
    "one class": (csv(cloud(("x",))).encode(), "must have at least two classes"),
    "thirty classes": (csv(cloud(tuple(map(str, range(30))), n=60)).encode(), "at most 20"),
    "a lone class": (PLAIN.encode() + b"1,2,z\n", "at least 2 rows of each class, and z has 1"),
    "an empty class": (changed(3, 2, ""), "row 4 of column kind is empty"),
    "NaN": (changed(2, 0, "NaN"), "row 3 of column a"),
    "infinite": (changed(2, 1, "-inf"), "row 3 of column b"),
    "more than a double": (changed(2, 1, "1e999"), "row 3 of column b"),
    "a missing cell": (changed(0, 1, ""), "row 1 of column b"),
    "not available": (changed(5, 1, "NA"), "row 6 of column b"),
    "words among numbers": (changed(5, 1, "<script>"), "row 6 of column b"),
    "a number with an underscore": (changed(5, 1, "1_000"), "row 6 of column b"),
    "a thousand with its comma": (changed(5, 1, '"1,000"'), "row 6 of column b"),
    "a formula": (changed(5, 1, '"=1+1"'), "row 6 of column b"),
    "two places": (csv([[1, 2, "x"], [3, 4, "x"], [1, 2, "y"], [3, 4, "y"]]).encode(), "inverted"),
    "all constant": (csv([[1, 2, row[2]] for row in cloud()]).encode(), "column that varies"),
}
ACCEPTED = {
    "plain": PLAIN.encode(),
    "with a mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "Chinese": HAN.encode(),
    "Chinese in gb18030": HAN.encode("gb18030"),
    "Chinese in utf-16": HAN.encode("utf-16"),
    "big end first, no mark": PLAIN.encode("utf-16-be"),
    "latin-1": FRENCH.encode("latin-1"),
    "semicolons": csv(cloud(), "a;b;kind", ";").encode(),
    "semicolons and decimal commas": COMMAS.encode(),
    "tabs": csv(cloud(), "a\tb\tkind", "\t").encode(),
    "bars": csv(cloud(), "a|b|kind", "|").encode(),
    "lines of Windows": csv(cloud(), end="\r\n").encode(),
    "lines of old Macs": csv(cloud(), end="\r").encode(),
    "no heading": csv(cloud(), None).encode(),
    "blank lines": PLAIN.replace("\n", "\n\n").encode(),
    "quotes": PLAIN.replace("x", '"x"').encode(),
    "labels 3 and 7": csv(cloud(("3", "7"))).encode(),
    "labels -1 and 1": csv(cloud(("-1", "1"))).encode(),
    "labels that draw": csv(cloud(("<b>$x$</b>", "`y`"))).encode(),
    "two of one name": csv(cloud(), "a,a,kind").encode(),
    "no names": csv(cloud(), ",,kind").encode(),
    "a constant column": with_column(lambda row: "5"),
    "a column twice": with_column(lambda row: row[0]),
    "collinear": with_column(lambda row: f"{float(row[0]) + 2 * float(row[1]):.6f}"),
    "the label once more": with_column(lambda row: int(row[2] == "y")),
    "one column and a class": csv([row[1:] for row in cloud()], "b,kind").encode(),
    "fewer rows than columns": csv(cloud(d=40), None).encode(),
    "four rows": csv(cloud(n=4)).encode(),
    "equal means": SAME.encode(),
    "huge numbers": csv([[f"{row[0]}e200", row[1], row[2]] for row in cloud()]).encode(),
    "tiny numbers": csv([[f"{row[0]}e-200", row[1], row[2]] for row in cloud()]).encode(),
}
