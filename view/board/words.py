"""Every word of a board and of its card, as Python hands them over.

Plain JSON. A *template* has places for the numbers of the moment, `{xt}`, and in a board also
for symbols, the names in `symbols`: pieces of MathML, see `view.player.formula`.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from view.player.words import Badge, Identity, Mark


class Button(TypedDict):
    """What a button says, "" where it has a sign; and what it is for."""

    text: str
    tip: str


class Handle(TypedDict):
    """What a handle is called, and how it is told aloud, a template."""

    label: str
    spoken: str


class Choice(TypedDict):
    """The switch over the picture: which part of the state it sets, what it and each option are
    called, the latter a template."""

    name: str
    label: str
    options: dict[str, str]


class BoardWords(TypedDict):
    """All words of a board; `at` and `labels` are templates of the law's own marks.

    `held` names the hands that a teacher's link ties, `gone` the parts it hides.
    """

    lang: str
    name: str
    in_words: str
    symbols: dict[str, str]
    labels: dict[str, str]
    at: dict[str, str]
    buttons: dict[str, Button]
    choice: NotRequired[Choice]
    handles: dict[str, Handle]
    sentence: dict[str, str]
    badge: NotRequired[Badge]
    held: NotRequired[list[str]]
    gone: NotRequired[list[str]]


class Piece(TypedDict, total=False):
    """A piece of a line: MathML, a number of the moment, or a word; with a `term` a button."""

    math: str
    number: str
    text: str
    term: str
    identity: Identity


class Line(TypedDict):
    """Pieces side by side, on one leg only if it has a `leg`."""

    parts: list[Piece]
    leg: NotRequired[str]


class Row(TypedDict):
    """A mark, its name, a number and how far it is uncertain, both templates."""

    term: str
    label: str
    symbol: NotRequired[str]
    mark: Mark
    identity: NotRequired[Identity]
    value: str
    spread: str
    leg: NotRequired[str]


class Column(TypedDict):
    """The head of a column of numbers: a mark and what it stands for."""

    label: str
    mark: Mark
    identity: Identity


class TableRow(TypedDict):
    """What is measured, and a template for each column; a `quiet` one is there to compare."""

    label: str
    values: list[str]
    quiet: NotRequired[bool]


class Table(TypedDict):
    """Numbers in columns, under the formula."""

    columns: list[Column]
    rows: list[TableRow]


class Term(TypedDict):
    """What a term is called aloud, and what is said while it is lit, a template."""

    name: str
    tip: str


class CardWords(TypedDict):
    """All words of a card; `hint` is said while nothing is lit. It opens on its first leg."""

    lang: str
    legend: str
    formula_name: str
    hint: str
    lines: list[Line]
    rows: list[Row]
    equations: list[Line]
    terms: dict[str, Term]
    table: NotRequired[Table]
