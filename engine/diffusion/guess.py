r"""Experiment: guess the end, move a little, guess again; and what comes of not going on.

The guess $\hat x_0=E[x_0|x_t]$ is a mean. At t = T it knows next to nothing and is the mean of
all houses, the same for everybody; only by moving a small step does $x_t$ come to say more.
Here the guesses on the way down are taken at their word, one time after the other: how far
are they from the mean house, how much fine detail do they have, and how far are their patches
from those of real houses?
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.device import default, mix
from engine.diffusion.builders import chosen, opened
from engine.diffusion.config_guess import GuessConfig, GuessResult
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.film import record
from engine.diffusion.houses import houses
from engine.diffusion.metrics import floor, high_pass_patches, patch_distance
from engine.diffusion.sampler import Denoiser
from engine.diffusion.schedule import schedule
from engine.diffusion.sheet import from_bytes, to_bytes
from engine.jobs import Progress

MANY = 4096
MEASURED = ("away", "away_se", "sharp", "blur", "blur_se")


def run(config: GuessConfig) -> Generator[Progress, None, GuessResult]:
    """Rebuild, then measure every frame; one `Progress` a sampling step or a frame."""
    device = default()
    builder = opened(chosen(), device)
    known, mean = _known(config, device)
    guesser = builder.denoiser if config.builder == "trained" else FiniteDenoiser(known)
    fields = yield from _rebuilt(config, guesser, device)

    def fresh(k: int) -> Tensor:
        return houses(config.crowd, mix(config.seed, 2, k), device)

    real, total, rows = fresh(-1), config.moves + config.frames, []
    for k, pixels in enumerate(fields["back_x0"]):
        yield Progress(min(config.moves + 1 + k, total), total)
        rows.append(_measured(from_bytes(torch.from_numpy(pixels)).to(real), real, mean))
    return GuessResult(
        config=config,
        trained_steps=builder.steps,
        trouble=builder.trouble if config.builder == "trained" else "",
        mean=to_bytes(mean).cpu().numpy(),
        **dict(zip(MEASURED, np.array(rows).T.copy(), strict=True)),
        real_away=_distances(real, mean).mean().item(),
        floor=floor(patch_distance, fresh),
        **(fields | _shown(fields, config.shown)),
    )


def _rebuilt(
    config: GuessConfig, guesser: Denoiser, device: torch.device
) -> Generator[Progress, None, dict]:
    """The film of the whole crowd, its steps told as the first part of the work."""
    return record(
        guesser,
        houses(config.crowd, config.seed, device),
        schedule(config.schedule, config.T),
        seed=config.seed,
        steps=config.moves,
        rule="ddpm_lower",
        frames=config.frames,
        total=config.moves + config.frames,
    )


def _shown(fields: dict, count: int) -> dict[str, np.ndarray]:
    """The film of the first `count` houses."""
    film = {name: fields[name][:, :count].copy() for name in ("back_x", "back_x0")}
    return film | {name: fields[name][:count].copy() for name in ("x0", "epsilon")}


def _known(config: GuessConfig, device: torch.device) -> tuple[Tensor, Tensor]:
    """The houses that the guesser may believe in, and their mean (3, 32, 32)."""
    if config.builder == "trained":
        known = houses(MANY, mix(config.seed, 5), device)
    else:
        known = houses(config.known if config.builder == "exact" else 1, config.seed, device)
    return known, known.mean(0)


def _distances(images: Tensor, mean: Tensor) -> Tensor:
    """The root mean square difference of each picture from `mean`, per channel: float64 (n,)."""
    return (images - mean).square().flatten(1).mean(1).sqrt().double()


def _measured(images: Tensor, real: Tensor, mean: Tensor) -> tuple[float, ...]:
    """The numbers `MEASURED` of pictures taken for finished."""
    away = _distances(images, mean)
    detail = [high_pass_patches(x).square().mean().sqrt().item() for x in (images, real)]
    blur = patch_distance(images, real)
    error = away.std().item() / len(away) ** 0.5
    return away.mean().item(), error, detail[0] / detail[1], blur.value, blur.se
