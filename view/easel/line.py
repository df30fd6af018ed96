r"""A guess drawn as a line on the axes where the answer will stand.

A line is `count` heights at even places from the left end of the axes to the right one, each a
share from 0 (the lowest value) to 1 (the highest): that is what the link carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import numpy as np
import streamlit as st

from engine.errors import check
from view.easel import drawn
from view.language import language, number, t, template
from view.player.houses import TAGS
from view.player.parts import script, sheet, text

HERE = Path(__file__).parent
WORDS = ("hint", "reset", "guess", "answer")
TOLD = ("point", "gap")

Shares = tuple[float, ...]

_mount = st.components.v2.component(
    "lab_line",
    html=text(HERE / "line.html"),
    css=sheet(HERE, "easel", "curve", "guess", "line"),
    js=script(HERE, "hold", "knots", "scale", "line"),
)


@dataclass(frozen=True)
class Axes:
    """Where a line is drawn: both ends of x and of y, and what they are called."""

    x: tuple[float, float]
    y: tuple[float, float]
    x_name: str
    y_name: str
    count: int = 33
    digits: int = 2
    log_y: bool = False

    def values(self, shares: Sequence[float]) -> np.ndarray:
        """The heights of a line in the units of y, float64 (count,)."""
        low, high = np.log(self.y) if self.log_y else self.y
        heights = low + np.asarray(shares, np.float64) * (high - low)
        return np.exp(heights) if self.log_y else heights


@dataclass(frozen=True)
class Line:
    """What the reader drew on `axes`."""

    axes: Axes
    shares: Shares

    @property
    def values(self) -> np.ndarray:
        """The heights in the units of y, float64 (count,)."""
        return self.axes.values(self.shares)

    def apart(self, answer: Sequence[float]) -> float:
        """The mean distance to `answer`, its heights at the same places, in the units of y."""
        return float(np.abs(self.values - np.asarray(answer, np.float64)).mean())


class LineWords(TypedDict):
    """All words of the instrument; `point` and `gap` are templates."""

    lang: str
    name: str
    hint: str
    reset: str
    guess: str
    answer: str
    point: str
    gap: str
    x: str
    y: str


def line(
    key: str,
    name: str,
    axes: Axes,
    words: LineWords,
    asked: Shares | None = None,
    answer: Sequence[float] | None = None,
) -> Line | None:
    """The axes `name` to draw on; the reader's line, None while there is none.

    It begins as a faint level line. `asked` is the line that a link brings. With `answer`, its
    heights at the `count` places, the truth is drawn and the guess stays as a ghost. Raises
    `InvalidParameter` for a line that is none.
    """
    check_count(answer if answer is not None else (0,) * axes.count, "answer", axes)
    start = (0.5,) * axes.count
    origin = drawn.name_of((axes.x, axes.y, axes.count, axes.log_y))
    drawn.bring(key, origin, asked and list(decode(list(asked), axes)))
    data = {
        "name": name,
        "words": words,
        "held": drawn.held(name),
        "origin": origin,
        "start": list(start),
        "drawn": drawn.kept(key, origin),
        "x": _ends(axes.x, 0),
        "y": [f"{end:g}" for end in axes.y] if axes.log_y else _ends(axes.y, axes.digits),
        "log": axes.log_y,
        "digits": axes.digits,
        "across": list(axes.x),
        "up": list(axes.y),
        "answer": None if answer is None else [float(value) for value in answer],
    }
    state = _mount(key=key, data=data, on_drawn_change=drawn.nothing)
    told = drawn.told(state, origin)
    shares = drawn.keep(key, origin, told, lambda value: decode(value, axes))
    return None if shares is None else Line(axes, shares)


def line_words(axes: Axes, name: str) -> LineWords:
    """The words of the instrument; `name` says what is to be drawn."""
    plain = {word: t(f"easel.line.{word}") for word in WORDS}
    told = {word: template(f"easel.line.{word}") for word in TOLD}
    own = {"lang": TAGS[language()], "name": name, "x": axes.x_name, "y": axes.y_name}
    return {**plain, **told, **own}


def decode(value: Any, axes: Axes) -> Shares:
    """The line in a list of numbers; raises `InvalidParameter` for anything else."""
    check_count(value if isinstance(value, list) else (), "drawn", axes)
    for share in value:
        inside = type(share) in (int, float) and 0 <= share <= 1
        check(inside, "drawn", "must stay between 0 and 1", share)
    return tuple(map(float, value))


def check_count(values: Sequence[Any], name: str, axes: Axes) -> None:
    """`values` are as many as a line has."""
    fits = len(values) == axes.count
    check(fits, name, "must have {count} points", len(values), count=axes.count)


def _ends(ends: tuple[float, float], digits: int) -> list[str]:
    return [number(end, digits) for end in ends]
