"""The fan under the reader's hand, page `ddim`: scrubbed in the browser, checked by the engine."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hand import handle, taken
from tests.browser.server import Server
from tests.browser.watch import Watch, calm, ready

PLACES = 24


@pytest.fixture
def hero(shared_server: Server, page: Page, watch: Watch) -> Locator:
    """The page `ddim` at η = 1 with nothing under way."""
    page.goto(f"{shared_server.url}/ddim?lang=en&ddim_eta=1&ddim_S=50")
    root = ready(page, "ddim")
    calm(page)
    agreed(root)
    return root


def drawn(page: Page, root: Locator) -> str:
    """A hash of what the canvas shows, once the next frame is drawn."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    picture = root.locator("canvas.paper").evaluate("canvas => canvas.toDataURL()")
    return hashlib.sha256(picture.encode()).hexdigest()


def agreed(root: Locator) -> float:
    """How far the browser's roads end from the engine's, once it has walked the same."""
    expect(root).to_have_attribute("data-difference", re.compile(r"^\d"))
    return float(root.get_attribute("data-difference"))


def dragged(page: Page, root: Locator, name: str, dx: float, dy: float) -> set[str]:
    """The pictures under a drag of handle `name` by (dx, dy), still held."""
    x, y = taken(page, handle(root, name))
    pictures = set()
    for k in range(1, PLACES + 1):
        page.mouse.move(x + dx * k / PLACES, y + dy * k / PLACES)
        pictures.add(drawn(page, root))
    return pictures


@pytest.mark.parametrize(
    ("name", "dx", "dy", "fewest"),
    [("eta", -150, 0, PLACES), ("S", -170, 0, 6), ("start", 0, -100, PLACES)],
)
def test_a_knob_under_the_finger_moves_the_roads_and_sends_nothing_before_release(
    hero: Locator, page: Page, watch: Watch, name: str, dx: float, dy: float, fewest: int
):
    sent, before = len(watch.sent), page.url
    pictures = dragged(page, hero, name, dx, dy)
    assert len(watch.sent) == sent
    assert len(pictures) >= fewest
    page.mouse.up()
    expect(page).not_to_have_url(before)
    assert f"ddim_{name}=" in page.url and len(watch.sent) > sent
    assert agreed(hero) < 1e-6


def test_without_noise_the_roads_of_one_start_end_in_one_place(hero: Locator, page: Page):
    def ends() -> str:
        hero.locator("button.words").click()
        text = hero.locator(".sentence").inner_text()
        hero.locator("button.words").click()
        return text

    assert "between" in ends()
    hero.locator("[data-handle=eta]").focus()
    page.keyboard.press("Home")
    expect(hero).to_have_attribute("data-eta", "0")
    page.wait_for_url(re.compile("ddim_eta=0"))
    assert agreed(hero) < 1e-6
    assert "a single road" in ends()


def test_the_first_link_taken_out_frees_eta_and_put_back_leaves_it_at_one(
    hero: Locator, page: Page, watch: Watch
):
    link, eta = hero.locator("[data-link=single]"), "data-eta"
    link.click()
    expect(link).to_have_attribute("aria-pressed", "false")
    link.click()
    expect(link).to_have_attribute("aria-pressed", "true")
    expect(hero).to_have_attribute(eta, "0")
    for name in ("jump", "posterior", "step"):
        expect(hero.locator(f"[data-link={name}]")).to_be_visible()
    link.click()
    expect(hero).to_have_attribute(eta, "1")
    expect(link).to_have_attribute("aria-pressed", "false")


def test_the_numbers_that_answer_the_question_stay_hidden_until_the_flag_is_planted(
    hero: Locator, page: Page
):
    card = page.locator('[data-legend="ddim"] table')
    expect(card).to_contain_text("?")
    hero.locator("[data-button=plant]").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"ddim_flag=\d+"))
    expect(card).not_to_contain_text("?")
    expect(hero.locator("[data-label=truth]")).to_contain_text(re.compile(r"\d"))
