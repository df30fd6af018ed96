"""Points under the reader's hand, page `logistic_regression`: mouse, finger, keys, what is told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.finger import dragged, phone
from tests.browser.hand import handle, middle, taken
from tests.browser.server import Server
from tests.browser.watch import Watch, calm, ready

PLACES = 16
CLOSE = 1e-6
SLUG = "logistic_regression"


@pytest.fixture
def hero(shared_server: Server, page: Page, watch: Watch) -> Locator:
    """The page in a known state with nothing under way; a link keeps it from greeting."""
    page.goto(f"{shared_server.url}/{SLUG}?lang=en&{SLUG}_chosen=39")
    root = ready(page, SLUG)
    calm(page)
    agreed(root)
    return root


def line(root: Locator) -> str:
    """The closed form's line, once the next frame is drawn."""
    root.page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    return root.locator("path.closed").get_attribute("d")


def agreed(root: Locator) -> float:
    """How far browser and engine are apart, once both look at the same points."""
    expect(root).to_have_attribute("data-difference", re.compile(r"^\d"))
    return float(root.get_attribute("data-difference"))


@pytest.mark.parametrize("name", ["point", "mean0", "long1", "short0"])
def test_a_drag_moves_the_line_in_the_next_frame_and_tells_once_on_release(
    hero: Locator, page: Page, watch: Watch, name: str
):
    x, y = taken(page, handle(hero, name))
    sent, lines = len(watch.sent), set()
    for k in range(1, PLACES + 1):
        page.mouse.move(x - 3 * k, y + 2 * k)
        lines.add(line(hero))
    assert len(lines) == PLACES
    assert len(watch.sent) == sent
    page.mouse.up()
    page.wait_for_url(re.compile(f"{SLUG}_points="))
    assert agreed(hero) < CLOSE
    page.mouse.move(2, 2)
    hero.locator(f"[data-handle={name}]").evaluate("hand => hand.blur()")
    card = page.locator(f"[data-legend={SLUG}] .tip")
    expect(card).to_contain_text(re.compile(r"browser = engine to \d"))


def test_a_drag_by_finger_moves_the_line_and_tells_once_it_is_lifted(
    shared_server: Server, browser: Browser
):
    with phone(browser) as (page, watch):
        page.goto(f"{shared_server.url}/{SLUG}?lang=en&{SLUG}_chosen=39")
        root = ready(page, SLUG)
        agreed(root)
        calm(page)
        dragged(page, watch, middle(handle(root, "point")), -4, lambda: line(root))
        page.wait_for_url(re.compile(f"{SLUG}_points="))
        assert agreed(root) < CLOSE


def test_keys_move_choose_relabel_and_remove_a_point(hero: Locator, page: Page):
    point = hero.locator("[data-handle=point]")
    point.focus()
    before = line(hero)
    page.keyboard.press("ArrowLeft")
    assert line(hero) != before
    page.keyboard.press("PageDown")
    expect(point).to_have_attribute("aria-valuenow", "39")
    page.keyboard.press("x")
    expect(hero.locator(".spot.kind0")).to_have_count(21)
    page.keyboard.press("Delete")
    expect(hero.locator(".spot")).to_have_count(39)
    page.keyboard.press("+")
    expect(hero.locator(".spot")).to_have_count(40)
    page.wait_for_url(re.compile(f"{SLUG}_points="))
    assert agreed(hero) < CLOSE


def test_classes_apart_are_said_to_be_separable(hero: Locator, page: Page):
    page.locator(f".st-key-{SLUG}_apart button").click()
    expect(hero).to_have_attribute("data-separated", "true")
    expect(hero.locator("[data-label=note]")).to_contain_text("Separable")
    assert agreed(hero) < CLOSE


def test_the_guess_is_two_ends_and_the_gap_is_told(hero: Locator, page: Page):
    hero.locator("[data-button=plant]").click()
    expect(hero.locator("[data-handle=left]")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{SLUG}_left=0.52"))
    expect(page.get_by_text("° off.")).to_be_visible()
    expect(hero.locator("[data-handle=left]")).to_have_attribute("aria-readonly", "true")
