"""Fixtures: servers, a Chromium with WebGL, and a watch over what a page says and sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import launch_options
from tests.browser.server import Server
from tests.browser.watch import PATIENCE, Watch


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | launch_options()


@pytest.fixture
def fresh_server() -> Iterator[Server]:
    """A server that nobody has visited, of this test's own."""
    yield from _served()


@pytest.fixture(scope="session")
def shared_server() -> Iterator[Server]:
    """One warm server for the tests that need nothing of their own."""
    yield from _served()


def _served() -> Iterator[Server]:
    with Server() as server:
        yield server
        assert "Traceback" not in server.log, server.log


@pytest.fixture
def watch(page: Page) -> Iterator[Watch]:
    """Watches `page` from before its first visit; at the end nothing may have gone wrong."""
    page.set_default_timeout(PATIENCE)
    watch = Watch(page)
    yield watch
    assert watch.complaints == []
    expect(page.get_by_test_id("stException")).to_have_count(0)
