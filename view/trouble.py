"""What a Result says went otherwise than asked: one sentence above its figure."""

from __future__ import annotations

from typing import Any

import streamlit as st

from view.language import t


def admit(result: Any) -> None:
    """Draw the sentence of `result.trouble`, a message id; nothing where there is none."""
    if getattr(result, "trouble", ""):
        st.warning(t(result.trouble))
