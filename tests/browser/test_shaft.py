"""The knob of the shaft under the reader's hand, page `initialization`: mouse and finger."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.finger import dragged, phone
from tests.browser.hand import handle, middle, taken
from tests.browser.server import Server
from tests.browser.watch import Watch, calm, ready

SLUG, CLOSE = "initialization", 1e-6
PLACES = 8


def opened(server: Server, page: Page) -> Locator:
    """The hero with nothing under way; a link keeps it from greeting."""
    page.goto(f"{server.url}/{SLUG}?lang=en&{SLUG}_std=0.02")
    root = ready(page, SLUG)
    # what was measured at this std, browser and engine have compared
    expect(root).to_have_attribute("data-difference", re.compile(r"\d"))
    assert float(root.get_attribute("data-difference")) < CLOSE
    calm(page)
    return root


def river(root: Locator) -> str:
    """What flows straight down, once the next frame is drawn."""
    root.page.evaluate("new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))")
    return root.locator("path.river").first.get_attribute("d")


@pytest.mark.parametrize("way", [-9, 9])
def test_the_river_follows_the_knob_and_the_server_hears_of_its_last_place_alone(
    shared_server: Server, page: Page, watch: Watch, way: int
):
    root = opened(shared_server, page)
    x, y = taken(page, handle(root, "std"))
    sent, seen = len(watch.sent), set()
    for k in range(1, PLACES + 1):
        page.mouse.move(x + way * k, y)
        seen.add(river(root))
    assert len(seen) == PLACES and len(watch.sent) == sent
    page.mouse.up()
    page.wait_for_url(lambda url: "std=" in url and "std=0.02&" not in f"{url}&")


def test_a_finger_moves_the_river_and_tells_once_it_is_lifted(
    shared_server: Server, browser: Browser
):
    with phone(browser) as (page, watch):
        root = opened(shared_server, page)
        hand = handle(root, "std")
        hand.scroll_into_view_if_needed()
        dragged(page, watch, middle(hand), 4, lambda: river(root))
        page.wait_for_url(lambda url: "std=" in url and "std=0.02&" not in f"{url}&")
