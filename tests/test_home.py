"""Home's cards: a sign for each, the living ones move, and none of it needs a font or torch."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from importlib import import_module
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from engine.diffusion.config_bells import Bell
from tests.test_pages import PAGES, visit
from tests.test_rooms import ROOT
from view import icon, preview, prose, style

PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2705\u274c]")
ICONS = sorted((ROOT / "assets" / "icons").glob("*.svg"))


def shapes(html: str) -> list[np.ndarray]:
    """The points of every path in the masks of `html`."""
    sheets = re.findall(r"data:image/svg\+xml,([^)']+)", html)
    paths = [ElementTree.fromstring(unquote(sheet))[0].get("d") for sheet in sheets]
    return [np.array(re.findall(r"-?[\d.]+", path), float).reshape(-1, 2) for path in paths]


def test_no_sign_on_screen_is_an_emoji_that_needs_a_font():
    written = [*ROOT.glob("pages/**/*.py"), *ROOT.glob("pages/**/*.md"), *ROOT.glob("view/**/*.py")]
    written += [*ROOT.glob("assets/locale/**/*.po")]
    assert len(written) > 50
    for path in written:
        assert not PICTURES.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_a_small_drawing_that_loads_nothing(path):
    text = path.read_text(encoding="utf-8")
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert len(text) < 2000
    assert not re.search(r"href|url\(|<script|<text|<image", text)


def test_every_card_has_a_sign_of_its_own():
    test = visit(lang="en")
    sheets = [one.proto.body for one in test.get("html") if "--icon" in one.proto.body]
    signs = re.findall(r"--icon:url\('([^']+)'\)", "".join(sheets))
    assert len(signs) == len(set(signs)) >= 8
    plain = icon.mask("nobody")
    assert icon.mask("ddpm") != plain
    assert not any(sign in plain for sign in signs)


@pytest.mark.parametrize("slug", PAGES)
def test_a_living_page_moves_on_its_card(slug: str):
    html = import_module(f"pages.{slug}.preview").draw()
    assert html in [one.proto.body for one in visit(lang="en").get("html")]
    assert html.startswith('<div class="preview ') and 'aria-hidden="true"' in html
    assert len(html) < 100_000
    kind = re.match(r'<div class="preview (\w+)"', html)[1]
    moving = style._text("style.css").split("prefers-reduced-motion: no-preference")[1]
    assert f".preview.{kind}" in moving.split("@keyframes")[0]


def test_the_houses_of_the_preview_are_the_films_own():
    tiles = np.arange(8 * 4 * 4 * 3, dtype=np.uint8).reshape(8, 4, 4, 3)
    html = preview.houses(tiles, tiles[::-1], np.zeros(tiles.shape))
    rows = [b64decode(code) for code in re.findall(r"base64,([^)]+)\)", html)]
    before, after, noise = (np.asarray(Image.open(io.BytesIO(row))) for row in rows)
    assert np.array_equal(before, np.concatenate(list(tiles[:6]), axis=1))
    assert np.array_equal(after, np.concatenate(list(tiles[::-1][:6]), axis=1))
    assert np.unique(noise).tolist() == [128]


def test_the_green_bell_of_the_preview_is_the_product_of_the_others():
    one, other = Bell(-1.0, 0.5), Bell(1.0, 1.0)
    html = preview.bells((one.mean, one.sd), (other.mean, other.sd), 5.0)
    first, second, green = shapes(html)
    grid = np.linspace(110, 150, 200)
    height = 48 - np.stack([np.interp(grid, *line.T) for line in (first, second, green)])
    x = grid / 300 * 10 - 5
    assert x[height[2].argmax()] == pytest.approx(-0.6, abs=0.03)
    shares = re.findall(r"--share:([\d.]+)", html)
    assert [float(share) for share in shares] == pytest.approx([0, 1, 0.2])


def test_a_page_may_bring_its_own_sign(tmp_path, monkeypatch):
    (tmp_path / "ninth").mkdir()
    (tmp_path / "ninth" / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    monkeypatch.setattr(icon, "PAGES", tmp_path)
    assert "svg" in icon.mask("ninth") and icon.mask("ninth") != icon.mask("tenth")
    assert prose.HOME not in {path.stem for path in ICONS}
