"""Pictures side by side as one picture that stands alone: a name over each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from view.export.caption import Caption
from view.export.sheet import INK, framed, text
from view.pictures import address

LEFT, TOP, GAP = 24, 78, 20


def tiled(images: Sequence[np.ndarray], names: Sequence[str], caption: Caption, wide: int) -> str:
    """The SVG of `images` (uint8; rows, columns, RGB or RGBA), each `wide` units wide."""
    body, lowest = [], 0
    for k, (image, name) in enumerate(zip(images, names, strict=True)):
        x, high = LEFT + k * (wide + GAP), round(wide * image.shape[0] / image.shape[1])
        size = f'x="{x}" y="{TOP}" width="{wide}" height="{high}"'
        body.append(text(x, TOP - 14, name, 13, INK))
        body.append(f'<image {size} href="{address(image)}"/>')
        lowest = max(lowest, high)
    across = 2 * LEFT + len(images) * (wide + GAP) - GAP
    return framed(body, caption, max(across, 640), TOP + lowest + 60)
