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


def mosaic(images: np.ndarray, columns: int, wide: int = 96, gap: int = 3) -> np.ndarray:
    """Several pictures (n, h, w, 3) as one, `columns` to a row, uint8 (…, …, 4).

    Each is enlarged a whole number of times, to `wide` or little less; between them it is clear.
    """
    zoom = max(1, wide // images.shape[2])
    large = images.repeat(zoom, axis=1).repeat(zoom, axis=2)
    opaque = np.concatenate([large, np.full_like(large[..., :1], 255)], axis=-1)
    missing = -len(images) % columns
    tiles = np.pad(opaque, ((0, missing), (0, gap), (0, gap), (0, 0)))
    rows = tiles.reshape(-1, columns, *tiles.shape[1:]).swapaxes(1, 2)
    return rows.reshape(rows.shape[0] * rows.shape[1], -1, 4)[:-gap, :-gap]
