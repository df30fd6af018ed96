r"""Sets of points in the plane: small enough for an exact denoiser, odd enough to be lost.

Each is a function from two streams of randomness, `u` uniform (n, 4) and `z` normal
(n, 2), to points (n, 2); `points` draws the streams on the CPU from a seed and scales by
the set's own constants, to mean 0 and variance 1 on average over both coordinates. The
first n points of a seed do not depend on how many are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi

import torch
from torch import Tensor

from engine.device import mix
from engine.diffusion.noise import Noise
from engine.diffusion.strokes import Strokes, check_strokes
from engine.errors import check_one_of

ROWS = 64
OUTLINE = ((-1, -1), (1, -1), (1, 0.3), (0, 1.2), (-1, 0.3), (-1, -1))
DOOR = ((-0.25, -1), (-0.25, -0.3), (0.25, -0.3), (0.25, -1))


def two_modes(u: Tensor, z: Tensor) -> Tensor:
    """Three in ten around (−1, 0), the rest around (1, 0), standard deviation .1."""
    side = torch.where(u[:, :1] < 0.3, -1.0, 1.0)
    return torch.cat([side, torch.zeros_like(side)], dim=1) + 0.1 * z


def ring(u: Tensor, z: Tensor) -> Tensor:
    """Eight Gaussians on a circle."""
    angle = (u[:, 0] * 8).floor() * (2 * pi / 8)
    return _polar(1.0, angle) + 0.06 * z


def moons(u: Tensor, z: Tensor) -> Tensor:
    """Two half circles, one in the other's arms."""
    upper = u[:, 0] < 0.5
    arc = _polar(1.0, pi * u[:, 1])
    lower = torch.stack([1 - arc[:, 0], 0.5 - arc[:, 1]], dim=1)
    return torch.where(upper[:, None], arc, lower) + 0.06 * z


def spiral(u: Tensor, z: Tensor) -> Tensor:
    """An arm that winds outward one and a half times, even along its length."""
    turn = 3 * pi * u[:, 0].sqrt()
    return _polar(turn / (3 * pi), turn) + 0.02 * z


def checkerboard(u: Tensor, z: Tensor) -> Tensor:
    """The eight dark squares of a board of four by four."""
    column, row = (u[:, 0] * 4).floor(), (u[:, 1] * 2).floor() * 2
    corner = torch.stack([column, row + column % 2], dim=1)
    return (corner + u[:, 2:]) / 2 - 1


def pinwheel(u: Tensor, z: Tensor) -> Tensor:
    """Five blades, swept back the more the farther out."""
    radius = 1 + 0.3 * z[:, 0]
    sweep = 2 * pi / 5 * (u[:, 0] * 5).floor() + 0.25 * radius.exp()
    blade = torch.stack([radius, 0.1 * z[:, 1]], dim=1)
    along, across = _polar(1.0, sweep), _polar(1.0, sweep + pi / 2)
    return blade[:, :1] * along + blade[:, 1:] * across


def house(u: Tensor, z: Tensor) -> Tensor:
    """The outline of a house with its door."""
    path = [torch.tensor(line, dtype=u.dtype) for line in (OUTLINE, DOOR)]
    return _along(path, u[:, 0]) + 0.02 * z


def _polar(radius: float | Tensor, angle: Tensor) -> Tensor:
    return torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)


def _along(strokes: list[Tensor], u: Tensor) -> Tensor:
    """The places at shares `u` of the whole length of `strokes`, each (k, 2)."""
    starts = torch.cat([stroke[:-1] for stroke in strokes])
    moves = torch.cat([stroke.diff(dim=0) for stroke in strokes])
    starts, moves = starts[moves.norm(dim=1) > 0], moves[moves.norm(dim=1) > 0]
    lengths = moves.norm(dim=1)
    ends = lengths.cumsum(0)
    place = u * ends[-1]
    index = torch.searchsorted(ends, place, right=True).clamp(max=len(ends) - 1)
    share = 1 - (ends[index] - place) / lengths[index]
    return starts[index] + share[:, None] * moves[index]


# Each set with its centre and its scale (the root of its mean variance), from 2·10⁶ draws.
POINTS: dict[str, tuple[Callable[[Tensor, Tensor], Tensor], tuple[float, float], float]] = {
    "two_modes": (two_modes, (0.4, 0.0), 0.656),
    "ring": (ring, (0.0, 0.0), 0.710),
    "moons": (moons, (0.5, 0.25), 0.708),
    "spiral": (spiral, (-0.045, 0.203), 0.478),
    "checkerboard": (checkerboard, (0.0, 0.0), 0.577),
    "pinwheel": (pinwheel, (0.0, 0.0), 0.742),
    "house": (house, (0.0, -0.212), 0.697),
}


def points(name: str, count: int, seed: int, device: torch.device | str = "cpu") -> Tensor:
    """`count` points of the set `name`, a key of `POINTS`: float32 of shape (count, 2)."""
    check_one_of(name, "points", POINTS)
    make, centre, scale = POINTS[name]
    return ((make(*_streams(count, seed)) - torch.tensor(centre)) / scale).to(device)


def drawn(strokes: Strokes, count: int, seed: int, device: torch.device | str = "cpu") -> Tensor:
    """`count` points along the reader's `strokes`, even by length: float32 (count, 2).

    Raises `InvalidParameter` as `check_strokes` does.
    """
    check_strokes(strokes)
    path = [torch.tensor(stroke, dtype=torch.float32) for stroke in strokes]
    even = _along(path, (torch.arange(4096) + 0.5) / 4096)
    u, z = _streams(count, seed)
    scale = even.var(dim=0).mean().sqrt()
    return ((_along(path, u[:, 0]) - even.mean(dim=0)) / scale + 0.02 * z).to(device)


def _streams(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """Uniform (count, 4) and normal (count, 2) numbers, point by point."""
    generator = torch.Generator().manual_seed(mix(seed, 0))
    uniform = torch.rand(count, 4, generator=generator)
    return uniform, Noise(mix(seed, 1), count, (2,), block=ROWS)()
