"""What may not be seen on any page: each check looks at the page and returns its complaints.

A check is a function of (page, language); `CHECKS` names them. None changes the page. What
they look with stands in js/: the page with its shadow roots opened.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.axe import axe
from tests.browser.untranslated import untranslated
from tests.browser.visit import STILL, WRONG

Check = Callable[[Page, str], list[str]]
JS = Path(__file__).parent / "js"
EYES = "\n".join(
    (JS / f"{name}.js").read_text(encoding="utf-8")
    for name in ("deep", "cut", "figures", "words", "screen", "targets")
)


def look(page: Page, eye: str, *told: object) -> list:
    """What `labEyes.<eye>` sees; the eyes are put into the page at the first look."""
    if not page.evaluate("Boolean(globalThis.labEyes)"):
        page.evaluate(f"{EYES};null")
    return page.evaluate(f"(told) => labEyes.{eye}(...told)", list(told))


def failed(page: Page, language: str) -> list[str]:
    """A traceback, the sentence for what nobody foresaw, a page that is not there."""
    return [
        f"{selector}: {text[:120]!r}"
        for selector in WRONG
        for text in page.locator(selector).all_inner_texts()
    ]


def cut(page: Page, language: str) -> list[str]:
    """Text that a box or the screen's edge cuts off."""
    return look(page, "cut")


def wide(page: Page, language: str) -> list[str]:
    """A figure wider than its column, a page wider than the screen."""
    return look(page, "wide")


def silent(page: Page, language: str) -> list[str]:
    """A figure without a word for those who cannot see it."""
    return look(page, "silent")


def words(page: Page, language: str) -> list[str]:
    """A word, seen or spoken, in the other language, or one that nobody has written."""
    found = untranslated(look(page, "words"), language)
    if not found:
        return []
    page.evaluate(STILL)  # Streamlit's own words learn the language a frame after they come
    again = untranslated(look(page, "words"), language)
    return [one for one in found if one in again]


CHECKS: dict[str, Check] = {
    "failed": failed,
    "cut": cut,
    "wide": wide,
    "silent": silent,
    "words": words,
    "axe": axe,
}


def complaints(page: Page, language: str, *names: str) -> list[str]:
    """What the checks `names` (all, if none is named) complain of, each with its name."""
    return [f"{name}: {said}" for name in names or CHECKS for said in CHECKS[name](page, language)]
