"""The board: a picture with handles to drag, its mathematics a *law* in the browser.

A law (`js/<law>/*.js`) says what may be dragged, computes at every frame what follows the hand
and draws it; the core wires mouse, touch and keyboard, tells Python once the hand has let go,
and publishes the numbers of the moment on the bus, where `card` shows them beside the formula.
The engine recomputes what was let go; its numbers come with the next `scene`, and the browser
says how far it is from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from view.board.words import BoardWords, CardWords
from view.kept import hidden, locked
from view.player.parts import COLOURS, script, sheet, text
from view.player.parts import HERE as PLAYER

HERE = Path(__file__).parent
CORE = ("svg", "handles", "motion", "labels", "bar")
LAWS = {
    "bells": ("sums", "picture", "hands", "bells"),
    "step": ("sums", "picture", "step"),
    "hull": ("sums", "hands", "picture", "scores", "hull"),
    "wolfe": ("sums", "picture", "wolfe"),
    "boundary": (*("sums", "newton", "state", "paper", "hands", "picture", "lines", "boundary"),),
    "shaft": ("sums", "picture", "shaft"),
    "bricks": ("sums", "picture", "bricks"),
    "tower": ("sums", "picture", "words", "tower"),
    "fan": ("roads", "inks", "crowds", "paper", "chain", "picture", "hands", "fan"),
}
"""The files of each law, in `js/<law>/`."""


def _law(name: str):
    files = [*CORE, *(f"{name}/{part}" for part in LAWS[name]), "board"]
    return st.components.v2.component(
        f"lab_board_{name}",
        html=text(HERE / "board.html"),
        css=sheet(HERE, "board", name),
        js=script(HERE, *files),
    )


_mount = {name: _law(name) for name in LAWS}
_mount_card = st.components.v2.component(
    "lab_card",
    html=text(HERE / "card.html"),
    css=text(COLOURS, PLAYER / "legend.css", HERE / "card.css"),
    js=script(HERE, "card"),
)


def board(
    key: str,
    name: str,
    law: str,
    scene: Mapping[str, Any],
    words: BoardWords,
    opening: Mapping[str, Any],
) -> dict[str, Any] | None:
    """The instrument `name` under `law`; the state it was let go in, None if it never was.

    `scene` is what the law computes with, plain values. `opening` are the parts of the state
    that the address asks for: it counts when the instrument appears, after that the reader has
    it in hand; `put` moves it from Python.
    """
    words = _taught(words, name)
    data = {"name": name, "scene": scene, "words": words, "opening": _opening(key, opening)}
    _mount[law](key=key, data={**data, "put": _put(key)}, on_told_change=_nothing)
    return state_of(key)


def card(words: CardWords, *, key: str, name: str) -> None:
    """The formula and the numbers of the instrument `name`."""
    if not hidden("formula"):
        _mount_card(key=key, data={"name": name, "words": words})


def state_of(key: str) -> dict[str, Any] | None:
    """The state in which the board `key` was last let go; ask before or after drawing it."""
    told = (st.session_state.get(key) or {}).get("told")
    if isinstance(told, Mapping):
        st.session_state[f"{key}_last"] = dict(told)
    return st.session_state.get(f"{key}_last")


def put(key: str, **values: Any) -> None:
    """A callback: the board `key` glides to these values of its state, and tells of them."""
    number = (_put(key) or {"id": 0})["id"] + 1
    st.session_state[f"{key}_put"] = {"id": number, "values": values}


def _taught(words: BoardWords, name: str) -> BoardWords:
    """`words` with what a teacher's link ties and hides: hands, buttons and parts by name."""
    choice = [words["choice"]["name"]] if "choice" in words else []
    hands, parts = [*words["handles"], *choice], [*words["buttons"], *choice, "words", "badge"]
    held = [hand for hand in hands if locked(hand) or locked(name)]
    return words | {"held": held, "gone": [part for part in parts if hidden(part)]}


def _put(key: str) -> dict[str, Any] | None:
    return st.session_state.get(f"{key}_put")


def _opening(key: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Where the board opened: the same for as long as it stands on the page."""
    slot = f"{key}_opening"
    if key not in st.session_state:
        st.session_state[slot] = {**(st.session_state.get(f"{key}_last") or {}), **asked}
    return st.session_state[slot]


def _nothing() -> None:
    """Streamlit returns a component's state only for events that have a callback."""
