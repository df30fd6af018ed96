"""A phone has one column: figure, formula, question, controls; the chips above what they open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.finger import phone
from tests.browser.server import Server
from tests.browser.visit import SIZES
from tests.browser.watch import Watch, ready

INSTRUMENT = {"ddpm": "player", "ladder_side_tuning": "board"}
TAKE, CONTROLS = '[class*="st-key-take_"][class*="_hero"]', ".st-key-card_controls"
EDGES = """all => all.map(css => {
  const box = document.querySelector(css).getBoundingClientRect();
  return [box.top, box.bottom];
})"""


def edges(page: Page, *names: str) -> list[list[float]]:
    """Top and bottom of each in pixels, all at one moment: what comes late moves them."""
    return page.evaluate(EDGES, list(names))


def opened(page: Page, server: Server, slug: str) -> None:
    page.goto(f"{server.url}/{slug}?lang=en")
    ready(page, slug)
    page.locator(f".st-key-{slug}_x button").first.wait_for()


@pytest.mark.parametrize("slug", list(INSTRUMENT))
def test_the_chips_stand_under_the_controls_and_nothing_is_covered(
    shared_server: Server, browser: Browser, slug: str
):
    names = f".st-key-{slug}_{INSTRUMENT[slug]}", TAKE, CONTROLS, f".st-key-{slug}_x"
    with phone(browser) as (page, _):
        opened(page, shared_server, slug)
        figure, take, controls, chips = edges(page, *names)
    assert figure[1] <= take[0] + 1 and take[1] <= controls[0]
    assert controls[1] <= chips[0] <= controls[1] + 60


def test_on_a_desk_they_stand_under_the_figure(shared_server: Server, page: Page, watch: Watch):
    page.set_viewport_size(SIZES["desk"])
    opened(page, shared_server, "ddpm")
    figure, chips = edges(page, ".st-key-ddpm_player", ".st-key-ddpm_x")
    assert figure[1] <= chips[0] and chips[1] <= SIZES["desk"]["height"]
