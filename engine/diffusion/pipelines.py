r"""Loader of pipelines on disk: any unconditional DDPM that diffusers can write.

A folder holds `model_index.json`, and a UNet2DModel and a scheduler each in a folder of its
own or, as in the oldest ones, side by side. It is read as data: configurations as JSON,
weights as safetensors; nothing in it is executed. The network becomes a denoiser whatever it
predicts, and the scheduler becomes data: $\log\bar\alpha_t$, a spacing, a rule, a range to
clip to. What will not do is an `InvalidParameter` that says why.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel
from diffusers.schedulers import KarrasDiffusionSchedulers

from engine.diffusion.clipping import clip_end, clip_guess
from engine.diffusion.family import with_eta
from engine.diffusion.network import NetworkDenoiser, folds
from engine.diffusion.posterior import PREDICTIONS
from engine.diffusion.sampler import Denoiser, Step, fold
from engine.diffusion.schedule import Schedule, from_ho_betas
from engine.diffusion.spacing import leading, times
from engine.errors import InvalidParameter, check

NAME = "pipeline"
INDEX, NETWORK, SCHEDULER = "model_index.json", "config.json", "scheduler_config.json"
WEIGHTS = ("diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.fp16.safetensors")
NO_PIPELINE = "must be the folder of a diffusers pipeline, with a model_index.json"
NOT_PLAIN = "must be an unconditional DDPM: one UNet2DModel and its scheduler"
NO_SAFETENSORS = "must come as safetensors"
NO_FIT = "must have weights that fit its network"
CHANNELS = "must have a network with as many channels out as in, not {into} in and {out} out"
SIZE = "must draw pictures of {wanted}, not of {found}"
NO_SCHEDULE = "must have a noise schedule with a little noise in every step"
THRESHOLD = "must not use dynamic thresholding"
NO_SIGNAL = "must not predict noise where the schedule leaves no signal: x0 cannot follow from it"
# The schedulers that only walk differently over what a DDPM was trained on.
KNOWN = {"DDPMScheduler", *(kind.name for kind in KarrasDiffusionSchedulers)}


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
        rule="ddpm" if "large" in said.get("variance_type", "") else "ddpm_lower",
        spacing=said.timestep_spacing,
        offset=said.steps_offset,
        clip=float(said.clip_sample_range) if said.clip_sample else None,
    )


def stock(
    pipeline: Pipeline, steps: int, kind: str | None = None, eta: float = 0.0
) -> tuple[Denoiser, list[Step]]:
    """What diffusers' own pipeline does with it: a denoiser, clipping as it would, and steps.

    `kind` is "ddpm" or "ddim", by default its own scheduler's; `eta` is for DDIM. DDIM leads
    where diffusers' leads, by t − T//N.
    """
    bare, high = pipeline.denoiser, pipeline.clip
    way = listed(pipeline, steps)
    if (kind or pipeline.kind) == "ddpm":
        folded = fold(bare.schedule, way, pipeline.rule)
        return bare if high is None else clip_guess(bare, high), folded
    folded = fold(bare.schedule, way, with_eta(eta), "diffusers")
    return bare if high is None else clip_end(bare, folded, high), folded


def listed(pipeline: Pipeline, steps: int) -> list[int]:
    """The times of `steps` steps in the pipeline's own spacing, falling to 0."""
    T, spacing = pipeline.denoiser.schedule.T, pipeline.spacing
    way = times(spacing, T, steps)
    return leading(T, steps, pipeline.offset) if spacing == "leading" else way


def read(path: Path, value: str, name: str = NAME) -> dict[str, Any]:
    """The JSON object in `path`; raises `InvalidParameter` of `name` where there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    check(isinstance(found, dict), name, NO_PIPELINE, value)
    return found


def part(folder: Path, name: str, file: str) -> Path:
    """Where a pipeline keeps one of its parts: a folder of that name, or beside the rest."""
    return folder / name if (folder / name / file).is_file() else folder


def plain(index: dict[str, Any], value: str, name: str = NAME) -> None:
    """Raise `InvalidParameter` unless an index names a bare UNet2DModel and its scheduler."""
    parts = {key: told for key, told in index.items() if isinstance(told, list) and any(told)}
    network, scheduler = (list(parts.get(key, ())) for key in ("unet", "scheduler"))
    bare = set(parts) == {"unet", "scheduler"} and network == ["diffusers", "UNet2DModel"]
    check(bare and scheduler[:1] == ["diffusers"], name, NOT_PLAIN, value)
    check(scheduler[-1] in KNOWN, name, NOT_PLAIN, value)


def pictures(config: dict[str, Any], folder: Path) -> tuple[int, int, int]:
    """The shape (c, h, w) of the pictures of a network, as its configuration has it."""
    classes = config.get("num_class_embeds") or config.get("class_embed_type")
    check(config.get("_class_name") == "UNet2DModel" and not classes, NAME, NOT_PLAIN, str(folder))
    into, out, size = (config.get(key, 3) for key in ("in_channels", "out_channels", "sample_size"))
    check(into == out, NAME, CHANNELS, str(folder), into=into, out=out)
    high, wide = (size, size) if isinstance(size, int) else (size or (0, 0))
    k = folds(into)
    return into // k**2, high * k, wide * k


def _scheduler(folder: Path) -> tuple[DDPMScheduler | DDIMScheduler, str]:
    place = part(folder, "scheduler", SCHEDULER)
    said = read(place / SCHEDULER, str(folder))
    is_ddpm = said.get("_class_name") == "DDPMScheduler"
    try:
        made = (DDPMScheduler if is_ddpm else DDIMScheduler).from_config(said)
    except (NotImplementedError, TypeError, ValueError) as error:
        raise InvalidParameter(NAME, NO_SCHEDULE, str(folder)) from error
    check(not made.config.thresholding, NAME, THRESHOLD, str(folder))
    check(made.config.prediction_type in PREDICTIONS, NAME, NOT_PLAIN, str(folder))
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
