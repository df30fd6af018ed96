"""Matrices brought to page `unargmaxable`: a good one is decided, a pickled one is refused."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.browser.visit import address, at_rest, opened
from tests.browser.watch import Watch, calm
from tests.crafted_matrices import REFUSED, SQUARE, npy

SLUG = "unargmaxable"
FINE = npy(np.vstack([SQUARE, SQUARE[:1]]))
"""Three corners alone, two equal ones, and a row inside."""


def bring(page: Page, name: str, data: bytes) -> None:
    """The file by the reader's own hand, until the page has taken it up."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator(f".st-key-{SLUG}_matrix input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    at_rest(page)


def test_a_pickled_matrix_is_refused_in_a_sentence_and_a_good_one_is_decided(
    shared_server: Server, page: Page, watch: Watch
):
    asked = {f"{SLUG}_x": "vocabulary", f"{SLUG}_from": "file"}
    page.goto(address(shared_server, SLUG, lang="en", **asked))
    opened(page, SLUG)
    calm(page)
    bring(page, "evil.npy", REFUSED["a pickled npy"])
    alert = page.get_by_role("alert").filter(has_text="Python objects, which are never opened here")
    expect(alert.first).to_be_visible()
    bring(page, "fine.npy", FINE)
    expect(page.get_by_text("6 × 2").first).to_be_visible()
    expect(alert).to_have_count(0)
    told = page.get_by_text("of 6 words in 2 dimensions 3 can come first and 1 are mute")
    expect(told.first).to_be_visible()
