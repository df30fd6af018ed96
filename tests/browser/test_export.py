"""Each thing a reader can take away, downloaded in a browser and opened."""

from __future__ import annotations

import ast
import io
import json
import re
from pathlib import Path

import av
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.browser.watch import Watch, calm, ready
from view.export.svg import HEIGHT, WIDTH


# How each button of a menu looks, those of the picture included: ground, ink, edge, height.
def downloaded(page: Page, name: str) -> tuple[str, bytes]:
    """The file behind the button called `name`: its name and its bytes."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_everything_of_the_hero_is_downloaded_whole(
    shared_server: Server, page: Page, watch: Watch
):
    page.goto(f"{shared_server.url}/ddpm?lang=en&ddpm_t=400&ddpm_seed=7")
    ready(page, "ddpm")
    calm(page)
    page.locator(".st-key-take_ddpm_hero").get_by_role("button").click()
    name, data = downloaded(page, "Picture, SVG")
    assert name == "ddpm_hero.svg" and b"ddpm_t=400" in data and data.count(b"<image") == 24
    name, data = downloaded(page, "Picture, PNG")
    picture = Image.open(io.BytesIO(data))
    assert name == "ddpm_hero.png" and "ddpm_seed=7" in picture.text["Source"]
    assert picture.width > 1000 and len(picture.convert("RGB").getcolors(1 << 24)) > 100
    name, data = downloaded(page, "Numbers, CSV")
    assert name == "ddpm_hero.csv" and data.decode("utf-8-sig").count("\n") > 1000
    name, data = downloaded(page, "Script, Python")
    assert ast.parse(data) and b"DdpmConfig(schedule='su', T=1000, seed=7" in data
    name, data = downloaded(page, "Notebook, Jupyter")
    assert len(json.loads(data)["cells"]) == 5
    for kind in ("WebP", "MP4"):
        page.get_by_role("button", name=f"Film, {kind}", exact=True).click()
        expect(page.get_by_test_id("stDownloadButton").filter(has_text=kind)).to_be_visible()
    name, data = downloaded(page, "Film, WebP")
    film = Image.open(io.BytesIO(data))
    assert name == "ddpm_hero.webp" and (film.format, film.n_frames) == ("WEBP", 48)
    assert b"ddpm_seed=7" in film.info["xmp"]
    name, data = downloaded(page, "Film, MP4")
    with av.open(io.BytesIO(data)) as film:
        assert sum(1 for _ in film.decode(video=0)) == 48
        assert "ddpm_seed=7" in film.metadata["comment"]


def test_a_chart_is_taken_away_as_it_is_drawn(shared_server: Server, page: Page, watch: Watch):
    page.goto(f"{shared_server.url}/ddpm?lang=zh&ddpm_x=losses")
    ready(page, "ddpm")
    calm(page)
    page.locator(".st-key-take_ddpm_x_losses").get_by_role("button").click()
    _, data = downloaded(page, "图片 SVG")
    text = data.decode()
    assert "实测" in text and "ddpm_x=losses" in text
    _, data = downloaded(page, "数据 CSV")
    assert len(re.findall(r"实测,", data.decode("utf-8-sig"))) == 10
    name, data = downloaded(page, "图片 PNG")
    picture = Image.open(io.BytesIO(data))
    assert name == "ddpm_x_losses.png" and picture.size == (2 * WIDTH, 2 * HEIGHT)
    assert "ddpm_x=losses" in picture.text["Source"] and len(picture.getcolors(1 << 24)) > 20


def test_a_menu_is_opened_searched_and_closed_by_keys_alone(
    shared_server: Server, page: Page, watch: Watch
):
    page.goto(f"{shared_server.url}/ddpm?lang=en&ddpm_x=losses")
    ready(page, "ddpm")
    calm(page)
    menu = page.locator(".st-key-take_ddpm_x_losses").get_by_role("button")
    menu.focus()
    page.keyboard.press("Enter")
    table = page.get_by_test_id("stPopoverBody").get_by_role("button", name="Numbers, CSV")
    expect(table).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        if table.evaluate("button => button === document.activeElement"):
            break
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "ddpm_x_losses.csv"
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(menu).to_be_focused()
