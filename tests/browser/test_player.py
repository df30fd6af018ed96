"""The player under the reader's hand, and the jobs behind it, on page `ddpm`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Server
from tests.browser.watch import Watch, calm, polls, ready, worker

FILM = 100_000  # bytes; no other message is as large
LIMIT = 2_000_000  # bytes of a film
ENVELOPE = 4_096  # bytes that the message around it may add
POSITIONS = 60


@pytest.fixture
def hero(shared_server: Server, page: Page, watch: Watch) -> Locator:
    """The page `ddpm` at t = 0 with nothing under way; the worker stands by."""
    page.goto(f"{shared_server.url}/ddpm?lang=en&ddpm_t=0")
    root = ready(page, "ddpm")
    calm(page)
    return root


def ask(page: Page, seed: int) -> None:
    """Type another seed."""
    field = page.locator(".st-key-ddpm_seed input")
    field.fill(str(seed))
    field.press("Enter")


def film(root: Locator) -> str:
    return root.get_attribute("data-film")


def another_film(root: Locator, old: str) -> str:
    """Wait for a film other than `old` on the screen."""
    expect(root).not_to_have_attribute("data-film", old)
    expect(root).to_have_attribute("data-state", "ready")
    return film(root)


def films(watch: Watch, since: int = 0) -> list[int]:
    """Sizes of the films received after message number `since`."""
    return [size for size in watch.received[since:] if size > FILM]


@contextmanager
def held_still(server: Server) -> Iterator[psutil.Process]:
    """The worker stopped in its tracks, so that a job stays under way as long as it takes."""
    process = worker(server)
    process.suspend()
    try:
        yield process
    finally:
        with suppress(psutil.NoSuchProcess):
            process.resume()


def drawn(page: Page, root: Locator) -> str:
    """A hash of what the canvas shows, once the next frame is drawn."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return hashlib.sha256(root.locator("canvas.stage").screenshot()).hexdigest()


def test_sixty_positions_under_the_finger_are_sixty_pictures_and_no_message_before_release(
    hero: Locator, page: Page, watch: Watch
):
    box = hero.locator("input.slider").bounding_box()
    middle = box["y"] + box["height"] / 2
    places = [box["x"] + box["width"] * (0.03 + 0.94 * i / POSITIONS) for i in range(POSITIONS)]
    page.mouse.move(places[0], middle)
    sent = len(watch.sent)
    page.mouse.down()
    pictures, times = set(), set()
    for place in places:
        page.mouse.move(place, middle)
        pictures.add(drawn(page, hero))
        times.add(hero.get_attribute("data-t"))
    assert len(watch.sent) == sent
    assert len(times) == POSITIONS
    assert len(pictures) == POSITIONS
    page.mouse.up()
    page.wait_for_url(re.compile(f"ddpm_t={hero.get_attribute('data-t')}(&|$)"))
    assert len(watch.sent) > sent


def test_the_film_is_within_its_limit_and_not_sent_again_when_something_else_changes(
    hero: Locator, page: Page, watch: Watch
):
    assert films(watch)
    assert max(watch.received) <= LIMIT + ENVELOPE
    since = len(watch.received)
    page.get_by_test_id("stSidebar").get_by_text("中文", exact=True).click()
    expect(hero).to_have_attribute("lang", re.compile("zh"))
    calm(page)
    assert films(watch, since) == []
    assert sum(watch.received[since:]) < FILM


def test_a_new_seed_keeps_the_old_film_and_the_canvas_until_the_new_one_swaps_in(
    hero: Locator, page: Page, watch: Watch, shared_server: Server
):
    old = film(hero)
    hero.locator("canvas.stage").evaluate("canvas => { canvas.mark = 'the same'; }")
    since = len(watch.received)
    with held_still(shared_server):
        ask(page, 101)
        expect(polls(page).get_by_role("progressbar")).to_be_visible()
        assert (film(hero), hero.get_attribute("data-state")) == (old, "ready")
    another_film(hero, old)
    calm(page)
    assert len(films(watch, since)) == 1
    assert hero.locator("canvas.stage").evaluate("canvas => canvas.mark") == "the same"
    expect(hero).to_have_attribute("data-mounts", "1")


def test_cancel_ends_the_job_and_leaves_the_old_film(
    hero: Locator, page: Page, watch: Watch, shared_server: Server
):
    old, since = film(hero), len(watch.received)
    with held_still(shared_server):
        ask(page, 102)
        polls(page).get_by_role("button").click()
        calm(page)
        expect(page.get_by_text("Cancelled")).to_be_visible()
    assert film(hero) == old
    ask(page, 103)
    another_film(hero, old)
    calm(page)
    assert len(films(watch, since)) == 1


def test_a_worker_killed_in_the_middle_is_back_and_the_film_arrives(
    hero: Locator, page: Page, watch: Watch, shared_server: Server
):
    old = film(hero)
    with held_still(shared_server) as first:
        ask(page, 104)
        expect(polls(page).get_by_role("progressbar")).to_be_visible()
        first.kill()
    another_film(hero, old)
    assert worker(shared_server).pid != first.pid


def test_twenty_seeds_stormed_leave_one_job_and_the_last_ones_film(
    hero: Locator, page: Page, watch: Watch, shared_server: Server
):
    old, since = film(hero), len(watch.received)
    with held_still(shared_server):
        for seed in range(200, 220):
            ask(page, seed)
        expect(polls(page)).to_have_count(1)
    last = another_film(hero, old)
    calm(page)
    assert len(films(watch, since)) == 1
    page.goto(f"{shared_server.url}/ddpm?ddpm_seed=219")
    expect(ready(page, "ddpm")).to_have_attribute("data-film", last)
