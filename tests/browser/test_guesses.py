"""Guesses under the reader's hand: a bar and a line, by mouse, touch and keyboard."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.server import ROOT, Server, wrong
from tests.browser.watch import PATIENCE, Watch, ready


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the small page."""
    tree = tmp_path_factory.mktemp("demo")
    shutil.copy(Path(__file__).with_name("guesses.py"), tree / "app.py")
    shutil.copytree(ROOT / ".streamlit", tree / ".streamlit")
    with Server(tree, PYTHONPATH=str(ROOT)) as server:
        yield server
        assert not wrong(server.log), server.log


def told(page: Page, text: str) -> None:
    """What Python knows of both guesses."""
    expect(page.get_by_test_id("stText")).to_have_text(text)


def at(plot: Locator, x: float, y: float) -> tuple[float, float]:
    """A place on the plot, shares from its left and its bottom, in pixels of the page."""
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    return box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"]


def drag(page: Page, plot: Locator, *places: tuple[float, float]) -> None:
    page.mouse.move(*at(plot, *places[0]))
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*at(plot, *place), steps=6)
    page.mouse.up()


def gaps(page: Page) -> list[str]:
    return [p.inner_text() for p in page.locator("p.gap").all() if p.inner_text()]


def test_nothing_is_guessed_until_the_hand_was_there_and_the_answer_stands_beside_the_guess(
    demo: Server, page: Page, watch: Watch
):
    page.goto(f"{demo.url}/?lang=en")
    bar, line = ready(page, "bar"), ready(page, "line")
    told(page, "bar None line None")
    drag(page, bar.locator(".plot"), (0.7, 0.2), (0.7, 0.6))
    told(page, "bar 60.0 line None")
    drag(page, line.locator(".plot"), (0.001, 1), (0.999, 0))
    told(page, re.compile(r"^bar 60\.0 line 0\.3\d+$"))
    expect(page.locator(".column.truth")).to_have_count(0)
    assert gaps(page) == []
    page.get_by_role("button", name="Show me").click()
    expect(page.locator(".column.truth")).to_be_visible()
    expect(page.locator(".column.ghost")).to_be_visible()
    expect(line).to_have_class(re.compile("ghost"))
    assert "48%" in gaps(page)[0] and "0.3" in gaps(page)[1]
    drag(page, bar.locator(".plot"), (0.7, 0.2), (0.7, 0.9))
    drag(page, line.locator(".plot"), (0, 0.1), (1, 0.9))
    told(page, re.compile(r"^bar 60\.0 line 0\.3\d+$"))


def test_both_are_set_by_keyboard_and_taken_away_again(demo: Server, page: Page, watch: Watch):
    page.goto(f"{demo.url}/?lang=zh")
    bar, line = ready(page, "bar"), ready(page, "line")
    plot = bar.locator(".plot")
    plot.focus()
    for key in ("ArrowUp", "Shift+ArrowUp", "PageDown", "ArrowDown", "ArrowUp"):
        plot.press(key)
    told(page, "bar 51.0 line None")
    assert plot.get_attribute("aria-valuetext") == "51%"
    plot.press("Delete")
    told(page, "bar None line None")
    plot = line.locator(".plot")
    for key in ("Home", "ArrowRight", "ArrowUp", "PageUp"):
        plot.press(key)
    told(page, re.compile(r"^bar None line 0\.\d+$"))
    assert "0.61" in plot.get_attribute("aria-valuetext")
    line.get_by_role("button").click()
    told(page, "bar None line None")


def test_both_are_set_by_touch(demo: Server, browser: Browser):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{demo.url}/?lang=en")
    bar, line = ready(page, "bar"), ready(page, "line")
    page.touchscreen.tap(*at(bar.locator(".plot"), 0.7, 0.25))
    told(page, re.compile(r"^bar 2[456]\.0 line None$"))
    page.touchscreen.tap(*at(line.locator(".plot"), 0.5, 0.9))
    told(page, re.compile(r"^bar 2[456]\.0 line 0\.\d+$"))
    context.close()


def test_a_teachers_link_holds_them(demo: Server, page: Page, watch: Watch):
    page.goto(f"{demo.url}/?lang=en&lock=all")
    bar = ready(page, "bar")
    expect(bar.locator(".hint")).to_contain_text("holds this")
    drag(page, bar.locator(".plot"), (0.7, 0.2), (0.7, 0.6))
    told(page, "bar None line None")
    expect(page.get_by_role("button", name="Show me")).to_be_disabled()
