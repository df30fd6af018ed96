"""One walk through any page: what every reader may do there, and what nobody may see.

Two visits to one fresh server, each in another language. A visit looks at the first screen in
both themes and sizes, guesses, opens every experiment, and leaves a monkey alone with the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.checks import complaints, look
from tests.browser.exports import MENU, taken
from tests.browser.monkey import ACTIONS, Monkey
from tests.browser.server import Server
from tests.browser.visit import (
    LOCALES,
    SIZES,
    THEMES,
    address,
    answered,
    at_rest,
    opened,
    other,
    resize,
    turn,
)
from tests.browser.watch import Watch
from view import prose

VISITS = (("zh", "light", "desk"), ("en", "dark", "phone"))
PATIENCE = 90_000  # milliseconds for any one thing
# Asked for in the instant Streamlit puts another in its place: a file; plotly, what is hovered.
LATE = re.compile(r"Download Button source error|404.*/media/|_hoverlayer")
SHUT = "[data-testid=stExpander] details:not([open]) > summary"
LAYOUT = ("failed", "cut", "wide")  # what another size alone can change
MANY = 6  # complaints of one moment that are worth reading
SHOTS = Path("test-results") / "walk"
REPLACE = "address => { location.replace(address); }"
# A monkey stays on its page.
STAY = """addEventListener("click", (event) => {
  if (!event.target.closest?.("a[href]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true)"""


class Walk:
    """The walk through page `slug` of `server`; `said` is all it complains of."""

    def __init__(self, browser: Browser, server: Server, slug: str):
        self.browser, self.server, self.slug = browser, server, slug
        self.said: list[str] = []

    def whole(self, actions: int = ACTIONS) -> list[str]:
        """Both visits, from the deep link to the monkey."""
        for language, theme, size in VISITS:
            with self.visit(language, theme, size) as page:
                self.first_screens(page, language, theme, size)
                self.guess(page, language)
                self.take_away(page, language)
                self.experiments(page, language, size)
                self.monkey(page, language, actions)
        return self.said

    @contextmanager
    def visit(self, language: str, theme: str, size: str) -> Iterator[Page]:
        """The page by its deep link in a browser of its own."""
        context = self.browser.new_context(
            viewport=SIZES[size], color_scheme=theme, locale=LOCALES[language]
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        watch = Watch(page)
        # In the empty page's place: a swipe back would return to that.
        page.evaluate(REPLACE, address(self.server, self.slug, lang=language))
        try:
            opened(page, self.slug)
            yield page
            said = [one for one in watch.complaints if not LATE.search(one)]
            self.note(page, f"{language} console", said)
        except Exception as stopped:
            said = " ".join(str(stopped).split())[:300]
            self.note(page, f"{language} stopped", [f"{said} {complaints(page, language)}"])
        context.close()

    def first_screens(self, page: Page, language: str, theme: str, size: str) -> None:
        """In both sizes and themes, beginning with those of the visit, and back to them."""
        for now in (size, other(size, SIZES)):
            resize(page, now)
            screen = look(page, "screen", self.slug, now == "desk")
            self.note(page, f"{language} {now}", [f"screen: {one}" for one in screen])
            for scheme in (theme, other(theme, THEMES)):
                turn(page, scheme)
                self.look(page, language, f"{now} {scheme}")
        turn(page, theme)
        resize(page, size)

    def guess(self, page: Page, language: str) -> None:
        """Placed by key in one visit, in the other the answer is asked for: and it comes."""
        if self.slug != prose.HOME:
            answered(page, self.slug, by_guessing=language == "zh")
            self.look(page, language, "answer")

    def take_away(self, page: Page, language: str) -> None:
        """Every file of the hero, and of the last figure of every experiment, in one visit."""
        if language != "en":
            return
        every = page.locator(MENU)
        menus = [every.last] if self.experiment(page.url) else every.all()
        if not menus and self.slug != prose.HOME:
            self.note(page, f"{language} exports", ["nothing to take away"])
        for menu in menus:
            self.note(page, f"{language} exports", taken(page, menu, language))
            self.look(page, language, "exports")
            page.keyboard.press("Escape")
            expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)

    def experiments(self, page: Page, language: str, size: str) -> None:
        """Every experiment, in both sizes."""
        for chip in page.locator(f".st-key-{self.slug}_x").get_by_role("radio").all():
            self.open(page, chip)
            self.look(page, language, f"{size} {self.experiment(page.url)}")
            resize(page, other(size, SIZES))
            self.look(page, language, f"the other size {self.experiment(page.url)}", *LAYOUT)
            resize(page, size)
            self.take_away(page, language)

    def open(self, page: Page, chip: Locator) -> None:
        """The experiment behind `chip`, once it is drawn."""
        before = self.experiment(page.url)
        chip.click()
        page.wait_for_url(lambda url: self.experiment(url) not in ("", before))
        at_rest(page)
        for part in page.locator(SHUT).element_handles():
            part.click()
        at_rest(page)

    def experiment(self, url: str) -> str:
        """The experiment that the address opens, "" for none."""
        return "".join(re.findall(rf"[?&]{self.slug}_x=(\w+)", url))

    def monkey(self, page: Page, language: str, actions: int) -> None:
        """After the monkey nothing is broken, and the page is ready again."""
        page.context.on("page", lambda popup: popup.close())
        page.evaluate(STAY)
        Monkey(page, f"{self.slug} {language}").play(actions)
        opened(page, self.slug)
        self.look(page, language, "monkey", "failed")

    def look(self, page: Page, language: str, when: str, *names: str) -> None:
        self.note(page, f"{language} {when}", complaints(page, language, *names))

    def note(self, page: Page, when: str, found: list[str]) -> None:
        """Remember what was `found` and is new, with a picture."""
        new = [one for one in dict.fromkeys(found) if not any(one in said for said in self.said)]
        if new:
            page.screenshot(path=SHOTS / f"{self.slug} {when}.png")
        self.said += [f"[{when}] {one}" for one in new[:MANY]]
