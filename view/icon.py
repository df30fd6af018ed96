"""The signs of the pages: small drawings of our own, the same on every machine.

A page may bring `icon.svg` in its folder; else `assets/icons/<slug>.svg`, else a plain sheet.
They are masks: their shape is filled with the colour of the text beside them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from view.prose import PAGES

ICONS = Path(__file__).parents[1] / "assets" / "icons"
LAB = ICONS / "lab.svg"
"""What stands in the browser's tab."""


@lru_cache(maxsize=32)
def mask(slug: str) -> str:
    """The icon of page `slug` as a CSS url."""
    places = (PAGES / slug / "icon.svg", ICONS / f"{slug}.svg", ICONS / "page.svg")
    found = next(path for path in places if path.is_file())
    return f"url('data:image/svg+xml,{quote(found.read_text(encoding='utf-8').strip())}')"


def sheet(slugs: dict[str, str]) -> str:
    """A style sheet that puts before the bold words under each selector the icon of its page."""
    rules = [f"{where} strong{{--icon:{mask(slug)}}}" for where, slug in slugs.items()]
    return f"<style>{''.join(rules)}</style>"
