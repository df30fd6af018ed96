"""Experiment: the same houses and the same noise, four columns that differ in one thing."""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import default
from engine.diffusion.builders import contestants, opened
from engine.diffusion.checkpoint import HALF, SHIPPED
from engine.diffusion.config_columns import ColumnsConfig, ColumnsResult
from engine.diffusion.film import beside, record
from engine.diffusion.houses import houses
from engine.diffusion.schedule import Schedule, drawn, schedule
from engine.diffusion.sheet import from_bytes, to_bytes
from engine.jobs import Progress


def run(config: ColumnsConfig) -> Generator[Progress, None, ColumnsResult]:
    """Every column's film, laid side by side; one `Progress` a sampling step."""
    known = houses(config.known, config.seed, default())
    builders, films = contestants(known), []
    total = len(config.columns) * config.moves
    for k, name in enumerate(config.columns):
        film = yield from record(
            builders.get(name, builders["trained"]),
            known[: config.rows],
            _table(config, name),
            seed=config.seed,
            steps=config.moves,
            rule=name if config.subject == "rules" else "ddpm_lower",
            frames=config.frames,
            first=k * config.moves,
            total=total,
        )
        films.append(film)
    fields = beside(films)
    built = from_bytes(torch.from_numpy(fields["back_x"][-1])).to(known)
    index, distance = nearest(built, known)
    return ColumnsResult(
        config=config,
        trained_steps=opened(SHIPPED, known.device).steps,
        trouble=opened(HALF, known.device).trouble if "half" in config.columns else "",
        nearest=to_bytes(known[index]).cpu().numpy(),
        distance=distance.cpu().numpy(),
        **fields,
    )


def _table(config: ColumnsConfig, name: str) -> Schedule:
    if config.subject != "schedules":
        return schedule("su", config.T)
    return drawn(config.drawn, config.T) if name == "drawn" else schedule(name, config.T)


def nearest(images: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
    """Of each image (n, …): the index of the nearest in `known` (m, …) and how far it is.

    The distance is the root mean square difference per channel, float64.
    """
    gaps = torch.cdist(images.flatten(1).double(), known.flatten(1).double())
    distance, index = gaps.min(dim=1)
    return index, distance / images[0].numel() ** 0.5
