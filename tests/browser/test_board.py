"""The board under the reader's hand, on page `bayes`: mouse, finger, keys, and what is told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.finger import dragged, phone
from tests.browser.hand import handle, middle, taken
from tests.browser.server import Server
from tests.browser.watch import Watch, calm, ready

PLACES = 20
CLOSE = 1e-6


@pytest.fixture
def hero(shared_server: Server, page: Page, watch: Watch) -> Locator:
    """The page `bayes` in a known state with nothing under way."""
    page.goto(f"{shared_server.url}/bayes?lang=en&bayes_xt=1.6")
    root = ready(page, "bayes")
    calm(page)
    agreed(root)
    return root


def picture(root: Locator) -> str:
    """What the three bells look like: their outlines, once the next frame is drawn."""
    root.page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    edges = root.locator(".bell .edge").evaluate_all("all => all.map(p => p.getAttribute('d'))")
    return "|".join(edges)


def agreed(root: Locator) -> float:
    """Wait until the browser has compared itself with the engine; the largest difference."""
    expect(root).to_have_attribute("data-difference", re.compile(r"\d"))
    return float(root.get_attribute("data-difference"))


def test_a_drag_by_mouse_moves_the_bells_at_every_place_and_tells_once_on_release(
    hero: Locator, page: Page, watch: Watch
):
    x, y = taken(page, handle(hero, "xt"))
    sent = len(watch.sent)
    pictures = set()
    for k in range(1, PLACES + 1):
        page.mouse.move(x - 9 * k, y + 3 * (k % 2))
        pictures.add(picture(hero))
    assert len(pictures) == PLACES
    assert len(watch.sent) == sent
    assert hero.get_attribute("data-difference") == ""
    page.mouse.up()
    page.wait_for_url(lambda url: "bayes_xt=1.6" not in url)
    assert agreed(hero) < CLOSE


@pytest.mark.parametrize("name", ["x0", "s", "t"])
def test_every_other_handle_is_dragged_too(hero: Locator, page: Page, watch: Watch, name: str):
    before, sent = picture(hero), len(watch.sent)
    x, y = taken(page, handle(hero, name))
    page.mouse.move(x + 30, y, steps=5)
    assert picture(hero) != before
    assert len(watch.sent) == sent
    page.mouse.up()
    page.wait_for_url(re.compile(f"bayes_{name}="))
    assert agreed(hero) < CLOSE


def test_a_drag_by_finger_moves_the_bells_and_tells_once_it_is_lifted(
    shared_server: Server, browser: Browser
):
    with phone(browser) as (page, watch):
        page.goto(f"{shared_server.url}/bayes?lang=en&bayes_xt=1.6")
        root = ready(page, "bayes")
        agreed(root)
        calm(page)
        dragged(page, watch, middle(handle(root, "xt")), -4, lambda: picture(root))
        page.wait_for_url(lambda url: "bayes_xt=1.6" not in url)
        assert agreed(root) < CLOSE


# Five presses, a frame apart, while the pause that ends them is kept from passing.
PRESSES = """async element => {
    const pass = window.setTimeout, ends = [];
    window.setTimeout = (end, pause) => (pause === 300 ? -ends.push(end) : pass(end, pause));
    for (let i = 0; i < 5; i += 1) {
        element.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
        await new Promise(requestAnimationFrame);
    }
    window.setTimeout = pass;
    window.rest = ends.at(-1);
}"""


def test_keys_move_a_handle_and_tell_once_they_rest(hero: Locator, page: Page, watch: Watch):
    element, before, sent = handle(hero, "xt"), picture(hero), len(watch.sent)
    element.focus()
    element.evaluate(PRESSES)
    assert picture(hero) != before
    assert float(element.get_attribute("aria-valuenow")) == pytest.approx(1.35)
    assert len(watch.sent) == sent
    page.evaluate("window.rest()")
    page.wait_for_url(re.compile(r"bayes_xt=1\.35"))
    assert agreed(hero) < CLOSE
    expect(element).to_be_focused()


def test_far_apart_close_together_and_without_x0_browser_and_engine_agree(
    hero: Locator, page: Page
):
    hero.locator("[data-value=away]").click()
    page.wait_for_url(re.compile("bayes_start=away"))
    calm(page)
    expect(hero.locator("[data-value=away]")).to_have_attribute("aria-checked", "true")
    for name, key, wanted in (
        ("s", "Home", "bayes_s=0"),
        ("xt", "End", "bayes_xt=4.5"),
        ("t", "Home", "bayes_t=1(&|$)"),
        ("t", "End", "bayes_t=1000"),
    ):
        handle(hero, name).focus()
        page.keyboard.press(key)
        page.wait_for_url(re.compile(wanted))
        assert agreed(hero) < CLOSE


def test_a_term_lights_its_mark_and_a_mark_its_term(hero: Locator, page: Page):
    card = page.locator("[data-legend=bayes]")
    bell = hero.locator(".bell.product")
    card.locator(".line:not([hidden]) [data-term=product]").hover()
    expect(bell).to_have_class(re.compile("lit"))
    bell.locator(".edge").hover(position={"x": 150, "y": 120}, force=True)
    row = card.locator("li:not([hidden]) [data-term=product]")
    expect(row).to_have_class(re.compile("lit"))
    expect(bell).to_have_class(re.compile("lit"))


def test_the_figure_is_said_in_words_with_its_numbers(hero: Locator, page: Page):
    hero.locator(".words").click()
    said = hero.locator(".sentence")
    expect(said).to_contain_text("x_t = 1.60")
    expect(said).to_contain_text("0.31 = 0.553 x_t + 0.290 x_0")
    handle(hero, "xt").focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("x_t = 1.65")


def test_the_flag_counts_once_it_is_let_go_and_then_the_gap_is_told(hero: Locator, page: Page):
    hero.locator("[data-button=plant]").click()
    flag = handle(hero, "flag")
    expect(flag).to_be_focused()
    assert "bayes_flag" not in page.url
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"bayes_flag=0\.05"))
    expect(page.get_by_text("off by 1.00")).to_be_visible()
    expect(flag).to_have_attribute("aria-readonly", "true")


def test_a_second_step_in_the_middle_of_the_first_goes_on_from_a_whole_state(
    hero: Locator, page: Page, watch: Watch
):
    twice = """async button => {
        button.click();
        for (let i = 0; i < 4; i += 1) await new Promise(requestAnimationFrame);
        button.click();
    }"""
    hero.locator("[data-button=step]").evaluate(twice)
    page.wait_for_url(re.compile(r"bayes_t="))
    assert agreed(hero) < CLOSE
    assert "NaN" not in picture(hero)


def test_with_reduced_motion_a_step_back_is_there_at_once(hero: Locator, page: Page):
    page.emulate_media(reduced_motion="reduce")
    expect(hero).to_have_class(re.compile("still"))
    hero.locator("[data-button=step]").click()
    page.wait_for_url(re.compile(r"bayes_t=400.*bayes_s=300|bayes_s=300.*bayes_t=400"))
    assert agreed(hero) < CLOSE


def test_what_a_teachers_link_holds_does_not_move(shared_server: Server, page: Page, watch: Watch):
    page.goto(f"{shared_server.url}/bayes?lang=en&bayes_xt=1.6&lock=xt")
    root = ready(page, "bayes")
    calm(page)
    before = picture(root)
    handle(root, "xt").focus()
    page.keyboard.press("ArrowRight")
    assert picture(root) == before
    expect(root.locator("[data-button=step]")).to_be_disabled()
    expect(handle(root, "s")).to_have_attribute("aria-readonly", "false")
