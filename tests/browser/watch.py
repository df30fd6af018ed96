"""What is seen of a page and of the server behind it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, WebSocket, expect

from tests.browser.server import Server

PATIENCE = 180_000  # milliseconds; generous, since no test is about time
DATE = re.compile(r"\d{4}-\d\d-\d\d")
# On a deep link Streamlit asks for these two below the page's path first.
KNOWN_404 = re.compile(r"/[^/]+/_stcore/(health|host-config)")

expect.set_options(timeout=PATIENCE)


class Watch:
    """What a page logs and throws, and what goes over its websockets, in bytes."""

    def __init__(self, page: Page):
        self.complaints: list[str] = []
        self.sent: list[int] = []
        self.received: list[int] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"thrown: {error}"))
        page.on("websocket", self._websocket)

    def _console(self, message: ConsoleMessage) -> None:
        path = urlsplit(message.location.get("url", "")).path
        known = "404" in message.text and KNOWN_404.fullmatch(path)
        if message.type == "error" and not known:
            self.complaints.append(f"console: {message.text} {message.location}")

    def _websocket(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda payload: self.sent.append(len(payload)))
        socket.on("framereceived", lambda payload: self.received.append(len(payload)))


def ready(page: Page, name: str) -> Locator:
    """The root of instrument `name`, once it is ready."""
    root = page.locator(f'[data-instrument="{name}"]')
    expect(root).to_have_attribute("data-state", "ready")
    return root


def polls(page: Page) -> Locator:
    """What shows the progress of a job, with its Cancel."""
    return page.locator("[class*=st-key-poll_]")


def calm(page: Page) -> None:
    """Wait until the figure was computed here, no job is polled and no script runs.

    A shipped figure says its date, and is soon replaced by the reader's own. A click on a
    link is lost where Streamlit's timer for a polling fragment fires before the server has
    taken it up: tests of anything else go on from here.
    """
    expect(page.get_by_test_id("stSidebar").get_by_text("CPU")).to_be_visible()
    expect(page.locator("[data-instrument] .badge").first).not_to_contain_text(DATE)
    expect(polls(page)).to_have_count(0)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def at_home(page: Page) -> None:
    """Wait until the address is the home page's."""
    expect(page).to_have_url(re.compile(r"^https?://[^/]+/(\?.*)?$"))


def worker(server: Server) -> psutil.Process | None:
    """The server's worker process, if it runs."""
    children = psutil.Process(server.process.pid).children(recursive=True)
    return next((child for child in children if "engine.worker" in child.cmdline()), None)


def loaded(pid: int, library: str) -> bool:
    """Whether process `pid` has a file whose name contains `library` in memory."""
    maps = Path(f"/proc/{pid}/maps")
    if not maps.exists():
        pytest.skip("no /proc on this system")
    return library in maps.read_text()
