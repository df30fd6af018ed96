r"""Pixel-art houses: an infinite, seeded data set, painted on the device.

A house is a row of uniform draws; each layer (sky, ground, wall, roof, windows, door)
is a mask over the 32×32 grid, painted back to front with `torch.where`. Row $i$ of a
seed is the same whatever the number of houses asked for.
"""

from __future__ import annotations

import torch
from torch import Tensor

SIZE = 32
CHANNELS = 3
STARS = 9
DRAWS = 80

SKIES = ((0.53, 0.80, 0.91), (0.74, 0.78, 0.83), (0.96, 0.68, 0.50), (0.14, 0.15, 0.29))
NIGHT = 3
GROUNDS = ((0.36, 0.56, 0.26), (0.45, 0.45, 0.46))
WALLS = (
    (0.72, 0.31, 0.24),
    (0.79, 0.66, 0.45),
    (0.57, 0.36, 0.43),
    (0.90, 0.85, 0.75),
    (0.40, 0.52, 0.60),
)
ROOFS = ((0.45, 0.16, 0.17), (0.29, 0.29, 0.34), (0.25, 0.40, 0.31))
DOOR = (0.37, 0.21, 0.14)
GLASS = (0.42, 0.66, 0.86)
DARK = (0.15, 0.16, 0.24)
LAMP = (0.99, 0.86, 0.40)
STAR = (0.96, 0.96, 0.90)
MAST = (0.22, 0.22, 0.26)


def houses(count: int, seed: int, device: torch.device | str = "cpu") -> Tensor:
    """`count` houses of `seed`, shape (count, 3, 32, 32), float32 in [−1, 1].

    The first n houses of a seed do not depend on `count`.
    """
    generator = torch.Generator().manual_seed(seed)
    draws = torch.rand(count, DRAWS, generator=generator)
    return paint(draws.to(device))


def paint(draws: Tensor) -> Tensor:
    """The houses that uniform `draws` (n, 80) describe: (n, 3, 32, 32) in [−1, 1]."""
    plan = _plan(draws)
    y, x = torch.meshgrid(
        torch.arange(SIZE, device=draws.device),
        torch.arange(SIZE, device=draws.device),
        indexing="ij",
    )
    image = _sky(plan, draws, x, y)
    image = _ground(image, plan, y)
    image = _roof(image, plan, x, y)
    image = _wall(image, plan, x, y)
    image = _windows(image, plan, draws, x, y)
    image = _door(image, plan, x, y)
    return image * 2 - 1


def is_night(images: Tensor) -> Tensor:
    """Whether the sky of each image (n, 3, 32, 32) is nearest to the night's: (n,) bool."""
    corner = ((images[:, :, :3, :] + 1) / 2).flatten(2).median(dim=2).values
    skies = torch.tensor(SKIES, dtype=images.dtype, device=images.device)
    return torch.cdist(corner, skies).argmin(dim=1) == NIGHT


def _plan(draws: Tensor) -> dict[str, Tensor]:
    """Whole-number measures and choices of each house, shape (n, 1, 1)."""

    def pick(column: int, count: int) -> Tensor:
        return (draws[:, column] * count).floor().long().clamp_(max=count - 1)[:, None, None]

    columns, rows = 2 + pick(0, 3), 1 + pick(1, 4)
    ground = SIZE - (3 + pick(2, 4))
    width, height = 4 * columns + 2, 4 * rows + 5
    left = (SIZE - width) // 2 + pick(3, 7) - 3
    # one house in four stands at night
    sky = torch.where(draws[:, 4] < 0.25, NIGHT, (draws[:, 5] * 3).floor().long().clamp_(max=2))
    return {
        "columns": columns,
        "rows": rows,
        "ground": ground,
        "left": left,
        "right": left + width,
        "top": ground - height,
        "sky": sky[:, None, None],
        "lawn": pick(6, 2),
        "wall": pick(7, len(WALLS)),
        "roof": pick(8, len(ROOFS)),
        "pitched": pick(9, 3) > 0,
        "mast": pick(10, 2) == 1,
        "door": pick(11, 2),
        "tone": (draws[:, 12] * 0.16 - 0.08)[:, None, None],
    }


