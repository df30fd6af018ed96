"""The tower under the reader's hand, page `ladder_side_tuning`: mouse, keys, a finger, houses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.finger import dragged, phone
from tests.browser.server import Server
from tests.browser.watch import Watch, calm, ready

SLUG = "ladder_side_tuning"
PLACES = 16


def opened(server: Server, page: Page, asked: str = "") -> Locator:
    """The hero with nothing under way, in agreement with the engine."""
    page.goto(f"{server.url}/{SLUG}?lang=en{asked}")
    root = ready(page, SLUG)
    agreed(root)
    return root


def agreed(root: Locator) -> float:
    """The largest difference between browser and engine, once nothing moves."""
    expect(root).to_have_attribute("data-difference", re.compile(r"^\d"))
    return float(root.get_attribute("data-difference"))


def middle(root: Locator, name: str) -> tuple[float, float]:
    root.scroll_into_view_if_needed()
    box = root.locator(f"[data-handle={name}] .glyph").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def megabytes(root: Locator) -> float:
    """What the counter under the tower says."""
    return float(root.locator("[data-label=now]").inner_text().replace("MB", ""))


def lit(root: Locator, term: str) -> int:
    """How many bricks, whole or in part, are lit."""
    return (root.locator(f"path.lit-bricks[data-term={term}]").get_attribute("d") or "").count("M")


def lowest(root: Locator) -> float:
    """How far the gradient has come down, in pixels of the picture; 0 without water."""
    drawn = root.locator("path.river").first.get_attribute("d") or ""
    return max([float(y) for _, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn)], default=0)


def long(line: Locator) -> float:
    """How long a level line is, in pixels."""
    start, end = re.match(r"M([\d.]+) [\d.]+H([\d.]+)$", line.get_attribute("d")).groups()
    return float(end) - float(start)


def chip(root: Locator, method: str) -> Locator:
    return root.locator(f".choice [data-value={method}]")


def test_going_up_lights_bricks_and_counts_and_coming_down_pours_and_tells_once(
    shared_server: Server, page: Page, watch: Watch
):
    root = opened(shared_server, page, f"&{SLUG}_at=0")
    calm(page)
    x, y = middle(root, "at")
    track = long(root.locator("path.track"))
    page.mouse.move(x, y)
    page.mouse.down()
    sent, bytes_, bricks, depth = len(watch.sent), [], [], []
    for k in range(1, PLACES + 1):
        page.mouse.move(x + k * track / PLACES, y)
        page.evaluate("new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))")
        bytes_.append(megabytes(root))
        bricks.append(lit(root, "side"))
        depth.append(lowest(root))
    up, down = slice(0, PLACES // 2), slice(PLACES // 2, PLACES)
    assert bytes_[up] == sorted(set(bytes_[up])) and bricks[up] == sorted(set(bricks[up]))
    assert len(set(bytes_[down])) == 1
    assert not any(depth[up]) and depth[down] == sorted(set(depth[down]))
    assert len(watch.sent) == sent
    page.mouse.up()
    page.wait_for_url(re.compile(f"{SLUG}_at=2"))
    assert agreed(root) == 0


@pytest.mark.parametrize("kernel", ["naive_4", "fused_8"])
@pytest.mark.parametrize("method", ["full", "prompt", "adapter", "bitfit", "lst"])
def test_browser_and_engine_count_the_same_bytes(
    shared_server: Server, page: Page, watch: Watch, method: str, kernel: str
):
    root = opened(shared_server, page, f"&{SLUG}_method={method}&{SLUG}_kernel={kernel}")
    assert agreed(root) == 0


def test_a_chip_moves_the_water_from_the_ladder_into_the_tower_at_once(
    shared_server: Server, page: Page, watch: Watch
):
    root = opened(shared_server, page, f"&{SLUG}_at=1.6")
    calm(page)
    assert lit(root, "side") > 0
    chip(root, "bitfit").click()
    expect(chip(root, "bitfit")).to_have_attribute("aria-checked", "true")
    page.wait_for_url(re.compile(f"{SLUG}_method=bitfit"))
    assert lit(root, "side") == 0 and lit(root, "input") > 8
    expect(root.locator("path.shaft")).not_to_have_class(re.compile("shut"))
    chip(root, "bitfit").press("ArrowLeft")
    page.wait_for_url(re.compile(f"{SLUG}_method=lora"))
    assert lit(root, "input") == 0, "the bricks of the question are lit"


def test_a_house_below_is_chosen_on_the_board(shared_server: Server, page: Page, watch: Watch):
    root = opened(shared_server, page)
    calm(page)
    row = page.locator(f'[data-instrument="{SLUG}_houses"]')
    row.locator(".cell.adapter").click()
    expect(chip(root, "adapter")).to_have_attribute("aria-checked", "true")
    expect(row.locator(".cell.adapter")).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(re.compile(f"{SLUG}_method=adapter"))


def test_keys_walk_floor_by_floor_and_space_walks_it_all(
    shared_server: Server, page: Page, watch: Watch
):
    root = opened(shared_server, page, f"&{SLUG}_at=0")
    calm(page)
    handle = root.locator("[data-handle=at]")
    handle.focus()
    for key in ("ArrowRight", "ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    page.wait_for_url(re.compile(f"{SLUG}_at=0.125"))
    expect(root.locator("[data-label=phase]")).to_have_text(re.compile("layer [12]"))
    page.keyboard.press("End")
    page.wait_for_url(re.compile(f"{SLUG}_at=2"))
    page.keyboard.press("Home")
    page.wait_for_url(re.compile(rf"{SLUG}_at=0(&|$)"))
    page.keyboard.press(" ")
    page.wait_for_url(re.compile(f"{SLUG}_at=2"))


def test_the_flag_is_put_on_loras_bar_and_what_answers_it_waits_for_it(
    shared_server: Server, page: Page, watch: Watch
):
    root = opened(shared_server, page)
    calm(page)
    expect(chip(root, "lora").locator(".spared")).to_have_text("?")
    root.locator("[data-button=plant]").click()
    meter = chip(root, "lora").locator(".meter").bounding_box()
    x, y = middle(root, "flag")
    assert meter["x"] - 9 < x < meter["x"] + meter["width"] + 9
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 0.3 * meter["width"], y, steps=5)
    expect(chip(root, "lora").locator(".spared")).to_have_text("?")
    page.mouse.up()
    page.wait_for_url(re.compile(rf"{SLUG}_flag=(19|20|21)"))
    expect(chip(root, "lora").locator(".spared")).to_have_text(re.compile(r"−\d"))
    expect(page.locator(".st-key-card_question")).to_contain_text("off by")


def test_a_finger_carries_the_signal_up_and_down(shared_server: Server, browser: Browser):
    with phone(browser) as (page, watch):
        root = opened(shared_server, page, f"&{SLUG}_at=0")
        calm_phone(page)
        dragged(page, watch, middle(root, "at"), 17, lambda: seen(page, root))
        page.wait_for_url(re.compile(rf"{SLUG}_at=1\.\d"))


def calm_phone(page: Page) -> None:
    """No script runs and nothing is being computed."""
    expect(page.locator("[class*=st-key-poll_]")).to_have_count(0)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def seen(page: Page, root: Locator) -> str:
    page.evaluate("new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))")
    bricks = root.locator("path.lit-bricks").nth(1).get_attribute("d") or ""
    return bricks + (root.locator("path.river").first.get_attribute("d") or "")


def test_without_motion_the_walk_goes_one_floor_at_a_time(shared_server: Server, browser: Browser):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    root = opened(shared_server, page, f"&{SLUG}_at=0")
    root.locator("[data-button=play]").click()
    page.wait_for_url(re.compile(f"{SLUG}_at=0.1"))
    context.close()


def test_a_clicker_carries_it_floor_by_floor_in_a_lecture(
    shared_server: Server, page: Page, watch: Watch
):
    root = opened(shared_server, page, f"&mode=lecture&{SLUG}_at=0")
    calm(page)
    for key, at in (("PageDown", "0.125"), ("PageDown", "0.25"), ("PageUp", "0.125")):
        page.keyboard.press(key)
        page.wait_for_url(re.compile(rf"{SLUG}_at={at}(&|$)"))
    page.keyboard.press("p")
    expect(root.locator("[data-handle=flag]")).to_be_visible()
