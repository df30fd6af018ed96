"""A hand with a mouse on a board: it takes a handle, and holds it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

TRIES = 20


def handle(root: Locator, name: str) -> Locator:
    """The handle `name` of a board."""
    return root.locator(f"[data-handle={name}]")


def middle(element: Locator, mark: str = ".glyph") -> tuple[float, float]:
    """Where the mark of a handle is on the screen."""
    box = element.locator(mark).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def taken(page: Page, element: Locator, mark: str = ".glyph") -> tuple[float, float]:
    """Press on the mark of a handle until it is held: where that was.

    What comes late above a board moves it between a look and a press; a reader presses again.
    """
    element.locator(mark).scroll_into_view_if_needed()
    for _ in range(TRIES):
        x, y = middle(element, mark)
        page.mouse.move(x, y)
        page.mouse.down()
        if "held" in element.get_attribute("class").split():
            return x, y
        page.mouse.up()
    raise AssertionError(f"{element} is never held")
