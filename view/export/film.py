r"""What a reader takes away from a film of houses: the moment as a picture, its numbers, the file.

The picture is made of the film's own tiles, one image each; on the way out $x_t$ is computed
as in the browser.
"""

from __future__ import annotations

import io
from base64 import b64encode
from typing import Any

import numpy as np
from PIL import Image

from view.export.caption import Caption
from view.export.sheet import INK, QUIET, framed, text
from view.language import t

SIDE, GAP, LEFT, TOP = 104, 4, 24, 78


def still(film: Any, at: float | None, leg: str, caption: Caption) -> str:
    """The SVG of both sheets of a `HouseFilm` at time `at` of `leg`.

    Where nobody has moved it yet, `at` is None and the player stands a third of the way out.
    """
    tables = np.atleast_2d(film.log_alpha_bar)
    moment, left, right = tiles(film, round((tables.shape[1] - 1) / 3 if at is None else at), leg)
    columns = len(tables) if len(tables) > 1 else min(4, len(left))
    wide, rows = columns * (SIDE + GAP), -(-len(left) // columns)
    names = ("rebuilt", "guess") if leg == "rebuild" else ("demolished", "original")
    body = [text(LEFT, 62, f"t = {moment}", 14, INK)]
    for side, (sheet, name) in enumerate(zip((left, right), names, strict=True)):
        x = LEFT + side * (wide + 20)
        body.append(text(x + 70 * (side == 0), 62, t(f"player.sheet.{name}"), 13, QUIET))
        for i, tile in enumerate(sheet):
            where = x + i % columns * (SIDE + GAP), TOP + i // columns * (SIDE + GAP)
            body.append(_image(tile, *where))
    return framed(body, caption, 2 * (wide + 20) + 28, TOP + rows * (SIDE + GAP) + 60)


def tiles(film: Any, at: int, leg: str) -> tuple[int, np.ndarray, np.ndarray]:
    """The time that is shown, and the tiles of both sheets, uint8 (n, h, w, 3)."""
    if leg == "rebuild":
        k = int(np.abs(film.back_t - at).argmin())
        return int(film.back_t[k]), film.back_x[k], film.back_x0[k]
    tables = np.atleast_2d(film.log_alpha_bar)
    at = min(at, tables.shape[1] - 1)
    logs = tables[np.arange(len(film.x0)) % len(tables), at][:, None, None, None]
    x = np.exp(logs) * (film.x0 / 127.5 - 1) + np.sqrt(-np.expm1(2 * logs)) * film.epsilon
    return at, np.rint((x.clip(-1, 1) + 1) * 127.5).astype(np.uint8), film.x0


def numbers(film: Any, caption: Caption) -> str:
    """The schedule of the film as CSV, a row for each t: for several columns one after another."""
    lines = [f"# {' '.join(line.split())}" for line in (caption.title, *caption.lines)]
    lines.append("column,t,alpha_bar,beta_bar,snr_db")
    for column, logs in enumerate(np.atleast_2d(film.log_alpha_bar), start=1):
        noise = np.sqrt(-np.expm1(2 * logs))
        with np.errstate(divide="ignore"):
            decibel = 20 * (logs - np.log(noise)) / np.log(10)
        rows = zip(np.exp(logs).tolist(), noise.tolist(), decibel.tolist(), strict=True)
        lines += [f"{column},{k},{a!r},{b!r},{snr!r}" for k, (a, b, snr) in enumerate(rows)]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def _image(tile: np.ndarray, x: float, y: float) -> str:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(tile)).resize((SIDE, SIDE), Image.Resampling.NEAREST).save(
        out, "PNG"
    )
    data = b64encode(out.getvalue()).decode()
    size = f'x="{x}" y="{y}" width="{SIDE}" height="{SIDE}"'
    return f'<image {size} href="data:image/png;base64,{data}"/>'
