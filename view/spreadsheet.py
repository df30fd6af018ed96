"""A table the reader brings: any text file of rows and columns in, cells out, or one sentence.

Encoding, separator and heading are found out, and told; the cells stay as they are written.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from engine.errors import check

SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma"}
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SOME = 200
"""So many rows say what the separator is."""
Told = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Sheet:
    """`columns` of text cells, all equally long, called `names`; `told` are messages to say.

    `comma` says that its numbers have a decimal comma.
    """

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    told: tuple[Told, ...]
    comma: bool


def read(data: bytes, most_bytes: int, most_rows: int, most_columns: int, most_cells: int) -> Sheet:
    """The table in `data`; raises `InvalidParameter` ("file") for what is empty, large or none."""
    check(len(data) > 0, "file", "must not be empty", len(data))
    few = len(data) <= most_bytes
    check(few, "file", "must be at most {most} bytes", len(data), most=f"{most_bytes:,}")
    text, encoding = decoded(data)
    told: list[Told] = [] if encoding == "utf-8" else [("sheet.encoding", {"encoding": encoding})]
    check("\0" not in text, "file", "must be a table as text, a row a line", "?")
    check(text.strip() != "", "file", "must not be empty", len(data))
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    rule = "must have at most {most} rows"
    check(count <= most_rows + 1, "file", rule, f"{count:,}", most=f"{most_rows:,}")
    separator = _separator(text)
    if separator != ",":
        told.append((f"sheet.{SEPARATORS[separator]}", {}))
    rows, blank = _rows(text, separator)
    if blank:
        told.append(("sheet.blank", {"count": blank}))
    _check_shape(rows, most_columns, most_cells)
    return _sheet(rows, separator, told)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of `data` and its encoding: by its mark, or the first that fits.

    Latin-1 fits everything and so comes last; GB 18030 only where it is like Chinese.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _or_none(data, encoding), encoding.removesuffix("-sig")
    zeros = data[:1000].count(0)
    if zeros > len(data[:1000]) // 4:
        which = "utf-16-le" if data[1:1000:2].count(0) >= data[:1000:2].count(0) else "utf-16-be"
        return _or_none(data, which), which
    text = _decoded(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    text = _decoded(data, "gb18030")
    if text is not None and _paired(data):
        return text, "gb18030"
    return data.decode("latin-1"), "latin-1"


def _or_none(data: bytes, encoding: str) -> str:
    """The text, or a zero where `data` belies its mark: that is no table."""
    text = _decoded(data, encoding)
    return "\0" if text is None else text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _paired(data: bytes) -> bool:
    """Whether most bytes that are no ASCII stand in pairs: Chinese does, an accent stands alone."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    pairs = sum(len(run) for run in runs if len(run) % 2 == 0)
    return 2 * pairs > sum(map(len, runs))


def _separator(text: str) -> str:
    """The first of `SEPARATORS` that cuts all of the first rows equally, else the most of them.

    The comma comes last: beside another one it may stand within numbers.
    """
    head = "\n".join(text.splitlines()[:SOME])
    try:
        equal = {separator: _equal(head, separator) for separator in SEPARATORS}
    except csv.Error:
        return ","
    return next((one for one in equal if equal[one] == 1), max(equal, key=equal.get))


def _equal(head: str, separator: str) -> float:
    """The share of rows that have the commonest number of cells; 0 where that is one."""
    rows = csv.reader(io.StringIO(head), delimiter=separator)
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    width, often = widths.most_common(1)[0]
    return often / widths.total() if width > 1 else 0.0


def _rows(text: str, separator: str) -> tuple[list[list[str]], int]:
    """The rows that have cells, and how many blank ones stand among them."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        lines = [[cell.strip() for cell in row] for row in reader]
    except csv.Error:
        lines = []
    check(bool(lines), "file", "must be a table as text, a row a line", "?")
    while lines and not any(lines[-1]):
        lines.pop()
    rows = [row for row in lines if any(row)]
    return rows, len(lines) - len(rows)


def _check_shape(rows: list[list[str]], most_columns: int, most_cells: int) -> None:
    width = len(rows[0])
    check(width > 1, "file", "must have at least two columns, one of them the class", width)
    rule = "must have at most {most} columns"
    check(width <= most_columns + 1, "file", rule, width, most=most_columns + 1)
    for k, row in enumerate(rows, 1):
        rule = "must have as many cells in every row: the first has {width}, row {row} has {got}"
        check(len(row) == width, "file", rule, len(row), width=width, row=k, got=len(row))
    rule = "must have at most {most} cells"
    cells = len(rows) * width
    check(cells <= most_cells, "file", rule, f"{cells:,}", most=f"{most_cells:,}")


def _sheet(rows: list[list[str]], separator: str, told: list[Told]) -> Sheet:
    comma = separator != "," and any("," in cell and _is_number(cell, True) for cell in rows[-1])
    if comma:
        told.append(("sheet.decimal", {}))
    headed = _headed(rows, comma)
    if not headed:
        told.append(("sheet.headless", {}))
    names = rows[0] if headed else [str(k + 1) for k in range(len(rows[0]))]
    body = rows[1:] if headed else rows
    check(len(body) > 0, "file", "must have rows below its heading", len(body))
    columns = tuple(zip(*body, strict=True))
    return Sheet(_named(names), columns, tuple(told), comma)


def _headed(rows: list[list[str]], comma: bool) -> bool:
    """Whether the first row names the columns: nothing in it is a number, or a column disagrees."""
    first = [_is_number(cell, comma) for cell in rows[0]]
    if len(rows) == 1 or not any(first):
        return not any(first)
    below = [all(_is_number(row[k], comma) for row in rows[1:SOME]) for k in range(len(first))]
    return any(under and not over for under, over in zip(below, first, strict=True))


def _is_number(cell: str, comma: bool) -> bool:
    try:
        float(cell.replace(",", ".") if comma else cell)
    except ValueError:
        return False
    return True


def _named(names: list[str]) -> tuple[str, ...]:
    """`names`, a number in place of an empty one and behind one that was there before."""
    seen: Counter[str] = Counter()
    found = []
    for k, name in enumerate(names, 1):
        name = name or str(k)
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)
