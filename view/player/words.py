"""Every word of an instrument, as the page hands them to `legend`.

Plain JSON, filled by the page from its catalogue. A *template* is a sentence with places
for the numbers of the moment: `{t}`, `{T}`, `{alpha_bar}`, `{beta_bar}`, `{alpha}`,
`{beta}`, `{snr}`, and `{house}` where a house is named. Symbols are pieces of MathML, see
`view.player.formula`.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

Leg = Literal["demolish", "rebuild"]
Identity = Literal["data", "noise", "model", "prediction"]
Mark = Literal["circle", "square", "triangle", "diamond"]


class Sheet(TypedDict):
    """The title of one sheet on one leg; `terms` light it."""

    title: str
    symbol: str
    mark: Mark
    identity: Identity
    terms: list[str]


class Part(TypedDict):
    """A piece of the formula; with a `term` it is a button."""

    math: str
    term: NotRequired[str]
    identity: NotRequired[Identity]


class Term(TypedDict):
    """What a term is called aloud, and what is said while it is lit.

    `alone` is the symbol of what the left sheet draws meanwhile, if it draws that term alone.
    """

    name: str
    tip: str
    alone: NotRequired[str]


class Row(TypedDict):
    """A line of the legend: `number` is the name of a number of the moment.

    With a `leg` it stands on that leg only.
    """

    term: str
    label: str
    number: str
    symbol: NotRequired[str]
    mark: NotRequired[Mark]
    identity: NotRequired[Identity]
    unit: NotRequired[str]
    small: NotRequired[bool]
    leg: NotRequired[Leg]


class Badge(TypedDict):
    """How the numbers came about: the word for it, and the device line."""

    kind: Literal["measured", "exact", "trained", "reported"]
    label: str
    text: str


class Flag(TypedDict):
    """The flag a reader plants on the axis: its button, and what is said of it (`{t}`, `{T}`)."""

    label: str
    spoken: str


class Guess(TypedDict):
    """What the planted flag is called once the answer stands beside it, a template."""

    label: str


class Answer(TypedDict):
    """The t that is true, and what it is called, a template."""

    t: float
    label: str


class Words(TypedDict):
    """All of them; `lang` is a BCP 47 tag, for the numbers and for the fonts.

    `columns` names the columns of the sheets, where each is another thing. With `flag` the
    axis takes a flag; with `answer` the truth is drawn, and the flag as a ghost. `held` names the
    hands a teacher's link ties (`t`, `flag`), `gone` the parts it hides.
    """

    lang: str
    name: str
    legend: str
    hint: str
    formula_name: str
    formula: dict[Leg, list[Part]]
    terms: dict[str, Term]
    rows: list[Row]
    sheets: dict[Leg, list[Sheet]]
    alone: str
    slider: str
    at: str
    end: str
    spoken: str
    demolish: str
    rebuild: str
    play: str
    pause: str
    speed: str
    loop: str
    in_words: str
    sentence: dict[Leg, str]
    houses: str
    house: str
    strip: str
    still: str
    lost: str
    flat: str
    broken: str
    badge: NotRequired[Badge]
    columns: NotRequired[list[str]]
    flag: NotRequired[Flag]
    guess: NotRequired[Guess]
    answer: NotRequired[Answer]
    held: NotRequired[list[str]]
    gone: NotRequired[list[str]]
    held_said: NotRequired[str]
