r"""How good is the builder: its houses against fresh ones, the two eyes closed.

The distance is sliced Wasserstein on 5×5 high-pass patches (`metrics`), read as a multiple
of its floor, the median over six pairs of fresh sets of the same size; 1 would be perfect,
a 3×3 blur of fresh houses measures about 15. One true house in four stands at night. Houses
are judged as the screen shows them: what lies beyond −1 and 1 saturates.

`python -m engine.diffusion.quality [--count 512] [--pipeline assets/models/houses]`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Generator
from pathlib import Path

import torch

from engine.device import clock, default, mix
from engine.diffusion.checkpoint import load_denoiser
from engine.diffusion.config_quality import QualityConfig, QualityResult
from engine.diffusion.houses import houses
from engine.diffusion.metrics import floor, nights, patch_distance
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import schedule
from engine.errors import check
from engine.jobs import Progress
from engine.task import finished

BATCH = 64


def run(config: QualityConfig) -> Generator[Progress, None, QualityResult]:
    """Rebuild and measure; one `Progress` per step of each batch of houses."""
    folder, device = Path(config.pipeline), default()
    known = (folder / "model_index.json").exists()
    check(known, "pipeline", "must be a folder with a diffusers pipeline", config.pipeline)
    denoiser, start, rebuilt = load_denoiser(folder, device), clock(device), []
    for first in range(0, config.count, BATCH):
        rebuilt.append((yield from _batch(denoiser, config, first, device)))
    images = torch.cat(rebuilt).clamp(-1, 1)

    def fresh(k: int) -> torch.Tensor:
        return houses(config.count, mix(config.seed, 2, k), device)

    return QualityResult(
        config=config,
        distance=patch_distance(images, fresh(-1)),
        floor=floor(patch_distance, fresh),
        nights=nights(images),
        device=str(device),
        seconds=clock(device) - start,
    )


def _batch(
    denoiser, config: QualityConfig, first: int, device: torch.device
) -> Generator[Progress, None, torch.Tensor]:
    """Houses `first` and on, the same whatever the size of the batch; a `Progress` a step."""
    count, table = min(BATCH, config.count - first), schedule("su", 1000)
    noise = Noise(mix(config.seed, 1), count, (3, 32, 32), first=first, device=device)
    states = sample(denoiser, noise(), fold(table, grid(1000, config.steps), config.rule), noise)
    for step, state in enumerate(states, start=1):  # noqa: B007 (the last one is the answer)
        yield Progress(first + count * step // (config.steps + 1), config.count)
    return state.x


def report(result: QualityResult) -> dict:
    """What the command prints, ready for JSON."""
    config = result.config
    return {
        "pipeline": config.pipeline,
        "count": config.count,
        "steps": config.steps,
        "rule": config.rule,
        "seed": config.seed,
        "device": result.device,
        "seconds": round(result.seconds, 1),
        "distance": {"value": result.distance.value, "se": result.distance.se},
        "floors": list(result.floor.values),
        "floor": result.floor.median,
        "ratio": result.ratio,
        "nights": {"share": result.nights.value, "se": result.nights.se},
        "nights_truth": result.truth,
        "nights_z": result.z,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m engine.diffusion.quality")
    for name in ("count", "pipeline", "seed", "steps", "rule"):
        value = getattr(QualityConfig, name)
        parser.add_argument(f"--{name}", type=type(value), default=value)
    result = finished(run(QualityConfig(**vars(parser.parse_args()))))
    print(json.dumps(report(result), indent=2))


if __name__ == "__main__":
    main()
