"""What sampling costs on this device: seconds against steps, and against houses at once.

A step is one question to the network, and the rest of it next to nothing, so both should
be straight lines: against steps one through nearly nothing, against the batch one with what
a question costs whatever its size. Every point is read once a round, so that a machine that
slows down in the middle slows all points alike, and the median is taken.

`python -m engine.diffusion.measure` prints both lines.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Generator
from dataclasses import asdict

import numpy as np
import torch

from engine.device import clock, default, describe, mix
from engine.diffusion.builders import builder
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_cost import CostConfig, CostResult
from engine.diffusion.network import NetworkDenoiser
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import Step, fold, grid, sample
from engine.diffusion.schedule import schedule
from engine.jobs import Progress
from engine.task import finished


def run(config: CostConfig) -> Generator[Progress, None, CostResult]:
    """Both sweeps; one `Progress` a reading, the first round, which warms up, among them."""
    device, table = default(), schedule("su", 1000)
    points = [(config.batch, steps) for steps in config.steps]
    points += [(batch, config.moves) for batch in config.batches]
    total = len(points) * (config.readings + 1)
    seconds = np.empty((config.readings + 1, len(points)))
    for k, (batch, steps) in enumerate(points * (config.readings + 1)):
        yield Progress(k, total)
        way = fold(table, grid(table.T, steps), config.rule)
        seconds.flat[k] = _seconds(builder(SHIPPED, device), way, batch, config.seed)
    by_steps, by_batch = np.split(seconds[1:].T, [len(config.steps)])
    said = describe(device)
    return CostResult(
        config, by_steps, by_batch, said.label, said.dtype, said.cores, said.torch_version
    )


def _seconds(denoiser: NetworkDenoiser, way: list[Step], batch: int, seed: int) -> float:
    device = denoiser.unet.device
    noise = Noise(mix(seed), batch, (3, 32, 32), device=device)
    start, begun = noise(), clock(device)
    with torch.inference_mode():
        deque(sample(denoiser, start, way, noise), maxlen=0)
    return clock(device) - begun


def report(result: CostResult) -> dict:
    """What the command prints, ready for JSON."""
    return {
        "config": asdict(result.config),
        "device": result.device,
        "dtype": result.dtype,
        "threads": result.threads,
        "torch": result.torch_version,
        "seconds_by_steps": np.median(result.by_steps, axis=1).tolist(),
        "seconds_by_batch": np.median(result.by_batch, axis=1).tolist(),
        "iqr": {name: spread.tolist() for name, spread in result.spread.items()},
        "line_against_steps": asdict(result.steps_line),
        "line_of_a_step_against_batch": asdict(result.batch_line),
    }


def main() -> None:
    print(json.dumps(report(finished(run(CostConfig()))), indent=2))


if __name__ == "__main__":
    main()
