"""Several guesses as flags on one line, where the answers will stand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict

import streamlit as st

from engine.errors import check
from view.easel import drawn
from view.language import language, number, t, template
from view.player.houses import TAGS
from view.player.parts import script, sheet, text

HERE = Path(__file__).parent
FIRST, NEXT = 0.2, 0.35
"""Where the flags stand before anybody has moved them, as shares of the line."""
Flags = tuple[int, ...]

_mount = st.components.v2.component(
    "lab_flags",
    html=text(HERE / "flags.html"),
    css=sheet(HERE, "easel", "flags"),
    js=script(HERE, "hold", "scale", "flags"),
)


class FlagsWords(TypedDict):
    """All words of the instrument; `point` and `gap` are templates."""

    lang: str
    name: str
    hint: str
    point: str
    gap: str


def flags(
    key: str,
    name: str,
    ends: tuple[int, int],
    names: Sequence[str],
    words: FlagsWords,
    asked: Flags | None = None,
    answers: Sequence[float] | None = None,
) -> Flags | None:
    """The line `name` with a flag for each of `names`; where they stand, None until all do.

    They stand on whole numbers between `ends`. `asked` is what a link brings. With `answers` the
    truths stand beside them. Raises `InvalidParameter` for flags off the line.
    """
    low, high = ends
    start = [round(low + (FIRST + k * NEXT) * (high - low)) for k in range(len(names))]
    origin = drawn.name_of((low, high, len(names)))
    drawn.bring(key, origin, None if asked is None else list(decode(list(asked), ends, len(names))))
    data = {
        "name": name,
        "words": words,
        "held": drawn.held(name),
        "origin": origin,
        "start": start,
        "drawn": drawn.kept(key, origin),
        "ends": [low, high],
        "ticks": [number(end) for end in (low, (low + high) / 2, high)],
        "names": list(names),
        "answers": None if answers is None else [float(answer) for answer in answers],
    }
    state = _mount(key=key, data=data, on_drawn_change=drawn.nothing)
    told = drawn.told(state, origin)
    return drawn.keep(key, origin, told, lambda value: decode(value, ends, len(names)))


def flags_words(name: str) -> FlagsWords:
    """The words of the instrument; `name` says what is guessed."""
    told = {word: template(f"easel.flags.{word}") for word in ("point", "gap")}
    return {**told, "hint": t("easel.flags.hint"), "lang": TAGS[language()], "name": name}


def decode(value: Any, ends: tuple[int, int], count: int) -> Flags:
    """The flags in a list of numbers; raises `InvalidParameter` for anything else."""
    some = isinstance(value, list) and len(value) == count
    check(some, "drawn", "must have {count} points", value, count=count)
    low, high = ends
    rule = "must be a whole number from {low} to {high}"
    for one in value:
        inside = type(one) in (int, float) and low <= one <= high and one == round(one)
        check(inside, "drawn", rule, one, low=low, high=high)
    return tuple(int(one) for one in value)
