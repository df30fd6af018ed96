"""Without network a page works, and says what it cannot do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.browser.visit import address, hero, opened
from view.language import CATALOGUES


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_browser_that_loses_its_network_says_which_links_do_not_open(
    shared_server: Server, page: Page, language: str
):
    page.goto(address(shared_server, "ddpm", lang=language))
    opened(page, "ddpm")
    note = page.get_by_text(CATALOGUES[language]["page.offline"])
    expect(note).to_be_hidden()
    page.context.set_offline(True)
    expect(note).to_be_visible()
    before = hero(page, "ddpm").get_attribute("data-t")
    hero(page, "ddpm").locator("input.slider").press("ArrowRight")
    expect(hero(page, "ddpm")).not_to_have_attribute("data-t", before)
    page.context.set_offline(False)
    expect(note).to_be_hidden()
