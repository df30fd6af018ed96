"""Fixtures: servers, a Chromium with WebGL, and a watch over what a page says and sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import launch_options
from tests.browser.server import Server, wrong
from tests.browser.watch import PATIENCE, Watch

FENCE = Path(__file__).parent / "fence"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | launch_options()


@pytest.fixture
def fresh_server() -> Iterator[Server]:
    """A server that nobody has visited, of this test's own."""
    yield from _served()


@pytest.fixture
def fenced_server() -> Iterator[Server]:
    """A fresh server on a machine without network, as good as; it may not even try."""
    for server in _served(PYTHONPATH=str(FENCE)):
        yield server
        assert "reached outside" not in server.log, server.log


@pytest.fixture(scope="session")
def shared_server() -> Iterator[Server]:
    """One warm server for the tests that need nothing of their own."""
    yield from _served()


def _served(**environment: str) -> Iterator[Server]:
    with Server(**environment) as server:
        yield server
        assert not wrong(server.log), server.log


@pytest.fixture
def watch(page: Page) -> Iterator[Watch]:
    """Watches `page` from before its first visit; at the end nothing may have gone wrong."""
    page.set_default_timeout(PATIENCE)
    watch = Watch(page)
    yield watch
    assert watch.complaints == []
    expect(page.get_by_test_id("stException")).to_have_count(0)
