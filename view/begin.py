"""A long computation begins on the reader's word."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from engine import jobs
from view import controls


def begin(slug: str, name: str, work: str, config: Hashable) -> bool:
    """Whether to compute now: it has been done, or the reader of page `slug` has pressed the button
    `name`."""
    wanted = st.session_state.setdefault(f"_{slug}_begun", set())
    if jobs.cached(work, config) is not None or (work, config) in wanted:
        return True
    controls.button(slug, name, wanted.add, ((work, config),))
    return False
