"""What a teacher's link sets up in the browser: what it holds there, and a clicker's keys.

`lock=` and `hide=` stay in force in the tab that the link opened, also where its address is
edited: the browser remembers them (`hold.js`). A new tab is free. In lecture mode arrows scrub
the hero, Space plays, p predicts and n opens the next experiment, wherever the focus is.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from view import link, prose

_mount = st.components.v2.component(
    "lab_teacher",
    html="<i data-words hidden></i>",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def teach(page: str) -> None:
    """Tell the browser, where there is something to tell; call it after the page has run."""
    told = link.kept()
    holds = any(told.get(name) for name in ("lock", "hide"))
    if not (holds or link.lecture()):
        return
    hold = {
        "lock": told.get("lock", ""),
        "hide": told.get("hide", ""),
        "pages": [slug for slug in prose.slugs() if slug != prose.HOME],
        "held": link.held_values(),
    }
    _mount(
        key="teacher",
        data={"page": page, "lecture": link.lecture(), "hold": hold if holds else None},
    )
