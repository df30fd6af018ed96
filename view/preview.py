r"""What moves on the cards of Home: heroes in miniature, drawn from shipped Results.

Pure HTML and CSS, without a script: they play once, and again under the pointer; with reduced
motion they stand still. They are ornaments, hidden from voices: the card's words say the same.
"""

from __future__ import annotations

import io
import math
from base64 import b64encode
from collections.abc import Sequence
from urllib.parse import quote

import numpy as np
from PIL import Image

WIDE, HIGH = 300, 50
HOUSES = 6
TURNS = 5


def houses(before: np.ndarray, after: np.ndarray, epsilon: np.ndarray) -> str:
    """Houses under noise that settles and lifts: `before` go down, `after` come up.

    `before` and `after` uint8 (n, height, width, 3), `epsilon` standard normal of that shape.
    """
    noise = (127.5 + 127.5 * np.clip(epsilon, -1, 1)).round().astype(np.uint8)
    layers = {"before": before, "after": after, "noise": noise}
    drawn = [
        f'<i class="{name}" style="background-image:url({_row(tiles)})"></i>'
        for name, tiles in layers.items()
    ]
    return _framed("houses", "".join(drawn))


def _row(tiles: np.ndarray) -> str:
    """The first tiles side by side, as the address of a picture."""
    file = io.BytesIO()
    Image.fromarray(np.concatenate(list(tiles[:HOUSES]), axis=1)).save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"


def bells(prior: tuple[float, float], likelihood: tuple[float, float], reach: float) -> str:
    r"""Two bells, given by mean and width, and their product; the second one swings.

    The product $\propto N(m_1,v_1)\,N(m_2,v_2)$ follows by the share $v_1/(v_1+v_2)$ of the swing.
    """
    (m1, s1), (m2, s2) = prior, likelihood
    share = s1**2 / (s1**2 + s2**2)
    mean, sd = m1 + share * (m2 - m1), s1 * s2 / math.hypot(s1, s2)
    high = 1 / sd
    shapes = [
        _bell("data", m1, s1, reach, high, 0),
        _bell("noise", m2, s2, reach, high, 1),
        _bell("model", mean, sd, reach, high, share),
    ]
    return _framed("bells", "".join(shapes))


def _bell(identity: str, mean: float, sd: float, reach: float, high: float, share: float) -> str:
    x = np.linspace(mean - 3.5 * sd, mean + 3.5 * sd, 41)
    y = np.exp(-0.5 * ((x - mean) / sd) ** 2) / sd / high
    path = _path((x + reach) / (2 * reach) * WIDE, HIGH - 2 - (HIGH - 6) * y)
    return _shape(path, identity, share=f"{share:.3f}")


def lines(
    points: Sequence[tuple[float, float, int]],
    before: np.ndarray,
    after: np.ndarray,
    still: np.ndarray,
    box: tuple[float, float, float, float],
) -> str:
    """Points of two classes, a line that stays (`still`) and one that swings to `after`.

    Each line is $w$, $b$ of both classes, (2, 3); `box` the picture's left, right, bottom, top.
    """
    left, right, bottom, top = box

    def spot(x: float, y: float) -> tuple[float, float]:
        return (x - left) / (right - left) * WIDE, (top - y) / (top - bottom) * HIGH

    shapes = []
    for identity, k in (("data", 0), ("noise", 1)):
        dots = [spot(x, y) for x, y, kind in points if kind == k]
        path = "".join(f"M{a - 2:.1f} {b:.1f}h4" for a, b in dots)
        shapes.append(_shape(path, identity, still="1"))
    for k, (identity, line) in enumerate((("ink", still), ("model", after))):
        a, b, c = line[1] - line[0]
        ends = [spot(x, -(a * x + c) / b) for x in (left, right)]
        path = _path(*(np.array(part) for part in zip(*ends, strict=True)))
        shapes.append(_shape(path, identity, k=str(k)))
    return _framed("boundary", "".join(shapes))


def crowds(counts: Sequence[np.ndarray]) -> str:
    """Six histograms, one after the other in the same place."""
    shapes = []
    for k, count in enumerate(counts):
        x = np.linspace(0, WIDE, len(count))
        path = _path(x, HIGH - 2 - (HIGH - 6) * np.sqrt(count / count.max()))
        shapes.append(_shape(path, "model", k=str(k)))
    return _framed("crowds", "".join(shapes))


