"""Experiment: the reader's own house, demolished to t and rebuilt with several noises."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch

from engine.device import default
from engine.diffusion.builders import opened
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_own import OwnConfig, OwnResult
from engine.diffusion.film import record
from engine.diffusion.schedule import Schedule, schedule
from engine.diffusion.sheet import from_bytes
from engine.jobs import Progress


def run(config: OwnConfig) -> Generator[Progress, None, OwnResult]:
    """`count` rebuilds of one house, each with its own noise; one `Progress` a step."""
    device = default()
    shipped = opened(SHIPPED, device)
    pixels = np.frombuffer(config.pixels, dtype=np.uint8).reshape(32, 32, 3)
    x0 = from_bytes(torch.from_numpy(pixels.copy())).to(device)
    fields = yield from record(
        shipped.denoiser,
        x0.expand(config.count, -1, -1, -1),
        Schedule(schedule("su", 1000).log_alpha_bar[: config.t + 1]),
        seed=config.seed,
        steps=config.moves,
        rule=config.rule,
        frames=config.frames,
    )
    built = from_bytes(torch.from_numpy(fields["back_x"][-1]))
    gap = (built - from_bytes(torch.from_numpy(fields["x0"]))).square().flatten(1).mean(1).sqrt()
    distance = gap.double().numpy()
    return OwnResult(config=config, distance=distance, trained_steps=shipped.steps, **fields)
