"""The first visit to a fresh server, by a link that goes deep into the lab."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.browser.watch import Watch, at_home, calm, loaded, ready, worker

CHINESE = re.compile("[\u4e00-\u9fff]")


def whole_frame(page: Page) -> None:
    """The navigation stands with its links, and nothing of what stands where a page failed."""
    links = page.get_by_test_id("stSidebar").get_by_role("link")
    expect(links.first).to_be_visible()
    assert links.count() >= 2
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)


def speaks(page: Page, language: str) -> None:
    """Title and address are in `language`."""
    title = expect(page.get_by_role("heading", level=1))
    title.to_have_text(CHINESE) if language == "zh" else title.not_to_have_text(CHINESE)
    assert parse_qs(urlsplit(page.url).query)["lang"] == [language]


@pytest.mark.parametrize(("language", "t"), [("zh", None), ("en", "400")])
def test_a_deep_link_to_a_fresh_server_shows_the_whole_page_as_asked(
    fresh_server: Server, page: Page, watch: Watch, language: str, t: str | None
):
    page.goto(f"{fresh_server.url}/ddpm?lang={language}" + (f"&ddpm_t={t}" if t else ""))
    root = ready(page, "ddpm")
    whole_frame(page)
    speaks(page, language)
    if t:
        expect(root).to_have_attribute("data-t", t)


def test_the_server_has_not_imported_torch_when_the_hero_is_ready_nor_when_its_worker_has(
    fresh_server: Server, page: Page, watch: Watch
):
    page.goto(f"{fresh_server.url}/ddpm")
    ready(page, "ddpm")
    assert not loaded(fresh_server.process.pid, "libtorch")
    calm(page)
    assert loaded(worker(fresh_server).pid, "libtorch")
    assert not loaded(fresh_server.process.pid, "libtorch")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_language_is_kept_through_home_and_back(
    shared_server: Server, page: Page, watch: Watch, language: str
):
    page.goto(f"{shared_server.url}/ddpm?lang={language}")
    ready(page, "ddpm")
    calm(page)
    links = page.get_by_test_id("stSidebar").get_by_role("link")
    links.first.click()
    at_home(page)
    speaks(page, language)
    links.nth(1).click()
    ready(page, "ddpm")
    speaks(page, language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_language_switched_in_place_keeps_the_state_and_the_instrument(
    shared_server: Server, page: Page, watch: Watch, language: str
):
    other, name = {"zh": ("en", "EN"), "en": ("zh", "中文")}[language]
    page.goto(f"{shared_server.url}/ddpm?lang={language}&ddpm_t=250")
    root = ready(page, "ddpm")
    page.get_by_test_id("stSidebar").get_by_text(name, exact=True).click()
    expect(root).to_have_attribute("lang", re.compile(other))
    speaks(page, other)
    expect(root).to_have_attribute("data-t", "250")


@pytest.mark.parametrize("wrong", ["ddpm_t=99999", "lang=xx"])
def test_a_wrong_value_in_the_link_gets_a_sentence_and_the_page_goes_on(
    shared_server: Server, page: Page, watch: Watch, wrong: str
):
    page.goto(f"{shared_server.url}/ddpm?{wrong}")
    ready(page, "ddpm")
    value = wrong.partition("=")[2]
    expect(page.get_by_role("alert").filter(has_text=value)).to_be_visible()
    whole_frame(page)
    calm(page)
    page.get_by_test_id("stSidebar").get_by_role("link").first.click()
    at_home(page)
    whole_frame(page)


CHARTS = "() => performance.getEntriesByType('resource').some(one => /PlotlyChart/.test(one.name))"


@pytest.mark.parametrize("near", [False, True])
def test_the_script_of_the_charts_is_there_before_the_first_chart(
    shared_server: Server, page: Page, watch: Watch, near: bool
):
    """Loaded while nobody touches the page; at once where a hand comes near the experiments."""
    page.goto(f"{shared_server.url}/ddpm?lang=en")
    ready(page, "ddpm")
    assert not page.evaluate(CHARTS)
    if near:
        page.locator(".st-key-ddpm_x").get_by_role("radio").first.hover()
    page.wait_for_function(CHARTS, timeout=1500 if near else 20_000)
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(0)
