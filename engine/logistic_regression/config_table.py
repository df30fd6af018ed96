"""A reader's table as numbers and classes, or the sentence that says why not (torch-free).

Nothing is repaired: a cell that is no finite number ends in a sentence that says where it stands.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

import numpy as np

from engine.errors import InvalidParameter, check

MOST_BYTES = 8_000_000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 256, 1_000_000
MOST_CLASSES, LEAST = 20, 2
"""Of classes the most, and of rows of each the fewest."""
LONGEST = 24


@dataclass(frozen=True)
class Table:
    """Rows `x` (n, d) float64 and classes `y` (n,) int64, packed; one is another by its `digest`.

    `columns` name the d columns, `classes` what the label says of 0…K − 1.
    """

    digest: str
    columns: tuple[str, ...] = field(compare=False, repr=False)
    classes: tuple[str, ...] = field(compare=False, repr=False)
    packed: bytes = field(compare=False, repr=False)

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and classes."""
        rows = np.frombuffer(zlib.decompress(self.packed)).reshape(-1, len(self.columns) + 1)
        return rows[:, 1:].copy(), rows[:, 0].astype(np.int64)


def table(
    names: Sequence[str], columns: Sequence[Sequence[str]], label: int, comma: bool = False
) -> Table:
    """The `columns` of text, called `names`, as a Table whose class is column `label`.

    `comma` says that numbers have a decimal comma. Raises `InvalidParameter` ("file" or "label").
    """
    kinds, classes = _classes(columns[label], names[label])
    rest = [k for k in range(len(columns)) if k != label]
    numbers = [_numbers(columns[k], names[k], comma) for k in rest]
    varies = any((column != column[0]).any() for column in numbers)
    check(varies, "file", "must have a column that varies", len(rest))
    rows = np.column_stack([kinds, *numbers]).astype(np.float64)
    packed, called = zlib.compress(rows.tobytes(), 1), tuple(_short(names[k]) for k in rest)
    digest = hashlib.sha256(repr((called, classes)).encode() + rows.tobytes()).hexdigest()
    return Table(digest, called, classes, packed)


def _classes(cells: Sequence[str], name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Classes 0…K − 1 in the order of their names, numbers as numbers."""
    for row, cell in enumerate(cells, 1):
        rule = "must say a class in every row: row {row} of column {column} is empty"
        check(cell != "", "label", rule, "", row=row, column=_short(name))
    found = sorted(set(cells), key=_order)
    few = "must have at least two classes: column {column} says the same in every row"
    check(len(found) > 1, "label", few, found[0], column=_short(name))
    many = "must have at most {most} classes, and column {column} has {count} different values"
    places = {"most": MOST_CLASSES, "column": _short(name), "count": len(found)}
    check(len(found) <= MOST_CLASSES, "label", many, len(found), **places)
    known = {cell: k for k, cell in enumerate(found)}
    kinds = np.array([known[cell] for cell in cells])
    rare = int(np.bincount(kinds).argmin())
    rule = "must have at least {least} rows of each class, and {which} has {count}"
    count = int((kinds == rare).sum())
    places = {"least": LEAST, "which": _short(found[rare]), "count": count}
    check(count >= LEAST, "label", rule, count, **places)
    return kinds, tuple(map(_short, found))


def _order(cell: str) -> tuple[int, float, str]:
    try:
        value = float(cell)
    except ValueError:
        return 1, 0.0, cell
    return (0, value, cell) if isfinite(value) else (1, 0.0, cell)


def _numbers(cells: Sequence[str], name: str, comma: bool) -> np.ndarray:
    """The numbers of a column."""
    try:
        values = np.array([number(cell, comma) for cell in cells])
    except ValueError:
        values = np.array([np.nan])
    if not np.isfinite(values).all():
        row = next(k for k, cell in enumerate(cells) if not _finite(cell, comma))
        rule = "must be finite numbers beside the label: not so in row {row} of column {column}"
        raise InvalidParameter("file", rule, cells[row], row=row + 1, column=_short(name))
    return values


def number(cell: str, comma: bool = False) -> float:
    """What `cell` says; raises ValueError where it says no number."""
    if "_" in cell:
        raise ValueError(cell)
    return float(cell.replace(",", ".") if comma else cell)


def _finite(cell: str, comma: bool) -> bool:
    try:
        return isfinite(number(cell, comma))
    except ValueError:
        return False


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
