"""The player: a film scrubbed in the browser, and the legend that reads its numbers.

Mounts share one bus in the browser, by the instrument's name: the player holds the film,
the legend (or `words_only`) every word and number, so that a change of language or of a
badge does not send the film again. Nothing comes back before the reader lets go of the
slider, or of the flag. Several instruments stand on one page, each under its own name.
"""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from view import kept
from view.player.parts import HERE, script, sheet, text
from view.player.teacher import taught
from view.player.words import Words

PLAYER = (
    "film",
    "gl",
    "flat",
    "transport",
    "columns",
    "marks",
    "flag",
    "labels",
    "controls",
    "player",
)

_mount_player = st.components.v2.component(
    "lab_player",
    html=text(HERE / "player.html"),
    css=sheet(HERE, "player", "columns", "flag"),
    js=script(HERE, *PLAYER),
)
_mount_legend = st.components.v2.component(
    "lab_legend",
    html=text(HERE / "legend.html"),
    css=sheet(HERE, "legend"),
    js=script(HERE, "legend"),
)
_mount_words = st.components.v2.component(
    "lab_words",
    html="<i data-words hidden></i>",
    css=text(HERE / "words.css"),
    js=script(HERE, "words"),
    isolate_styles=False,
)


def player(
    film: bytes,
    *,
    key: str,
    name: str,
    t: float | None = None,
    leg: str = "demolish",
    flag: float | None = None,
) -> float | None:
    """The instrument `name` showing `film`; returns the t where it was let go, or None.

    `t` and `leg` ("demolish" or "rebuild") say where it opens; without `t` it opens at 0
    and moves once, gently. `flag` is where the reader's flag stands already, in a film whose
    words ask for one; `flag_of` says where it is. All three count when the instrument
    appears; afterwards the reader has it in hand. Draw `legend` or `words_only` with the same
    `name` on the same page: without its words the player stays busy.
    """
    note = json.dumps({"name": name, **_opening(key, t, leg, flag)}).encode()
    tail = note + len(note).to_bytes(4, "little")
    state = _mount_player(key=key, data=film + tail, on_at_change=_nothing, on_flag_change=_nothing)
    return (state.get("at") or {}).get("t")


def flag_of(key: str) -> float | None:
    """Where the flag of the player `key` stands, None while it is not planted.

    Ask after `player` in the script. A film with another T takes the flag down.
    """
    opened = {"t": st.session_state.get(f"{key}_opening", {}).get("flag")}
    told = (st.session_state.get(key) or {}).get("flag")
    t = (told if isinstance(told, dict) else opened).get("t")
    return float(t) if isinstance(t, int | float) else None


def leg_of(key: str) -> str:
    """Which leg the player `key` was let go on: "demolish" or "rebuild"."""
    told = (st.session_state.get(key) or {}).get("at")
    opened = st.session_state.get(f"{key}_opening", {})
    return (told if isinstance(told, dict) else opened).get("leg") or "demolish"


def legend(words: Words, *, key: str, name: str) -> None:
    """The formula with its numbers, and all the words of the instrument `name`."""
    if kept.hidden("formula"):
        return words_only(words, key=key, name=name)
    _mount_legend(key=key, data={"name": name, "words": taught(words, name)})


def words_only(words: Words, *, key: str, name: str) -> None:
    """All the words of the instrument `name`, without a card: it takes no room on the page."""
    _mount_words(key=key, data={"name": name, "words": taught(words, name)})


def _opening(key: str, t: float | None, leg: str, flag: float | None) -> dict[str, Any]:
    """Where the instrument opened: kept while it stands, so that the film is not sent again."""
    slot = f"{key}_opening"
    if key not in st.session_state:
        planted = {} if flag is None else {"flag": flag}
        st.session_state[slot] = {"t": t, "leg": leg, **planted}
    return st.session_state[slot]


def _nothing() -> None:
    """Streamlit returns a component's state only for events that have a callback."""
