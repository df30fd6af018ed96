"""A row of small pictures, sent inside the page.

Streamlit keeps a picture under an address of its own, and drops it as soon as the page has run
again: a browser that asks a moment too late finds nothing there. These need no asking.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Sequence

import numpy as np
import streamlit as st
from PIL import Image


def pictures(
    images: Sequence[np.ndarray],
    *,
    width: int,
    alt: Sequence[str],
    caption: Sequence[str] | None = None,
) -> None:
    """Draw `images` (uint8; rows, columns, RGB) `width` pixels wide, each with its words."""
    said = None if caption is None else list(caption)
    st.image([address(image) for image in images], width=width, alt=list(alt), caption=said)


def address(image: np.ndarray) -> str:
    """`image` as a data URL: PNG, so that nothing is lost."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, "PNG")
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"
