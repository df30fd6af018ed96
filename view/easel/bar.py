"""A guess set as the height of a bar, on the scale where the answer will stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import streamlit as st

from engine.errors import check
from view.easel import drawn
from view.language import language, number, t, template
from view.player.houses import TAGS
from view.player.parts import script, sheet, text

HERE = Path(__file__).parent
WORDS = ("hint", "reset")
TOLD = ("point", "guess", "answer", "gap")

_mount = st.components.v2.component(
    "lab_bar",
    html=text(HERE / "bar.html"),
    css=sheet(HERE, "easel", "curve", "guess", "bar"),
    js=script(HERE, "hold", "scale", "bar"),
)


@dataclass(frozen=True)
class Scale:
    """What a bar is measured on: from `low` to `high`, in steps of the keys, in `unit`."""

    low: float
    high: float
    step: float
    unit: str = ""
    digits: int = 0
    log: bool = False

    def ticks(self) -> list[float]:
        """Five places on the scale, even ones; in decades where it is logarithmic."""
        if not self.log:
            return [self.low + k * (self.high - self.low) / 4 for k in range(5)]
        ratio = (self.high / self.low) ** 0.25
        return [self.low * ratio**k for k in range(5)]


@dataclass(frozen=True)
class Known:
    """A bar that stands beside the guess, to compare with: its name, its height, its colour."""

    name: str
    value: float
    identity: str = "data"


class BarWords(TypedDict):
    """All words of the instrument; `point`, `guess`, `answer` and `gap` are templates."""

    lang: str
    name: str
    hint: str
    reset: str
    point: str
    guess: str
    answer: str
    gap: str


def bar(
    key: str,
    name: str,
    scale: Scale,
    words: BarWords,
    known: Sequence[Known] = (),
    asked: float | None = None,
    answer: float | None = None,
) -> float | None:
    """The scale `name` with a bar to set; its height, None while none is set.

    `known` stand beside it. `asked` is the height that a link brings. With `answer` the truth
    stands beside the guess, which stays as a ghost. Raises `InvalidParameter` for a height off
    the scale.
    """
    origin = drawn.name_of((scale.low, scale.high, scale.log))
    drawn.bring(key, origin, None if asked is None else decode(asked, scale))
    data = {
        "name": name,
        "words": words,
        "held": drawn.held(name),
        "origin": origin,
        "drawn": drawn.kept(key, origin),
        "ends": [scale.low, scale.high],
        "log": scale.log,
        "step": scale.step,
        "digits": scale.digits,
        "unit": scale.unit,
        "ticks": [[value, number(value, scale.digits)] for value in scale.ticks()],
        "known": [{"name": k.name, "value": k.value, "identity": k.identity} for k in known],
        "answer": answer,
    }
    state = _mount(key=key, data=data, on_drawn_change=drawn.nothing)
    told = drawn.told(state, origin)
    return drawn.keep(key, origin, told, lambda value: decode(value, scale))


def bar_words(name: str) -> BarWords:
    """The words of the instrument; `name` says what is to be set."""
    plain = {word: t(f"easel.bar.{word}") for word in WORDS}
    told = {word: template(f"easel.bar.{word}") for word in TOLD}
    return {**plain, **told, "lang": TAGS[language()], "name": name}


def decode(value: Any, scale: Scale) -> float:
    """The height in a number; raises `InvalidParameter` for anything else."""
    number = type(value) in (int, float) and scale.low <= value <= scale.high
    rule = "must be a number from {low} to {high}"
    check(number, "drawn", rule, value, low=scale.low, high=scale.high)
    return float(value)
