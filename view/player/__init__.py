"""The player: a film scrubbed in the browser, and the legend that reads its numbers.

Two mounts share one bus in the browser, by the instrument's name: the player holds the
film, the legend holds every word and number, so that a change of language or of a badge
does not send the film again. Nothing comes back before the reader lets go of the slider.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import streamlit as st

from view.player.words import Words

HERE = Path(__file__).parent
SHARED = ("bus",)
PLAYER = (*SHARED, "film", "gl", "flat", "transport", "labels", "controls", "player")
LEGEND = (*SHARED, "legend")


def _text(*names: str) -> str:
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


_mount_player = st.components.v2.component(
    "lab_player",
    html=_text("player.html"),
    css=_text("colours.css", "player.css"),
    js=_text(*(f"js/{name}.js" for name in PLAYER)),
)
_mount_legend = st.components.v2.component(
    "lab_legend",
    html=_text("legend.html"),
    css=_text("colours.css", "legend.css"),
    js=_text(*(f"js/{name}.js" for name in LEGEND)),
)


def player(
    film: bytes, *, key: str, name: str, t: float | None = None, leg: str = "demolish"
) -> float | None:
    """The instrument `name` showing `film`; returns the t where it was let go, or None.

    `t` and `leg` ("demolish" or "rebuild") say where it opens; without `t` it opens at 0
    and moves once, gently. They count when the instrument appears; afterwards the reader
    has it in hand. Draw `legend` with the same `name` on the same page: without its words
    the player stays busy.
    """
    note = json.dumps({"name": name, **_opening(key, t, leg)}).encode()
    tail = note + len(note).to_bytes(4, "little")
    state = _mount_player(key=key, data=film + tail, on_at_change=_nothing)
    return (state.get("at") or {}).get("t")


def legend(words: Words, *, key: str, name: str) -> None:
    """The formula with its numbers, and all the words of the instrument `name`."""
    _mount_legend(key=key, data={"name": name, "words": words})


def _opening(key: str, t: float | None, leg: str) -> dict[str, Any]:
    """Where the instrument opened: kept while it stands, so that the film is not sent again."""
    slot = f"{key}_opening"
    if key not in st.session_state:
        st.session_state[slot] = {"t": t, "leg": leg}
    return st.session_state[slot]


def _nothing() -> None:
    """Streamlit returns a component's state only for events that have a callback."""