def _colour(palette, index: Tensor) -> Tensor:
    """Colours (n, 3, 1, 1) of `palette` at `index` (n, 1, 1)."""
    table = torch.tensor(palette, dtype=torch.float32, device=index.device)
    return table[index[:, 0, 0]][:, :, None, None]


def _fill(image: Tensor, mask: Tensor, colour) -> Tensor:
    """`image` with `colour` (a triple or (n, 3, 1, 1)) where `mask` (n, 32, 32) holds."""
    if isinstance(colour, tuple):
        colour = torch.tensor(colour, device=image.device)[None, :, None, None]
    return torch.where(mask[:, None], colour, image)


def _sky(plan: dict[str, Tensor], draws: Tensor, x: Tensor, y: Tensor) -> Tensor:
    image = _colour(SKIES, plan["sky"]).expand(-1, -1, SIZE, SIZE)
    column = (draws[:, 20 : 20 + STARS] * SIZE).floor()[:, :, None, None]
    row = (draws[:, 30 : 30 + STARS] * 20).floor()[:, :, None, None]
    stars = ((x == column) & (y == row)).any(dim=1)
    return _fill(image, stars & (plan["sky"] == NIGHT), STAR)


def _ground(image: Tensor, plan: dict[str, Tensor], y: Tensor) -> Tensor:
    dim = torch.where(plan["sky"] == NIGHT, 0.55, 1.0)[:, None]
    return _fill(image, y >= plan["ground"], _colour(GROUNDS, plan["lawn"]) * dim)


def _roof(image: Tensor, plan: dict[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
    """A pitched roof in steps of one pixel a row, or a flat one, maybe with a mast."""
    rise = plan["top"] - y
    eaves = (x >= plan["left"] - 1) & (x <= plan["right"])
    inset = 2 * rise - 3
    slope = (x >= plan["left"] + inset) & (x < plan["right"] - inset) & (rise <= 5)
    pitched = plan["pitched"] & eaves & slope & (rise >= 1)
    flat = ~plan["pitched"] & eaves & (rise == 1)
    mast = ~plan["pitched"] & plan["mast"] & (x == plan["right"] - 4) & (rise >= 2) & (rise <= 5)
    image = _fill(image, mast, MAST)
    return _fill(image, pitched | flat, _colour(ROOFS, plan["roof"]))


def _wall(image: Tensor, plan: dict[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
    inside = (x >= plan["left"]) & (x < plan["right"]) & (y >= plan["top"]) & (y < plan["ground"])
    dim = torch.where(plan["sky"] == NIGHT, 0.72, 1.0)
    colour = (_colour(WALLS, plan["wall"]) + plan["tone"][:, None]).clamp(0, 1) * dim[:, None]
    shade = inside & (x >= plan["right"] - 1)
    return _fill(_fill(image, inside, colour), shade, colour * 0.7)


def _windows(image: Tensor, plan: dict[str, Tensor], draws: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Panes of 2×2 pixels on a grid of four, each lit, dark or reflecting the sky."""
    across, down = x - plan["left"] - 2, y - plan["top"] - 2
    column, row = across.div(4, rounding_mode="floor"), down.div(4, rounding_mode="floor")
    pane = (across >= 0) & (down >= 0) & (across % 4 < 2) & (down % 4 < 2)
    pane &= (column < plan["columns"]) & (row < plan["rows"])
    index = (row.clamp(0, 3) * 4 + column.clamp(0, 3)).flatten(1)
    chance = draws[:, 40:56].gather(1, index).view(-1, SIZE, SIZE)
    night = plan["sky"] == NIGHT
    lit = chance < torch.where(night, 0.6, 0.05)
    image = _fill(image, pane & ~night, GLASS)
    image = _fill(image, pane & (night | (chance > 0.8)), DARK)
    return _fill(image, pane & lit, LAMP)


def _door(image: Tensor, plan: dict[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
    middle = torch.where(plan["door"] == 1, plan["left"] + 3, (plan["left"] + plan["right"]) // 2)
    door = (x >= middle - 1) & (x <= middle) & (y >= plan["ground"] - 3) & (y < plan["ground"])
    return _fill(image, door, DOOR)
