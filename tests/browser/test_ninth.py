"""A ninth article dropped in is everywhere; broken in six ways it is caught six times."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.server import Server
from tests.browser.tree import copied, drop, mutate
from tests.browser.walk import VISITS, Walk

# What is broken: file, what stands there, what instead, and the check that has to see it.
MUTATIONS = {
    "untranslated": ("page.py", 't(f"{SLUG}.note")', '"Every toss counts."', "words"),
    "alt": ("figure.py", 'svg.setAttribute("aria-label", data.alt);', "", "silent"),
    "traceback": ("page.py", "result = shown.result", "result = shown.nothing", "failed"),
    "clipped": (
        "figure.py",
        "0.4rem 0;",
        "0; width: 4em; overflow: hidden; white-space: nowrap;",
        "cut",
    ),
    "nameless": ("figure.py", "button.textContent = data.again;", "", "axe: button-name"),
    "too_wide": ("figure.py", "svg { width: 100%;", "svg { width: 1600px;", "wide"),
}
WALK = "tests/browser/test_walk.py"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = copied(tmp_path_factory.mktemp("ninth") / "lab")
    drop(tree)
    return tree


@pytest.fixture(scope="module")
def server(tree: Path) -> Iterator[Server]:
    with Server(tree) as server:
        yield server


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The ninth article and its six likenesses, each broken in its own way."""
    tree = copied(tmp_path_factory.mktemp("broken") / "lab")
    drop(tree)
    for name, (file, old, new, _) in MUTATIONS.items():
        mutate(tree, name, file, old, new)
    with Server(tree) as server:
        yield server


def inside(tree: Path, *arguments: str) -> str:
    """What pytest says in `tree`, all being well."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def test_a_ninth_article_passes_the_tests_that_every_article_has_to_pass(tree: Path):
    common = ("test_rooms", "test_language", "test_pages", "test_home", "test_ninth")
    said = inside(tree, *(f"tests/{name}.py" for name in common), "-k", "ninth or chance")
    assert "passed" in said


def test_a_ninth_article_joins_the_walk_by_being_there(tree: Path):
    assert "ninth]" in inside(tree, "--collect-only", WALK)


def test_a_ninth_article_stands_in_the_navigation_and_on_a_card_of_home(
    server: Server, browser: Browser
):
    page = browser.new_page(locale="en")
    page.goto(f"{server.url}/?lang=en")
    links = page.get_by_role("link", name="Heads, tails and a half")
    expect(links).to_have_count(2)
    expect(page.get_by_test_id("stSidebar").get_by_text("Chance")).to_be_visible()
    links.last.click()
    expect(page.locator('[data-instrument="ninth"]')).to_have_attribute("data-state", "ready")
    page.context.close()


def test_a_ninth_article_is_walked_through_and_nothing_is_amiss(server: Server, browser: Browser):
    said = Walk(browser, server, "ninth").whole(actions=60)
    assert not said, "\n".join(said)


@pytest.mark.parametrize("name", ["ninth", *MUTATIONS])
def test_a_page_broken_on_purpose_is_caught_and_a_whole_one_is_not(
    broken: Server, browser: Browser, name: str
):
    walk = Walk(browser, broken, name)
    with walk.visit(*VISITS[0]) as page:
        walk.look(page, "zh", "glance")
    if name == "ninth":
        assert not walk.said
    else:
        assert any(MUTATIONS[name][-1] in one for one in walk.said), walk.said
