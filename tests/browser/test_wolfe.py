"""Frank and Wolfe's film under the reader's hand, on page `unargmaxable`: mouse, keys, play."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.finger import dragged, phone
from tests.browser.hand import handle, middle, taken
from tests.browser.server import Server
from tests.browser.watch import Watch, calm, ready

CLOSE = 1e-6
ADDRESS = "unargmaxable?lang=en&unargmaxable_x=proof&unargmaxable_film=0.4"


@pytest.fixture
def film(shared_server: Server, page: Page, watch: Watch) -> Locator:
    """The film in a known state with nothing under way."""
    page.goto(f"{shared_server.url}/{ADDRESS}")
    ready(page, "unargmaxable")
    root = ready(page, "unargmaxable_proof")
    # this machine's own numbers have taken the shipped ones' place
    expect(page.locator(".st-key-how_unargmaxable_proof")).to_contain_text("here")
    calm(page)
    return root


def marks(root: Locator) -> str:
    """What is drawn, once the next frame is."""
    root.page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    return root.locator("svg .weight, svg .mean, svg .amount").evaluate_all(
        "all => all.map(one => one.outerHTML).join()"
    )


def test_scrubbed_the_weights_follow_at_every_place_and_nothing_is_told_before_release(
    film: Locator, page: Page, watch: Watch
):
    x, y = taken(page, handle(film, "film"))
    sent, seen = len(watch.sent), set()
    for k in range(1, 9):
        page.mouse.move(x - 12 * k, y)
        seen.add(marks(film))
    assert len(seen) == 8 and len(watch.sent) == sent
    page.mouse.up()
    page.wait_for_url(lambda url: "unargmaxable_film=" in url and "film=0.4" not in url)
    calm(page)
    expect(film).to_have_attribute("data-difference", re.compile(r"\d"))
    assert float(film.get_attribute("data-difference")) < CLOSE


def test_a_finger_scrubs_the_film_and_tells_once_it_is_lifted(
    shared_server: Server, browser: Browser
):
    with phone(browser) as (page, watch):
        page.goto(f"{shared_server.url}/{ADDRESS}")
        ready(page, "unargmaxable")
        root = ready(page, "unargmaxable_proof")
        expect(page.locator(".st-key-how_unargmaxable_proof")).to_contain_text("here")
        calm(page)
        hand = handle(root, "film")
        hand.scroll_into_view_if_needed()
        dragged(page, watch, middle(hand), -7, lambda: marks(root))
        page.wait_for_url(lambda url: "unargmaxable_film=" in url and "film=0.4" not in url)
        calm(page)
        assert float(root.get_attribute("data-difference")) < CLOSE


def test_keys_go_step_by_step_and_to_both_ends(film: Locator, page: Page):
    hand = film.locator("[data-handle=film]")
    hand.focus()
    last = hand.get_attribute("aria-valuemax")
    assert int(last) > 10
    for key, there in (("Home", "1"), ("ArrowRight", "2"), ("End", last)):
        page.keyboard.press(key)
        expect(hand).to_have_attribute("aria-valuenow", there)


def test_with_reduced_motion_play_leaps_to_the_end_and_the_strip_is_there(
    shared_server: Server, browser: Browser
):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{shared_server.url}/{ADDRESS}")
    ready(page, "unargmaxable")
    root = ready(page, "unargmaxable_proof")
    calm(page)
    root.locator("[data-button=play]").click()
    hand = root.locator("[data-handle=film]")
    marks(root)
    assert hand.get_attribute("aria-valuenow") == hand.get_attribute("aria-valuemax")
    expect(page.locator(".st-key-wide_unargmaxable_x_film")).to_be_visible()
    context.close()
