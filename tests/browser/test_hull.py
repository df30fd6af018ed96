"""The law of the hull under the reader's hand, on page `unargmaxable`: mouse, finger, keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.finger import dragged, phone
from tests.browser.hand import handle, middle, taken
from tests.browser.server import Server
from tests.browser.test_board import PRESSES, agreed
from tests.browser.watch import Watch, calm, ready

PLACES = 20
CLOSE = 1e-6
ADDRESS = "unargmaxable?lang=en&unargmaxable_angle=-130"


@pytest.fixture
def hero(shared_server: Server, page: Page, watch: Watch) -> Locator:
    """The page `unargmaxable` in a known state with nothing under way."""
    page.goto(f"{shared_server.url}/{ADDRESS}")
    root = ready(page, "unargmaxable")
    calm(page)
    agreed(root)
    return root


def picture(root: Locator) -> str:
    """Rim, band, arrow and bars, once the next frame is drawn."""
    root.page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    marks = root.locator(".rim, .band, .arrow")
    return "|".join(marks.evaluate_all("all => all.map(p => p.getAttribute('d'))"))


def test_h_turns_at_every_place_of_the_hand_and_tells_once_on_release(
    hero: Locator, page: Page, watch: Watch
):
    x, y = taken(page, handle(hero, "h"))
    sent, pictures = len(watch.sent), set()
    for k in range(1, PLACES + 1):
        page.mouse.move(x + 5 * k, y - 3 * k)
        pictures.add(picture(hero))
    assert len(pictures) == PLACES
    assert len(watch.sent) == sent
    assert hero.get_attribute("data-difference") == ""
    page.mouse.up()
    page.wait_for_url(lambda url: "angle=-130" not in url)
    assert agreed(hero) < CLOSE


def test_a_mute_word_dragged_out_of_the_band_speaks(hero: Locator, page: Page, watch: Watch):
    pin = handle(hero, "w4")
    expect(pin).to_have_class(re.compile("mute"))
    x, y = taken(page, pin)
    sent, pictures = len(watch.sent), set()
    for k in range(1, PLACES + 1):
        page.mouse.move(x + 6 * k, y + 2 * k)
        pictures.add(picture(hero))
    assert len(watch.sent) == sent
    assert len(pictures) > 5
    expect(pin).not_to_have_class(re.compile("mute"))
    page.mouse.up()
    page.wait_for_url(re.compile("unargmaxable_pins="))
    assert agreed(hero) < CLOSE
    assert int(pin.get_attribute("aria-valuenow")) > 0


def test_keys_move_a_word_and_delete_takes_it_away(hero: Locator, page: Page, watch: Watch):
    pin, before, sent = handle(hero, "w8"), picture(hero), len(watch.sent)
    pin.focus()
    pin.evaluate(PRESSES)
    assert picture(hero) != before and len(watch.sent) == sent
    page.evaluate("window.rest()")
    page.wait_for_url(re.compile("unargmaxable_pins="))
    assert agreed(hero) < CLOSE
    page.keyboard.press("Delete")
    page.wait_for_url(lambda url: "~8." not in url)
    assert agreed(hero) < CLOSE
    expect(pin).to_be_hidden()


def test_words_are_added_and_all_goes_back(hero: Locator, page: Page):
    hero.locator("[data-button=add]").click()
    page.wait_for_url(re.compile("~14\\."))
    assert agreed(hero) < CLOSE
    hero.locator("[data-button=again]").click()
    page.wait_for_url(lambda url: "pins" not in url)
    assert agreed(hero) < CLOSE


def test_with_a_bias_browser_and_engine_agree_too(shared_server: Server, page: Page, watch: Watch):
    for seed in (2504, 7, 2508):
        page.goto(f"{shared_server.url}/{ADDRESS}&unargmaxable_bias=1&unargmaxable_seed={seed}")
        root = ready(page, "unargmaxable")
        calm(page)
        assert agreed(root) < CLOSE


def test_once_around_comes_back_and_without_motion_goes_to_the_next_word(hero: Locator, page: Page):
    page.emulate_media(reduced_motion="reduce")
    expect(hero).to_have_class(re.compile("still"))
    hero.locator("[data-button=turn]").click()
    page.wait_for_url(lambda url: "angle=-130" not in url)
    assert agreed(hero) < CLOSE


def test_a_drag_by_finger_turns_h(shared_server: Server, browser: Browser):
    with phone(browser) as (page, watch):
        page.goto(f"{shared_server.url}/{ADDRESS}")
        root = ready(page, "unargmaxable")
        agreed(root)
        calm(page)
        dragged(page, watch, middle(handle(root, "h")), 3, lambda: picture(root))
        page.wait_for_url(lambda url: "angle=-130" not in url)
        assert agreed(root) < CLOSE


def test_what_a_teachers_link_holds_does_not_move(shared_server: Server, page: Page, watch: Watch):
    page.goto(f"{shared_server.url}/{ADDRESS}&lock=pins")
    root = ready(page, "unargmaxable")
    calm(page)
    before = picture(root)
    handle(root, "w4").focus()
    page.keyboard.press("ArrowRight")
    assert picture(root) == before
    expect(root.locator("[data-button=add]")).to_be_disabled()
    handle(root, "h").focus()
    page.keyboard.press("ArrowRight")
    assert picture(root) != before
