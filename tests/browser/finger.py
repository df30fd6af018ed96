"""A finger on a phone: what it drags follows it, and nobody is told before it lifts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.browser.visit import SIZES
from tests.browser.watch import Watch

PLACES = 16


@contextmanager
def phone(browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """A page of a phone with a touch screen; nothing may have gone wrong on it in the end."""
    context = browser.new_context(has_touch=True, viewport=SIZES["phone"])
    page = context.new_page()
    watch = Watch(page)
    yield page, watch
    assert watch.complaints == []
    context.close()


def dragged(
    page: Page, watch: Watch, at: tuple[float, float], by: float, seen: Callable[[], str]
) -> None:
    """From `at` a finger goes `by` pixels to the right at a time: what is `seen` follows it.

    It lifts in the end; until then no word goes to the server.
    """
    finger, (x, y) = page.context.new_cdp_session(page), at

    def touch(kind: str, *points: tuple[float, float]) -> None:
        where = [{"x": px, "y": py} for px, py in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    touch("touchStart", at)
    sent, pictures = len(watch.sent), set()
    for k in range(1, PLACES + 1):
        touch("touchMove", (x + by * k, y))
        pictures.add(seen())
    assert len(pictures) >= PLACES - 1
    assert len(watch.sent) == sent
    touch("touchEnd")
