"""Links that people send: the same state elsewhere, a teacher's hold, a lecture, a frame, paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.checks import look
from tests.browser.server import Server
from tests.browser.visit import LOCALES, address, at_rest, hero, opened
from tests.browser.watch import PATIENCE, Watch, calm, ready
from view import prose

PAGES = [slug for slug in prose.slugs() if slug != prose.HOME]
KEYS = ("ArrowRight", "ArrowUp", "PageUp", "End", " ", "p", "Enter", "Delete")
# what an instrument says of its state in the browser
STATE = ("data-t", "data-leg", "data-flag", "data-film", "data-told", "data-value")


def state(root: Locator) -> dict[str, str | None]:
    return {name: root.get_attribute(name) for name in STATE}


def held(page: Page) -> list[str]:
    """What the page says of values that it refuses."""
    return page.get_by_role("alert").all_inner_texts()


def query(page: Page, name: str) -> str | None:
    return page.evaluate("name => new URLSearchParams(location.search).get(name)", name)


def press_everything(page: Page, root: Locator) -> None:
    """Every key on everything in the instrument that takes the focus."""
    inside = root.locator("button, input, [tabindex]")
    for k in range(inside.count()):
        part = inside.nth(k)
        if not part.is_visible() or part.is_disabled() or part.get_attribute("aria-expanded"):
            continue
        part.focus()
        for key in KEYS:
            page.keyboard.press(key)


def test_a_copied_link_opens_the_same_page_in_a_fresh_browser_on_a_fresh_server(
    fresh_server: Server, browser: Browser, page: Page, watch: Watch
):
    page.goto(address(fresh_server, "ddpm", lang="zh"))
    root = ready(page, "ddpm")
    calm(page)
    old = root.get_attribute("data-film")
    page.locator(".st-key-ddpm_seed input").fill("11")
    page.locator(".st-key-ddpm_seed input").press("Enter")
    expect(root).not_to_have_attribute("data-film", old)
    root.locator("input.slider").focus()
    for key in ("Home", "PageUp", "PageUp", "ArrowRight", "p"):
        page.keyboard.press(key)
    page.locator(".st-key-ddpm_x button").nth(3).click()
    page.locator(".st-key-ddpm_rule button").first.click()
    every = ("ddpm_flag=101", "ddpm_x=greedy", "ddpm_rule=(?!greedy)")  # in whichever order
    page.wait_for_url(re.compile("".join(f"(?=.*{one})" for one in every)))
    calm(page)
    copied, before = page.url, state(root)
    rule = page.locator(".st-key-ddpm_rule [aria-checked=true]").inner_text()
    with Server() as other:
        context = browser.new_context(locale=LOCALES["en"])
        elsewhere = context.new_page()
        elsewhere.set_default_timeout(PATIENCE)
        elsewhere.goto(copied.replace(fresh_server.url, other.url))
        again = ready(elsewhere, "ddpm")
        expect(again).to_have_attribute("data-film", before["data-film"])
        assert state(again) == before
        expect(elsewhere.locator(".st-key-ddpm_rule [aria-checked=true]")).to_have_text(rule)
        context.close()


@pytest.mark.parametrize("slug", PAGES)
def test_what_a_teachers_link_holds_no_key_moves(
    shared_server: Server, page: Page, watch: Watch, slug: str
):
    page.goto(address(shared_server, slug, lang="en", lock="all"))
    opened(page, slug)
    root = hero(page, slug)
    calm(page)
    before, url = state(root), page.url
    press_everything(page, root)
    at_rest(page)
    after = state(root)
    assert {k: v for k, v in after.items() if k != "data-leg"} == {
        k: v for k, v in before.items() if k != "data-leg"
    }
    assert page.url == url
    widgets = page.get_by_test_id("stMain").locator("[class*=st-key-] input, .stPills button")
    assert widgets.count()
    assert all(not widget.is_enabled() for widget in widgets.all() if widget.is_visible())


def test_what_a_teachers_link_holds_no_address_moves_in_its_tab_and_a_new_tab_is_free(
    shared_server: Server, page: Page, watch: Watch
):
    page.goto(
        address(
            shared_server,
            "ddpm",
            lang="en",
            lock="seed,t",
            hide="question",
            ddpm_seed="3",
            ddpm_t="250",
        )
    )
    root = ready(page, "ddpm")
    calm(page)
    page.goto(address(shared_server, "ddpm", lang="en", ddpm_seed="9", ddpm_t="900"))
    root = ready(page, "ddpm")
    calm(page)
    expect(root).to_have_attribute("data-t", "250")
    expect(page.locator(".st-key-ddpm_seed input")).to_have_value("3")
    expect(page.locator(".st-key-ddpm_seed input")).to_be_disabled()
    expect(page.locator(".st-key-card_question")).to_have_count(0)
    assert sorted(re.findall("`?(9|900)`?\\.", " ".join(held(page)))) == ["9", "900"]
    assert (query(page, "ddpm_seed"), query(page, "ddpm_t")) == ("3", "250")
    tab = page.context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto(address(shared_server, "ddpm", lang="en", ddpm_seed="9", ddpm_t="900"))
    expect(ready(tab, "ddpm")).to_have_attribute("data-t", "900")
    expect(tab.locator(".st-key-ddpm_seed input")).to_be_enabled()
    tab.close()


def test_a_clicker_leads_a_lecture(shared_server: Server, page: Page, watch: Watch):
    page.goto(address(shared_server, "ddpm", lang="en", mode="lecture", ddpm_t="250"))
    root = ready(page, "ddpm")
    calm(page)
    for key, t in (("ArrowRight", "251"), ("PageDown", "301"), ("PageUp", "251")):
        page.keyboard.press(key)
        expect(root).to_have_attribute("data-t", t)
    page.keyboard.press(" ")
    expect(root).to_have_attribute("data-playing", "true")
    page.keyboard.press(" ")
    expect(root).to_have_attribute("data-playing", "false")
    page.keyboard.press("p")
    expect(root).to_have_attribute("data-flag", re.compile(r"\d+"))
    chips = page.locator(".st-key-ddpm_x button")
    for k in (0, 1):
        page.keyboard.press("n")
        expect(chips.nth(k)).to_have_attribute("aria-checked", "true")
    seed = page.locator(".st-key-ddpm_seed input")
    seed.focus()
    before = root.get_attribute("data-t")
    page.keyboard.press("PageDown")
    expect(root).to_have_attribute("data-t", before)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("slug", [prose.HOME, *PAGES])
def test_a_lecture_is_big_and_nothing_is_cut_off(
    shared_server: Server, browser: Browser, slug: str, size: tuple[int, int]
):
    for language, locale in LOCALES.items():
        context = browser.new_context(
            viewport=dict(zip(("width", "height"), size, strict=True)), locale=locale
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address(shared_server, slug, lang=language, mode="lecture"))
        opened(page, slug)
        root = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert root >= size[0] / 72
        assert look(page, "cut") == []
        assert look(page, "wide") == []
        if slug != prose.HOME:
            box = hero(page, slug).bounding_box()
            assert box["y"] >= 0 and box["y"] + box["height"] <= size[1]
        context.close()


@pytest.mark.parametrize(
    ("way", "size"),
    [("embed=true", (900, 640)), ("", (640, 360)), ("", (320, 640))],
    ids=["in another page", "zoomed to 200 %", "zoomed to 400 %"],
)
@pytest.mark.parametrize("slug", [prose.HOME, *PAGES])
def test_a_page_fits_where_there_is_little_room(
    shared_server: Server, browser: Browser, slug: str, way: str, size: tuple[int, int]
):
    context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)))
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address(shared_server, slug, lang="en") + f"&{way}")
    opened(page, slug)
    assert look(page, "wide") == []
    if way:
        expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    context.close()


@pytest.mark.parametrize("slug", [prose.HOME, *PAGES])
def test_on_paper_a_dark_page_is_ink_on_white_without_what_one_presses(
    shared_server: Server, browser: Browser, slug: str
):
    context = browser.new_context(color_scheme="dark", viewport={"width": 794, "height": 1123})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address(shared_server, slug, lang="en"))
    opened(page, slug)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_test_id("stSidebar")).not_to_be_visible()
    assert look(page, "wide") == []
    colours = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stMain"] :is(h1, h2, h3, p, li)')]
            .filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one).color)"""
    )
    assert colours and set(colours) == {"rgb(27, 27, 31)"}
    white = page.get_by_test_id("stApp").evaluate("one => getComputedStyle(one).backgroundColor")
    assert white == "rgb(255, 255, 255)"
    # an instrument's formula is made of buttons, and stays: they lie in a tree of its own
    pressed = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stMain"] button')]
            .filter((one) => one.checkVisibility()).map((one) => one.innerText)"""
    )
    assert pressed == []
    context.close()


def test_home_stands_still_where_motion_is_not_wanted(shared_server: Server, browser: Browser):
    for wish, moving in (("reduce", False), ("no-preference", True)):
        context = browser.new_context(reduced_motion=wish)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address(shared_server, prose.HOME, lang="en"))
        expect(page.locator(".preview i").first).to_be_attached()
        running = page.locator(".preview i").evaluate_all(
            "all => all.flatMap((one) => one.getAnimations()).length"
        )
        assert (running > 0) == moving
        context.close()
