"""A row of small houses under a board with the law `tower`, one for each method.

What is tapped there is chosen on the board; what is chosen there is marked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from view.player.parts import script, sheet, text

HERE = Path(__file__).parent

_mount = st.components.v2.component(
    "lab_houses",
    html=text(HERE / "houses.html"),
    css=sheet(HERE, "houses"),
    js=script(HERE, "svg", "tower/sums", "tower/houses"),
)


def houses(key: str, name: str, scene: Mapping[str, Any], words: Mapping[str, Any]) -> None:
    """The row beside the board `name`, with its scene."""
    _mount(key=key, data={"name": name, "scene": scene, "words": words})
