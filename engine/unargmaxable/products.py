"""The largest logit of another row, for each row's own h: symmetric tiles, or strips of few."""

from __future__ import annotations

from collections.abc import Generator

import torch

from engine.jobs import Progress

TILE = {"cpu": (512, 2048), "cuda": (8192, 8192)}


def triangle(x: torch.Tensor, scaled: tuple | None) -> Generator[Progress, None, torch.Tensor]:
    """The largest logit of another row, for each row's own h (n,): tiles of one triangle."""
    rival = x.new_full((len(x),), -torch.inf)
    high, wide = TILE.get(x.device.type, TILE["cpu"])
    for start in range(0, len(x), high):
        stop = min(start + high, len(x))
        for left in range(start, len(x), wide):
            right = min(left + wide, len(x))
            tile = x[start:stop] @ x[left:right].T
            if left == start:
                tile.diagonal().fill_(-torch.inf)
            _beat(rival[start:stop], tile, _of(scaled, slice(start, stop), slice(left, right)))
            if right > stop:
                turned = tile[:, max(stop - left, 0) :].T
                some = slice(max(stop, left), right)
                _beat(rival[some], turned, _of(scaled, some, slice(start, stop)))
        yield Progress(stop, len(x))
    return rival


def strips(
    x: torch.Tensor, scaled: tuple | None, named: torch.Tensor
) -> Generator[Progress, None, torch.Tensor]:
    """The same for the rows `named` (m,) alone: strips of their products with all rows."""
    rival = x.new_full((len(named),), -torch.inf)
    high, wide = TILE.get(x.device.type, TILE["cpu"])
    for start in range(0, len(named), high):
        some = named[start : start + high]
        for left in range(0, len(x), wide):
            right = min(left + wide, len(x))
            tile = x[some] @ x[left:right].T
            inside = ((some >= left) & (some < right)).nonzero()[:, 0]
            tile[inside, some[inside] - left] = -torch.inf
            _beat(rival[start : start + high], tile, _of(scaled, some, slice(left, right)))
        yield Progress(min(start + high, len(named)), len(named))
    return rival


def _of(scaled: tuple | None, rows: slice | torch.Tensor, columns: slice) -> tuple | None:
    """Reach of `rows` and bias of `columns`, where there are any."""
    return None if scaled is None else (scaled[0][rows], scaled[1][columns])


def _beat(rival: torch.Tensor, tile: torch.Tensor, scaled: tuple | None) -> None:
    """The largest logit so far of every row's h, in place; `tile` (rows, columns) of products."""
    if scaled is not None:
        reach, bias = scaled
        tile = torch.addcmul(bias.expand_as(tile), tile, reach[:, None].expand_as(tile))
    torch.maximum(rival, tile.amax(dim=1), out=rival)
