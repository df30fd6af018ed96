"""Pictures that mean no good, brought to a server: a sentence for each, and nothing for others."""

from __future__ import annotations

import re

import psutil
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Server
from tests.browser.visit import address, at_rest, hero, opened
from tests.browser.watch import Watch, calm
from tests.crafted import CRAFTED, REFUSED

BROUGHT = (
    *("text", "a signature alone", "film", "JPEG cut at 1", "PNG cut at 1", "smaller png bomb"),
    *("jpeg bomb", "png with a bomb for a note", "webp bomb", "bmp upside down"),
    *("floats with NaN", "many frames", "ink on paper", "as many pixels as there may be"),
)
NOTES = re.compile("first frame|on white|colours were|Cropped")
MOST_MEMORY = 400_000_000  # bytes that the server may grow by


def bring(page: Page, name: str) -> None:
    """The picture `name`, by the reader's own hand, until the page has said something of it."""
    file = {"name": f"{name}.png", "mimeType": "image/png", "buffer": CRAFTED[name]}
    page.locator(".st-key-ddpm_picture input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name=f"Remove {name}.png")).to_be_visible()
    at_rest(page)


def test_crafted_pictures_end_in_a_sentence_and_the_session_beside_feels_nothing(
    fresh_server: Server, browser: Browser, page: Page, watch: Watch
):
    beside = browser.new_page()
    heard = Watch(beside)
    beside.goto(address(fresh_server, "ddpm", lang="zh", ddpm_t="250"))
    opened(beside, "ddpm")
    calm(beside)
    page.goto(address(fresh_server, "ddpm", lang="en", ddpm_x="own"))
    opened(page, "ddpm")
    calm(page)
    process, received = psutil.Process(fresh_server.process.pid), len(heard.received)
    before, film = process.memory_info().rss, hero(beside, "ddpm").get_attribute("data-film")
    for name in BROUGHT:
        bring(page, name)
        sentence = page.get_by_role("alert").filter(has_text="The picture")
        note = page.get_by_test_id("stCaptionContainer").filter(has_text=NOTES)
        expect((sentence if name in REFUSED else note).first).to_be_visible()
    assert process.memory_info().rss - before < MOST_MEMORY
    expect(hero(beside, "ddpm")).to_have_attribute("data-t", "250")
    expect(hero(beside, "ddpm")).to_have_attribute("data-film", film)
    assert len(heard.received) == received
    assert heard.complaints == []
    beside.context.close()
