"""Every page is walked through; a page joins by being there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Server
from tests.browser.walk import Walk
from view import prose


@pytest.mark.parametrize("slug", prose.slugs())
def test_a_reader_walks_through_the_page_and_finds_nothing_amiss(
    fenced_server: Server, browser: Browser, slug: str
):
    said = Walk(browser, fenced_server, slug).whole()
    assert not said, "\n".join(said)
