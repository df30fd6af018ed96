"""A hurried student: home, the first page, a guess, an experiment, a film, a link to a phone.

What was on the screen is kept under test-results/student, to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from tests.browser.exports import OPENERS, downloaded
from tests.browser.server import Server
from tests.browser.visit import LOCALES, SIZES, address, at_rest, hero, opened, speaks
from tests.browser.watch import PATIENCE, Watch
from view.language import CATALOGUES

SHOTS = Path("test-results") / "student"


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """The student's own window, watched."""
    context = browser.new_context(viewport=SIZES["desk"])
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    watch = Watch(page)
    yield page
    assert watch.complaints == []
    context.close()


def keep(page: Page, language: str, step: str) -> None:
    page.screenshot(path=SHOTS / f"{language} {step}.png")


def drag(page: Page, slider: Locator, share: float) -> None:
    """A hand on the slider, let go at `share` of its length."""
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 12, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * share, middle, steps=8)
    page.mouse.up()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_hurried_student_guesses_tries_takes_a_film_and_sends_the_link_to_a_phone(
    shared_server: Server, browser: Browser, desk: Page, playwright: Playwright, language: str
):
    said = CATALOGUES[language]
    desk.goto(address(shared_server, "home", lang=language))
    opened(desk, "home")
    keep(desk, language, "1 home")

    desk.locator(".st-key-card_built_ddpm").get_by_role("link").click()
    opened(desk, "ddpm")
    root = hero(desk, "ddpm")
    drag(desk, root.locator("input.slider"), 0.6)
    expect(desk).to_have_url(re.compile(r"ddpm_t=\d+"))
    keep(desk, language, "2 ddpm")

    root.locator("button.plant").click()
    expect(desk.locator(".st-key-ddpm_show_me")).to_have_count(0)
    at_rest(desk)
    expect(
        root.get_by_text(re.compile(said["player.flag_answer"].partition("{")[0]))
    ).to_be_visible()
    keep(desk, language, "3 guess")

    desk.locator(".st-key-ddpm_x").get_by_role("radio", name=said["ddpm.x.greedy"]).click()
    expect(desk).to_have_url(re.compile("ddpm_x=greedy"))
    at_rest(desk)
    chart = desk.locator(".st-key-ddpm_x_greedy_ends")
    chart.evaluate("one => one.scrollIntoView()")  # one step: a rerun may put another in its place
    expect(chart.locator(".main-svg").first).to_be_visible()
    keep(desk, language, "4 experiment")

    menu = desk.locator(".st-key-take_ddpm_hero").get_by_role("button")
    menu.click()
    button = desk.get_by_test_id("stPopoverBody").get_by_role("button", name=said["export.mp4"])
    film = downloaded(desk, button, "mp4")
    assert "ddpm_x=greedy" in OPENERS["mp4"](film)
    (SHOTS / f"{language} film.mp4").write_bytes(film)
    keep(desk, language, "5 film")

    link, state = desk.url, {name: root.get_attribute(f"data-{name}") for name in ("t", "flag")}
    phone = browser.new_context(**playwright.devices["iPhone 13"], locale=LOCALES[language])
    page = phone.new_page()
    watch = Watch(page)
    page.goto(link)
    opened(page, "ddpm")
    speaks(page, language)
    there = hero(page, "ddpm")
    for name, value in state.items():
        expect(there).to_have_attribute(f"data-{name}", value)
    expect(page.locator(".st-key-ddpm_x_greedy_ends")).to_be_visible()
    keep(page, language, "6 phone")
    page.locator(".st-key-ddpm_x_greedy_ends").evaluate("one => one.scrollIntoView()")
    keep(page, language, "7 phone, further down")
    assert watch.complaints == []
    phone.close()
