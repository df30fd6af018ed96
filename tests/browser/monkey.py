"""A monkey at the page: mouse, touch and keys, seeded, so that what it found is found again."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from playwright.sync_api import Page

from tests.browser.checks import look

ACTIONS = 200
AFRESH = 10  # actions after which the monkey looks again where controls are
KEYS = [
    *("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"),
    *("Tab", "Shift+Tab", "Enter", "Space", "Escape", "Backspace", "Delete"),
    *("p", "n", "r", "7", "-", "Shift+ArrowRight", "Control+a"),
]


class Monkey:
    """One pair of hands on `page`."""

    def __init__(self, page: Page, seed: str):
        self.page, self.dice = page, Random(seed)
        self.hand = page.context.new_cdp_session(page)
        self.places: list[list[int]] = []

    def play(self, actions: int = ACTIONS) -> None:
        """`actions` of them, one after the other, without waiting for anything."""
        deeds: dict[Callable[[], None], int] = {
            self.click: 5,
            self.drag: 4,
            self.tap: 3,
            self.swipe: 2,
            self.press: 6,
            self.scroll: 2,
        }
        for k in range(actions):
            if k % AFRESH == 0:
                self.places = look(self.page, "targets")
            (deed,) = self.dice.choices(list(deeds), deeds.values())
            deed()
        self.page.mouse.up()
        self.page.keyboard.press("Escape")

    def place(self) -> tuple[float, float]:
        """Somewhere on a control, or now and then anywhere on the page."""
        size = self.page.viewport_size
        if not self.places or self.dice.random() < 0.2:
            return 230 + self.dice.random() * (size["width"] - 240), self.dice.random() * size[
                "height"
            ]
        left, top, width, height = self.dice.choice(self.places)
        return left + self.dice.random() * width, top + self.dice.random() * height

    def click(self) -> None:
        self.page.mouse.click(*self.place(), click_count=self.dice.choice([1, 1, 1, 2]))

    def drag(self) -> None:
        self.page.mouse.move(*self.place())
        self.page.mouse.down()
        self.page.mouse.move(*self.place(), steps=self.dice.randint(1, 4))
        self.page.mouse.up()

    def tap(self) -> None:
        self._touch("touchStart", self.place())
        self._touch("touchEnd")

    def swipe(self) -> None:
        self._touch("touchStart", self.place())
        for _ in range(self.dice.randint(1, 3)):
            self._touch("touchMove", self.place())
        self._touch(self.dice.choice(["touchEnd", "touchEnd", "touchCancel"]))

    def press(self) -> None:
        self.page.keyboard.press(self.dice.choice(KEYS))

    def scroll(self) -> None:
        self.page.mouse.move(*self.place())
        self.page.mouse.wheel(0, self.dice.randint(-600, 600))

    def _touch(self, kind: str, *points: tuple[float, float]) -> None:
        told = [{"x": x, "y": y} for x, y in points]
        self.hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})
