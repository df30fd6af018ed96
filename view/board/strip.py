"""Six small pictures of a board under the law `boundary`: its chosen point further and further out.

They are drawn in the browser from what the board publishes, so they follow the hand on it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from view.language import language
from view.player.houses import TAGS
from view.player.parts import script, sheet, text

HERE = Path(__file__).parent
FILES = ("svg", "boundary/sums", "boundary/newton", "boundary/state", "boundary/paper")

_mount = st.components.v2.component(
    "lab_strip",
    html=text(HERE / "strip.html"),
    css=sheet(HERE, "strip"),
    js=script(HERE, *FILES, "boundary/strip"),
)


def strip(key: str, name: str, label: str) -> None:
    """The strip beside the board `name`; `label` says aloud what it shows."""
    words = {"lang": TAGS[language()], "label": label}
    _mount(key=key, data={"name": name, "words": words})
