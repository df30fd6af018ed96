r"""Loader of pipelines on disk: any unconditional DDPM that diffusers can write.

A folder (`manifest`) is read as data: configurations as JSON, weights as safetensors; nothing
in it is executed. The network becomes a denoiser whatever it predicts, and the scheduler
becomes data: $\log\bar\alpha_t$, a spacing, a rule, a range to clip to. What will not do is an
`InvalidParameter` that says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel

from engine.diffusion.manifest import (
    INDEX,
    NAME,
    NETWORK,
    NO_SAFETENSORS,
    NOT_PLAIN,
    SCHEDULER,
    WEIGHTS,
    part,
    pictures,
    plain,
    read,
)
from engine.diffusion.network import NetworkDenoiser
from engine.diffusion.posterior import PREDICTIONS
from engine.diffusion.schedule import Schedule, from_ho_betas
from engine.errors import InvalidParameter, check

NO_FIT = "must have weights that fit its network"
SIZE = "must draw pictures of {wanted}, not of {found}"
NO_SCHEDULE = "must have a noise schedule with a little noise in every step"
THRESHOLD = "must not use dynamic thresholding"
NO_SIGNAL = "must not predict noise where the schedule leaves no signal: x0 cannot follow from it"


@dataclass(frozen=True)
class Pipeline:
    """What a folder holds: the `denoiser` (unclipped), and how diffusers would walk.

    `shape` (c, h, w) of a picture; `spacing` a key of `SPACINGS`, with `offset` where it is
    leading; `kind` "ddpm" or "ddim"; `rule` the noise of DDPM, a key of `RULES`; `clip` the
    range ± of a guess, or None.
    """

    denoiser: NetworkDenoiser
    shape: tuple[int, int, int]
    kind: str
    rule: str
    spacing: str
    offset: int
    clip: float | None


def load_pipeline(
    folder: Path | str,
    device: torch.device | str = "cpu",
    shape: tuple[int, int, int] | None = None,
) -> Pipeline:
    """The pipeline in `folder`, float32 on `device`, ready to sample.

    Raises `InvalidParameter` where it is none, or draws no pictures of `shape`, if given.
    """
    folder = Path(folder)
    plain(read(folder / INDEX, str(folder)), str(folder))
    config = read(part(folder, "unet", NETWORK) / NETWORK, str(folder))
    found = pictures(config, folder)
    if shape is not None:
        sizes = {"wanted": "×".join(map(str, shape)), "found": "×".join(map(str, found))}
        check(found == shape, NAME, SIZE, str(folder), **sizes)
    scheduler, kind = _scheduler(folder)
    table = _table(scheduler, folder)
    unet = _unet(part(folder, "unet", NETWORK), folder)
    unet = unet.to(device, memory_format=torch.channels_last).eval().requires_grad_(False)
    said = scheduler.config
    return Pipeline(
        denoiser=NetworkDenoiser(unet, table, said.prediction_type),
        shape=found,
        kind=kind,
        rule="ddpm" if "large" in str(said.get("variance_type")) else "ddpm_lower",
        spacing=said.timestep_spacing,
        offset=said.steps_offset,
        clip=float(said.clip_sample_range) if said.clip_sample else None,
    )


def _scheduler(folder: Path) -> tuple[DDPMScheduler | DDIMScheduler, str]:
    place = part(folder, "scheduler", SCHEDULER)
    said = read(place / SCHEDULER, str(folder))
    is_ddpm = said.get("_class_name") == "DDPMScheduler"
    try:
        made = (DDPMScheduler if is_ddpm else DDIMScheduler).from_config(said)
    except (NotImplementedError, TypeError, ValueError) as error:
        raise InvalidParameter(NAME, NO_SCHEDULE, str(folder)) from error
    check(not made.config.thresholding, NAME, THRESHOLD, str(folder))
    check(made.config.prediction_type in list(PREDICTIONS), NAME, NOT_PLAIN, str(folder))
    ends = made.config.clip_sample_range if made.config.clip_sample else 1.0
    check(isinstance(ends, int | float), NAME, NOT_PLAIN, str(folder))
    return made, "ddpm" if is_ddpm else "ddim"


def _table(scheduler: DDPMScheduler | DDIMScheduler, folder: Path) -> Schedule:
    r"""$\log\bar\alpha_t$, from the digits of `trained_betas` where they were written down."""
    written = scheduler.config.trained_betas
    rescaled = scheduler.config.rescale_betas_zero_snr
    betas = scheduler.betas if written is None or rescaled else written
    betas = torch.as_tensor(betas, dtype=torch.float64)
    check(bool(((betas > 0) & (betas <= 1)).all()), NAME, NO_SCHEDULE, str(folder))
    blind = (betas == 1).any() and scheduler.config.prediction_type == "epsilon"
    check(not blind, NAME, NO_SIGNAL, str(folder))
    return from_ho_betas(betas)


def _unet(place: Path, folder: Path) -> UNet2DModel:
    there = [name for name in WEIGHTS if (place / name).is_file()]
    check(bool(there), NAME, NO_SAFETENSORS, str(folder))
    try:
        unet, said = UNet2DModel.from_pretrained(
            place,
            torch_dtype=torch.float32,
            use_safetensors=True,
            local_files_only=True,
            variant="fp16" if there == [WEIGHTS[1]] else None,
            output_loading_info=True,
        )
    except Exception as error:  # diffusers and safetensors raise whatever they like
        raise InvalidParameter(NAME, NO_FIT, str(folder)) from error
    kinds = ("missing_keys", "unexpected_keys", "mismatched_keys")
    check(not any(said.get(kind) for kind in kinds), NAME, NO_FIT, str(folder))
    return unet
