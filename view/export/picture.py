"""SVG and PNG of a figure, saved from the reader's own browser."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from view.export.caption import Caption
from view.language import t

HERE = Path(__file__).parent

_mount = st.components.v2.component(
    "lab_picture",
    html='<div class="both"><button type="button"></button><button type="button"></button>'
    '<p role="status"></p></div>',
    css=(HERE / "picture.css").read_text(encoding="utf-8"),
    js=(HERE / "js" / "picture.js").read_text(encoding="utf-8"),
)


def picture(svg: str, caption: Caption, *, key: str, name: str) -> None:
    """Two buttons that save `svg` as `name`.svg and `name`.png; the PNG carries `caption` too."""
    texts = {
        "Title": caption.title,
        "Description": caption.said,
        "Comment": caption.parameters,
        "Source": caption.link,
    }
    words = {kind: t(f"export.{kind}") for kind in ("svg", "png", "failed")}
    _mount(key=key, data={"svg": svg, "texts": texts, "name": name, "words": words})
