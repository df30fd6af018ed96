"""Three coefficients in the reader's hand, on page `ddim`: lamps, crowd, and what is told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hand import handle, taken
from tests.browser.server import Server
from tests.browser.watch import Watch, calm, ready

CLOSE = 1e-6
PLACES = 12


@pytest.fixture
def board(shared_server: Server, page: Page, watch: Watch) -> Locator:
    """The board of the experiment with nothing under way."""
    page.goto(f"{shared_server.url}/ddim?lang=en&ddim_x=coefficients")
    ready(page, "ddim")
    root = ready(page, "ddim_step")
    calm(page)
    agreed(root)
    return root


def picture(root: Locator) -> str:
    """The marks as they are drawn, once the next frame is."""
    root.page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    return root.locator("svg path, svg circle").evaluate_all(
        "all => all.map(one => one.outerHTML).join()"
    )


def agreed(root: Locator) -> float:
    """Wait until the browser has compared itself with the engine; the largest difference."""
    expect(root).to_have_attribute("data-difference", re.compile(r"\d"))
    return float(root.get_attribute("data-difference"))


def test_a_dragged_coefficient_moves_the_crowd_at_every_place_and_tells_once_on_release(
    board: Locator, page: Page, watch: Watch
):
    x, y = taken(page, handle(board, "knob"))
    sent, pictures = len(watch.sent), set()
    for k in range(1, PLACES + 1):
        page.mouse.move(x + 5 * k, y - 3 * k)
        pictures.add(picture(board))
    assert len(pictures) == PLACES
    assert len(watch.sent) == sent
    assert board.get_attribute("data-lamps") != "11"
    page.mouse.up()
    page.wait_for_url(re.compile("ddim_sigma="))
    calm(page)
    assert agreed(board) < CLOSE


@pytest.mark.parametrize("name", ["ddim", "ddpm"])
def test_a_member_of_the_family_lights_both_lamps(board: Locator, page: Page, name: str):
    board.locator("[data-button=wild]").click()
    expect(board).to_have_attribute("data-lamps", re.compile("0"))
    board.locator(f"[data-button={name}]").click()
    expect(board).to_have_attribute("data-lamps", "11")
    calm(page)
    assert agreed(board) < CLOSE


def test_by_keys_within_the_family_the_crowd_cannot_drift(board: Locator, page: Page):
    board.locator("[data-value=family]").click()
    expect(board.locator("[data-value=family]")).to_have_attribute("aria-checked", "true")
    calm(page)
    element = board.locator("[data-handle=knob]")
    element.focus()
    before = element.get_attribute("aria-valuenow")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(element).not_to_have_attribute("aria-valuenow", before)
    expect(board).to_have_attribute("data-lamps", "11")
    calm(page)
    assert agreed(board) < CLOSE
