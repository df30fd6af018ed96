r"""The frames of a film of houses: two sheets side by side, a line of words below.

The way out is made here as in the browser, $x_t=\bar\alpha_tx_0+\bar\beta_t\varepsilon$; the way
back are the film's own frames. Pictures are numpy arrays, uint8 (height, width, 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

COLUMNS, GAP, FOOT = 4, 1, 44
GROUND, INK = (251, 250, 247), (27, 27, 31)


class Sheets(NamedTuple):
    """What is seen at time `t` of a leg: tiles (n, h, w, 3), uint8, left and right."""

    t: int
    leg: str
    left: np.ndarray
    right: np.ndarray


def sheets(film: Any, forward: int) -> Iterator[Sheets]:
    """`forward` moments of the way out, then every frame of the way back, of a `HouseFilm`."""
    tables = np.atleast_2d(film.log_alpha_bar)
    T = tables.shape[1] - 1
    for t in np.linspace(0, T, forward).round().astype(int).tolist():
        yield Sheets(t, "demolish", ruin(film, t), film.x0)
    for t, x, guess in zip(film.back_t.tolist(), film.back_x, film.back_x0, strict=True):
        yield Sheets(t, "rebuild", x, guess)


def ruin(film: Any, t: int) -> np.ndarray:
    r"""$x_t$ on the screen's scale, uint8; house i follows schedule i mod columns."""
    tables = np.atleast_2d(film.log_alpha_bar)
    logs = tables[np.arange(len(film.x0)) % len(tables), t][:, None, None, None]
    x0 = film.x0 / 127.5 - 1
    x = np.exp(logs) * x0 + np.sqrt(-np.expm1(2 * logs)) * film.epsilon
    return np.rint((x.clip(-1, 1) + 1) * 127.5).astype(np.uint8)


def picture(seen: Sheets, link: str, scale: int, columns: int = COLUMNS) -> np.ndarray:
    """Both sheets, `scale` pixels to one, with time and link below; even width and height."""
    left, right = (_sheet(tiles, columns).repeat(scale, 0).repeat(scale, 1) for tiles in seen[2:])
    apart = np.full((len(left), 4 * scale, 3), GROUND, np.uint8)
    both = np.concatenate([left, apart, right], axis=1)
    width, height = (side + side % 2 for side in (both.shape[1], both.shape[0] + FOOT))
    canvas = Image.new("RGB", (width, height), GROUND)
    canvas.paste(Image.fromarray(both), (0, 0))
    arrow = "→" if seen.leg == "demolish" else "←"
    draw, font = ImageDraw.Draw(canvas), ImageFont.load_default(14)
    draw.text(
        (6, len(both) + 4), f"t = {seen.t} {arrow}".replace("→", ">").replace("←", "<"), INK, font
    )
    draw.text((6, len(both) + 23), link, INK, ImageFont.load_default(11))
    return np.asarray(canvas)


def _sheet(tiles: np.ndarray, columns: int) -> np.ndarray:
    """Tiles in reading order, `columns` to a row, with a gap between them."""
    count, height, width, _ = tiles.shape
    rows = -(-count // columns)
    sheet = np.full(
        (rows * (height + GAP) - GAP, columns * (width + GAP) - GAP, 3), GROUND, np.uint8
    )
    for i, tile in enumerate(tiles):
        top, left = (i // columns) * (height + GAP), (i % columns) * (width + GAP)
        sheet[top : top + height, left : left + width] = tile
    return sheet
