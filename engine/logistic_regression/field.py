r"""Decision fields as images: probabilities become colours on the device that has them.

A pixel has the colour of its most probable class, the more opaque the surer:
$\alpha=A\,\frac{p_{\max}-1/K}{1-1/K}$. Where all classes are equally probable nothing is painted,
and the ground shows through, light or dark.
"""

from __future__ import annotations

import torch
from torch import Tensor

OPAQUE = 0.62
"""A, the most: points stay visible."""


def coloured(probabilities: Tensor, colours: Tensor) -> Tensor:
    """uint8 (…, 4) RGBA of `probabilities` (…, K); `colours` (K, 3) uint8."""
    classes = probabilities.shape[-1]
    most, which = probabilities.max(-1)
    sure = (most * classes - 1) / (classes - 1)
    alpha = (255 * OPAQUE * sure).round().clamp(0, 255).to(torch.uint8)
    return torch.cat([colours.to(probabilities.device)[which], alpha[..., None]], dim=-1)


def palette(hexes: tuple[str, ...], classes: int, device: torch.device) -> Tensor:
    """Colours (classes, 3) uint8 from `#RRGGBB`, again from the first after the last."""
    rows = [list(bytes.fromhex(hexes[k % len(hexes)][1:])) for k in range(classes)]
    return torch.tensor(rows, dtype=torch.uint8, device=device)


def lattice(box: tuple[float, float, float, float], side: int, like: Tensor) -> Tensor:
    """The middles of side² pixels over `box` (left, right, bottom, top), (side, side, 2)."""
    left, right, bottom, top = box
    at = (torch.arange(side, dtype=like.dtype, device=like.device) + 0.5) / side
    x, y = left + at * (right - left), top - at * (top - bottom)
    return torch.stack([x.expand(side, side), y[:, None].expand(side, side)], dim=-1)
