"""The sheet and the block in the reader's hand, on page `attention`."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.finger import dragged, phone
from tests.browser.hand import handle, middle, taken
from tests.browser.server import Server
from tests.browser.watch import Watch, calm, ready

CLOSE = 1e-12
PLACES = 8


def opened(server: Server, page: Page, asked: str = "") -> Locator:
    """The hero with nothing under way."""
    page.goto(f"{server.url}/attention?lang=en{asked}")
    root = ready(page, "attention")
    agreed(root)
    return root


def agreed(root: Locator) -> float:
    """Wait until the browser has compared itself with the engine; the largest difference."""
    expect(root).to_have_attribute("data-difference", re.compile(r"\d"))
    return float(root.get_attribute("data-difference"))


def side(root: Locator, name: str) -> float:
    return float(root.locator(f"rect.{name}").first.get_attribute("width"))


def wall(root: Locator) -> str:
    """What block and wall measure, once the next frame is drawn."""
    root.page.evaluate("new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))")
    return f"{side(root, 'block') / side(root, 'wall')}"


def test_a_longer_text_grows_the_wall_at_every_place_and_tells_once_on_release(
    shared_server: Server, page: Page, watch: Watch
):
    root = opened(shared_server, page)
    calm(page)
    x, y = taken(page, handle(root, "n"), ".halo")
    sent, seen = len(watch.sent), []
    for k in range(1, PLACES + 1):
        page.mouse.move(x + 12 * k, y)
        seen.append(float(wall(root)))
    assert seen == sorted(seen, reverse=True) and len(set(seen)) == PLACES
    assert len(watch.sent) == sent
    page.mouse.up()
    page.wait_for_url(re.compile("attention_n="))
    assert agreed(root) < CLOSE


def test_a_finger_lengthens_the_text_and_tells_once_it_is_lifted(
    shared_server: Server, browser: Browser
):
    with phone(browser) as (page, watch):
        root = opened(shared_server, page)
        calm(page)
        hand = handle(root, "n")
        hand.scroll_into_view_if_needed()
        dragged(page, watch, middle(hand, ".halo"), 4, lambda: wall(root))
        page.wait_for_url(re.compile("attention_n="))
        assert agreed(root) < CLOSE


@pytest.mark.parametrize("model", ["bert_base", "gpt3", "llama3_70b"])
@pytest.mark.parametrize("n", [16, 1000, 65536])
def test_browser_and_engine_count_the_same(
    shared_server: Server, page: Page, watch: Watch, model: str, n: int
):
    asked = f"&attention_model={model}&attention_n={n}&attention_wider=3"
    assert agreed(opened(shared_server, page, asked)) < CLOSE


def test_the_bar_keeps_its_parts_to_itself_until_a_flag_stands(
    shared_server: Server, page: Page, watch: Watch
):
    root = opened(shared_server, page)
    calm(page)
    assert not root.locator("rect.part.sheet").is_visible()
    root.locator("[data-button=plant]").click()
    x, y = taken(page, handle(root, "flag"), ".halo")
    page.mouse.move(x + 40, y, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("attention_flag="))
    expect(root.locator("rect.part.sheet")).to_be_visible()
    whole = side(root, "whole")
    assert side(root, "part.sheet") / whole == pytest.approx(0.1, abs=1e-3)
    assert "1.11" in page.locator(".st-key-card_question").inner_text()
