"""The look all pages share: the sheet of HTML they start in, and the ◐ switch.

The style sheet goes out with the first byte of HTML: sent by the page's script it would come
after the first paint, and everything would jump.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import streamlit as st

from view.language import CATALOGUES, language, t, template

HERE = Path(__file__).parent
INDEX = Path(st.__file__).parent / "static" / "index.html"
ABOUT = "拆楼 · 建楼 / Demolish · Rebuild"
BUTTON = """
button { all: unset; cursor: pointer; width: 28px; height: 28px; border-radius: 8px;
  text-align: center; font: 17px/28px system-ui, sans-serif; color: var(--st-text-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); }
button[hidden] { display: none; }
"""


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "lab_switch",
    html='<button type="button">◐</button>',
    css=BUTTON,
    js=_text("theirs.js") + _text("menus.js") + _text("switch.js"),
)


def switch(page: str, lecture: bool) -> None:
    """The ◐ button: dark where it is light, light where it is dark; kept in this browser.

    With it the browser learns the language, whether to make everything bigger (`lecture`),
    and which `page` this is.
    """
    words = {
        "lang": {"zh": "zh-CN"}.get(language(), language()),
        "lecture": lecture,
        "page": page,
        "to_dark": t("frame.to_dark"),
        "to_light": t("frame.to_light"),
        "theirs": theirs(),
    }
    _mount(key="switch", data=words, height="content", width="content")


def theirs() -> dict[str, str]:
    """What Streamlit's own controls say, in any language, and what they say in this one."""
    messages = [message for message in CATALOGUES["en"] if message.startswith("streamlit.")]
    return {
        known[message]: template(message) for known in CATALOGUES.values() for message in messages
    }


@lru_cache(maxsize=1)
def shell() -> bytes:
    """Streamlit's HTML with the lab's name, look and style sheet, without a font unused here."""
    html = re.sub(r"<link[^>]*SourceSans[^>]*>", "", INDEX.read_text(encoding="utf-8"))
    html = html.replace("<title>Streamlit</title>", f"<title>{ABOUT}</title>")
    html = html.replace(
        "</head>", f"<script>{_text('hold.js')}{_text('appearance.js')}</script></head>"
    )
    html = html.replace("</body>", f"{_ahead()}</body>")
    return html.replace("</body>", f"<style>{_text('style.css')}</style></body>").encode()


def _ahead() -> str:
    """The script that loads plotly before it is needed; nothing if Streamlit keeps it elsewhere."""
    found = sorted((INDEX.parent / "static" / "js").glob("PlotlyChart.*.js"))
    return f"<script>{_text('ahead.js').replace('PLOTLY', found[0].name)}</script>" if found else ""
