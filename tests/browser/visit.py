"""A visit to a page: opened by a link, and looked at in every language, theme and size."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Server
from view import prose

SIZES = {"desk": {"width": 1280, "height": 720}, "phone": {"width": 390, "height": 844}}
THEMES = ("light", "dark")
LOCALES = {"zh": "zh-CN", "en": "en-US"}
# What stands where a page, or an instrument on it, failed.
WRONG = (
    '[data-testid="stException"]',
    '[data-testid="stAlertContentError"]',
    '[data-testid="stMain"] [role="dialog"]',
    '[data-instrument][data-state="error"]',
)
# Two frames on, with every transition at its end. A page behind another draws no frames: rather
# than for ever, that is waited for a minute.
STILL = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const ending = (one) => one.effect?.getComputedTiming().endTime < Infinity;
  const still = async () => {
    await frame();
    await frame();
    await Promise.allSettled(document.getAnimations().filter(ending).map((one) => one.finished));
  };
  const late = (_, no) => setTimeout(no, 6e4, new Error(`no rest, ${document.visibilityState}`));
  await Promise.race([still(), new Promise(late)]);
}"""
QUESTION = ".st-key-card_question"
CHINESE = re.compile("[\u4e00-\u9fff]")


def address(server: Server, slug: str, **asked: str) -> str:
    """The link to page `slug`."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{server.url}/{'' if slug == prose.HOME else slug}?{query}"


def opened(page: Page, slug: str) -> None:
    """Wait until page `slug` stands: its hero is ready and no script runs.

    Where the page says that something went wrong there is nothing to wait for.
    """
    ready = "h1" if slug == prose.HOME else f'[data-instrument="{slug}"][data-state="ready"]'
    page.locator(", ".join((ready, *WRONG))).first.wait_for()
    at_rest(page)


def hero(page: Page, slug: str) -> Locator:
    """The root of the page's own instrument."""
    return page.locator(f'[data-instrument="{slug}"]')


def at_rest(page: Page) -> None:
    """Wait until no script runs and every instrument on the page is ready."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator('[data-instrument][data-state="busy"]')).to_have_count(0)
    page.bring_to_front()
    page.evaluate(STILL)


def speaks(page: Page, language: str) -> None:
    """Title and address are in `language`."""
    title = expect(page.get_by_role("heading", level=1))
    title.to_have_text(CHINESE) if language == "zh" else title.not_to_have_text(CHINESE)
    assert parse_qs(urlsplit(page.url).query)["lang"] == [language]


def resize(page: Page, size: str) -> None:
    """The window becomes a desk's or a phone's; there the sidebar gives way."""
    page.set_viewport_size(SIZES[size])
    sidebar(page, size == "desk")
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    at_rest(page)


def sidebar(page: Page, wanted: bool) -> None:
    """Open the sidebar or close it, as a reader does."""
    bar, way = page.get_by_test_id("stSidebar"), page.get_by_test_id("stExpandSidebarButton")
    page.evaluate(STILL)
    if (bar.get_attribute("data-collapsed") == "false") == wanted:
        return
    if not wanted:
        bar.hover()
        way = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    way.click()
    expect(bar).to_have_attribute("data-collapsed", str(not wanted).lower())
    page.evaluate(STILL)


def turn(page: Page, theme: str) -> None:
    """The page in `theme`, as the ◐ button turns it."""
    page.evaluate("(dark) => labAppearance.choose(dark)", theme == "dark")
    scheme = expect(page.get_by_test_id("stApp"))
    scheme.to_have_css("color-scheme", theme)
    at_rest(page)


def answered(page: Page, slug: str, by_guessing: bool) -> None:
    """The page's question has its answer: after a guess by key, or because it was asked for."""
    before = len(page.locator(QUESTION).inner_text())
    button = page.locator(f".st-key-{slug}_show_me button")
    if by_guessing:
        drawn = page.locator(".easel:is(.bar, .line, .flags) [role=slider]")
        flown = hero(page, slug).locator("input[type=range]:visible, [role=slider]:visible")
        (drawn if drawn.count() else flown).first.focus()
        for key in ("p", "ArrowUp", "Enter"):
            page.keyboard.press(key)
    else:
        button.click()
    expect(button).to_have_count(0)
    more = "([card, before]) => document.querySelector(card).innerText.length > before + 10"
    page.wait_for_function(more, arg=[QUESTION, before])
    at_rest(page)


def other(one: str, of: Iterable[str]) -> str:
    """The one of two that is not `one`."""
    return next(it for it in of if it != one)
