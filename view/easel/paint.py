"""A house drawn by hand: 32×32 pixels in the colours that the builder's houses have."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from pathlib import Path
from typing import Any, TypedDict

import streamlit as st

from engine.errors import InvalidParameter, check
from view.easel import drawn
from view.language import language, t, template
from view.player.houses import TAGS
from view.player.parts import script, sheet, text

HERE = Path(__file__).parent
SIZE, BYTES = 32, 32 * 32 * 3
PALETTE = {
    "sky": "#87cce8",
    "overcast": "#bdc7d4",
    "sunset": "#f5ad80",
    "night": "#24264a",
    "grass": "#5c8f42",
    "pavement": "#737375",
    "brick": "#b84f3d",
    "tan": "#c9a873",
    "plum": "#915c6e",
    "red_roof": "#73292b",
    "slate": "#4a4a57",
    "green_roof": "#40664f",
    "glass": "#6ba8db",
    "lamp": "#fcdb66",
    "door": "#5e3624",
    "white": "#f5f5e6",
}
"""The colours of `engine.diffusion.houses`, under the names that the catalogue gives them."""
WORDS = ("name", "grid", "hint", "colours", "tools", "undo", "clear", "other")
TOOLS = ("pen", "fill", "erase")

_mount = st.components.v2.component(
    "lab_paint",
    html=text(HERE / "paint.html"),
    css=sheet(HERE, "easel", "paint"),
    js=script(HERE, "hold", "picture", "brush", "palette", "paint"),
)


class PaintWords(TypedDict):
    """All words of the instrument; `blank` is the colour of an empty canvas."""

    lang: str
    name: str
    grid: str
    hint: str
    colours: str
    tools: str
    undo: str
    clear: str
    other: str
    cell: str
    kinds: dict[str, str]
    palette: list[dict[str, str]]
    blank: str


def paint(key: str, name: str, words: PaintWords, start: bytes | None = None) -> bytes | None:
    """The canvas `name`, opening with `start`; what the reader drew on it, None if nothing yet.

    A picture is 3,072 bytes, rows from the top, RGB. Another `start` takes the place of what
    was drawn, which undo brings back. Raises `InvalidParameter` for a start of another
    length, or if the browser sends what is no picture.
    """
    if start is not None:
        check_length(start)
    origin = drawn.name_of(start)
    shown = {"picture": encode(start), "origin": origin, "drawn": drawn.kept(key, origin)}
    data = {"name": name, "words": words, "held": drawn.held(name), **shown}
    state = _mount(key=key, data=data, on_drawn_change=drawn.nothing)
    return drawn.keep(key, origin, drawn.told(state, origin), decode)


def paint_words() -> PaintWords:
    """The words of the canvas in the reader's language."""
    colours = [{"colour": c, "name": t(f"easel.colour.{name}")} for name, c in PALETTE.items()]
    return {
        **{name: t(f"easel.paint.{name}") for name in WORDS},
        "lang": TAGS[language()],
        "cell": template("easel.paint.cell"),
        "kinds": {tool: t(f"easel.paint.{tool}") for tool in TOOLS},
        "palette": colours,
        "blank": PALETTE["sky"],
    }


def encode(picture: bytes | None) -> str | None:
    """The picture as the browser reads it."""
    return None if picture is None else b64encode(picture).decode()


def decode(value: Any) -> bytes:
    """The picture in base64 `value`; raises `InvalidParameter` for anything else."""
    try:
        picture = b64decode(value, validate=True)
    except (NotBase64, TypeError, ValueError):
        raise InvalidParameter("picture", "must be base64", value) from None
    return check_length(picture)


def check_length(picture: bytes) -> bytes:
    """`picture`, if it has the right number of bytes."""
    check(len(picture) == BYTES, "picture", "must be {count} bytes", len(picture), count=BYTES)
    return picture
