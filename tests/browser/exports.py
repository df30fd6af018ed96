"""What can be taken away from a page: each file downloaded, opened, and asked where it is from."""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import av
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from view.language import CATALOGUES

MENU = "[class*=st-key-take_]"
FILMS = ("webp", "mp4")


def svg(data: bytes) -> str:
    assert ElementTree.fromstring(data).tag.endswith("svg")
    return data.decode()


def png(data: bytes) -> str:
    picture = Image.open(io.BytesIO(data))
    assert len(picture.convert("RGB").getcolors(1 << 24)) > 2, "one flat colour"
    return picture.text["Source"]


def table(data: bytes) -> str:
    text = data.decode("utf-8-sig")
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    assert len(rows) > 1 and len({len(row) for row in rows}) == 1, rows[:3]
    return text


def script(data: bytes) -> str:
    assert ast.parse(data)
    return data.decode()


def notebook(data: bytes) -> str:
    cells = json.loads(data)["cells"]
    assert any(cell["cell_type"] == "code" for cell in cells)
    return "".join("".join(cell["source"]) for cell in cells)


def webp(data: bytes) -> str:
    film = Image.open(io.BytesIO(data))
    assert film.n_frames > 1
    for k in range(film.n_frames):
        film.seek(k)
        film.load()
    return film.info["xmp"].decode() if "xmp" in film.info else data.decode("latin-1")


def mp4(data: bytes) -> str:
    with av.open(io.BytesIO(data)) as film:
        assert sum(1 for _ in film.decode(video=0)) > 1
        return film.metadata["comment"]


OPENERS: dict[str, Callable[[bytes], str]] = {
    "svg": svg,
    "png": png,
    "csv": table,
    "py": script,
    "ipynb": notebook,
    "webp": webp,
    "mp4": mp4,
}
"""By kind: opens the file, and gives back what it says of itself, the link among it."""


def taken(page: Page, menu: Locator, language: str) -> list[str]:
    """Complaints about the files behind one menu, which is open afterwards."""
    menu.get_by_role("button").click()
    popover = page.get_by_test_id("stPopoverBody")
    expect(popover.locator("button, p").first).to_be_visible()
    link = urlsplit(page.url).path.strip("/")
    said, found = [], 0
    for kind, opens in OPENERS.items():
        button = popover.get_by_role("button", name=CATALOGUES[language][f"export.{kind}"])
        if not button.count():
            continue
        found += 1
        try:
            assert link in opens(downloaded(page, button, kind)), f"does not name {link}"
        except Exception as wrong:
            said.append(f"{kind}: {type(wrong).__name__} {str(wrong)[:160]}")
    excuse = popover.inner_text().strip()  # a computation that does not fit into one file
    return said or ([] if found or excuse else [f"nothing behind {menu.get_attribute('class')}"])


def downloaded(page: Page, button: Locator, kind: str) -> bytes:
    """The file behind `button`; a film is recorded first."""
    if (
        kind in FILMS
        and not button.locator("xpath=ancestor::*[@data-testid='stDownloadButton']").count()
    ):
        button.click()
        place = page.get_by_test_id("stDownloadButton").filter(has_text=button.inner_text())
        button = place.get_by_role("button")
        expect(button).to_be_visible()
    with page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename.endswith(f".{kind}")
    return Path(waiting.value.path()).read_bytes()