def hull(w: np.ndarray, mute: np.ndarray) -> str:
    """Words `w` (n, 2) in a row of bands, one for each direction that h comes to point to.

    Those that are `mute` are small and grey; the band goes through the others.
    """
    corners = w[~mute]
    corners = corners[np.argsort(np.arctan2(*(corners - w.mean(axis=0)).T[::-1]))]
    shapes = []
    for k in range(TURNS):
        middle, size = WIDE * (k + 0.5) / TURNS, 0.46 * HIGH / np.abs(w).max()
        turn = 2 * math.pi * k / TURNS
        band = [(middle + size * x, HIGH / 2 - size * y) for x, y in [*corners, corners[0]]]
        end = [
            (middle, HIGH / 2),
            (middle + 22 * math.cos(turn), HIGH / 2 - 22 * math.sin(turn)),
        ]
        shapes.append(_shape(_path(*np.array(band).T), "warning", k=str(k)))
        shapes.append(_shape(_path(*np.array(end).T), "noise", k=str(k)))
    return _framed("hull", "".join(shapes))


def rivers(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> str:
    """Pairs of rivers side by side, each as wide at each floor as what is left there."""
    shapes, room = [], WIDE / (2 * len(pairs))
    for k, values in enumerate(np.asarray(pairs).reshape(2 * len(pairs), -1)):
        middle, half = room * (k + 0.5), 0.3 * room * np.minimum(values, 1.4)
        high = HIGH - 3 - (HIGH - 6) * np.linspace(0, 1, len(values))
        x, y = np.concatenate([middle - half, (middle + half)[::-1]]), np.r_[high, high[::-1]]
        shapes.append(_shape(_path(x, y) + "Z", ("noise", "model")[k % 2], k=str(k)))
    return _framed("rivers", "".join(shapes))


def bricks(lengths: Sequence[int] = (1, 2, 4, 6, 8)) -> str:
    """A wall for each length, as many bricks wide and high, and beside it the block of one."""
    shapes, size = [], (HIGH - 4) / (max(lengths) + 1)
    for k, n in enumerate(lengths):
        left, top = WIDE * (k + 0.5) / len(lengths) - size * (n + 1) / 2, HIGH - 2 - size * n
        wall = [(left + size * x, top + size * y) for y in range(n) for x in range(n)]
        brick = f"h{size - 1:.1f}v{size - 1:.1f}h-{size - 1:.1f}z"
        path = "".join(f"M{x:.1f} {y:.1f}{brick}" for x, y in wall)
        shapes.append(_shape(path, "noise", k=str(k)))
        block = f"M{left + size * n + 2:.1f} {HIGH - 2:.1f}h{size:.1f}v-{size:.1f}h-{size:.1f}z"
        shapes.append(_shape(block, "model", k=str(k)))
    return _framed("bricks", "".join(shapes))


def towers(left: Sequence[float], floors: int = 6, across: int = 10) -> str:
    """A tower for each share `left`: the bricks it keeps, over the grey of those it may drop."""
    shapes, room = [], WIDE / len(left)
    wide, high = 0.74 * room / across, (HIGH - 6) / floors
    for k, share in enumerate(left):
        spots = [(x, y) for y in range(floors) for x in range(across)]

        def drawn(some: Sequence[tuple[int, int]], start: float = room * (k + 0.13)) -> str:
            brick = f"h{wide - 1:.1f}v{high - 2:.1f}h-{wide - 1:.1f}z"
            return "".join(f"M{start + wide * x:.1f} {3 + high * y:.1f}{brick}" for x, y in some)

        kept = [spot for spot in spots if spot[0] < share * across]
        shapes.append(_shape(drawn([spot for spot in spots if spot not in kept]), "grey"))
        shapes.append(_shape(drawn(kept), "data", k=str(k)))
    return _framed("towers", "".join(shapes))


def _path(x: np.ndarray, y: np.ndarray) -> str:
    """Through the points, one decimal each."""
    points = [f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True)]
    return "M" + "L".join(points)


def _shape(path: str, identity: str, **places: str) -> str:
    """One shape, a mask for the colour of its identity, which is light's or dark's."""
    dash = ' stroke-dasharray="6 4"' if identity == "noise" else ""
    drawn = (
        f'<path fill="#000" fill-opacity="0.22" stroke="#000" stroke-width="2"{dash} d="{path}"/>'
    )
    box = f'viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none"'
    sheet = quote(f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{drawn}</svg>', safe="")
    own = "".join(f"--{name}:{value};" for name, value in places.items())
    style = f"{own}--shape:url(data:image/svg+xml,{sheet})"
    return f'<i data-identity="{identity}" style="{style}"></i>'


def _framed(kind: str, inside: str) -> str:
    return f'<div class="preview {kind}" aria-hidden="true">{inside}</div>'
