"""How long until a page's hero stands, beside an empty page on the same server?

One warm server serves the lab and, dropped into a copy of it, a page whose script does
nothing. Each visit is a browser context of its own, so nothing comes from a cache. The
time is the browser's own, from the start of the navigation: for a page until its
instrument's root says `ready`, for the empty one until the navigation stands and its
script has ended. Both are looked for in the same way, once a frame.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, TimeoutError, sync_playwright

from benchmarks.pairs import Case, compare
from tests.browser.chromium import launch_options
from tests.browser.server import ROOT, Server
from tests.browser.watch import PATIENCE, calm, ready

PARTS = ("app.py", "pages", "view", "engine", "assets", ".streamlit")
EMPTY = "empty_page"
HERO = '[data-instrument="{name}"][data-state="ready"]'
NOTHING = '[data-testid="stApp"][data-test-script-state="notRunning"] [data-testid="stSidebar"] a'
# Looks into shadow roots as well, where a component may keep its elements.
CLOCK = """selector => {
  const deep = root => root.querySelector(selector) ??
    [...root.querySelectorAll('*')].reduce(
      (found, element) => found ?? (element.shadowRoot && deep(element.shadowRoot)), null);
  const look = () => deep(document)
    ? globalThis.__stood = performance.now() : requestAnimationFrame(look);
  requestAnimationFrame(look);
}"""


def cases() -> Iterator[Case]:
    """One case per page that has an instrument; its name is the page's slug."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        tree = _with_empty_page(ROOT, Path(folder))
        with Server(tree) as server, playwright.chromium.launch(**launch_options()) as browser:
            for slug in _slugs(ROOT):
                _warm(browser, server, slug)
                yield compare(
                    slug,
                    lambda slug=slug: _visit(browser, server, slug, HERO.format(name=slug)),
                    lambda: _visit(browser, server, EMPTY, NOTHING),
                    peer_name="an empty page on the same server",
                    unit="ms",
                )


def _slugs(root: Path) -> list[str]:
    found = {path.parent.name for path in root.glob("pages/*/page.py")}
    return sorted(found - {"home"})


def _with_empty_page(root: Path, tree: Path) -> Path:
    """A copy of the lab in `tree` with one page more: a page is just a folder."""
    for part in PARTS:
        if (root / part).is_dir():
            shutil.copytree(root / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(root / part, tree / part)
    shutil.copytree(tree / "pages" / _slugs(root)[0], tree / "pages" / EMPTY)
    (tree / "pages" / EMPTY / "page.py").write_text("pass\n")
    return tree


def _warm(browser: Browser, server: Server, slug: str) -> None:
    """A reader before: the worker has started and computed what the page opens with."""
    with browser.new_page() as page:
        page.goto(f"{server.url}/{slug}")
        ready(page, slug)
        calm(page)


def _visit(browser: Browser, server: Server, slug: str, selector: str) -> float:
    """Milliseconds from the start of the navigation until `selector` stands on page `slug`."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-GB")
    try:
        page = context.new_page()
        page.add_init_script(f"({CLOCK})({json.dumps(selector)})")
        page.goto(f"{server.url}/{slug}")
        page.wait_for_function("globalThis.__stood", timeout=PATIENCE)
        return page.evaluate("globalThis.__stood")
    except TimeoutError as error:
        raise RuntimeError(f"page {slug} never stood; the server said:\n{server.log}") from error
    finally:
        context.close()
