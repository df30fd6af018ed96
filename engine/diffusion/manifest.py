r"""What the folder of a pipeline says of itself, in JSON.

It holds `model_index.json`, and a UNet2DModel and a scheduler each in a folder of its own or,
as in the oldest ones, side by side. It is read as data; nothing in it is executed. What will
not do is an `InvalidParameter` that says why.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from diffusers.schedulers import KarrasDiffusionSchedulers

from engine.diffusion.network import folds
from engine.errors import check

NAME = "pipeline"
INDEX, NETWORK, SCHEDULER = "model_index.json", "config.json", "scheduler_config.json"
WEIGHTS = ("diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.fp16.safetensors")
NO_PIPELINE = "must be the folder of a diffusers pipeline, with a model_index.json"
NOT_PLAIN = "must be an unconditional DDPM: one UNet2DModel and its scheduler"
NO_SAFETENSORS = "must come as safetensors"
CHANNELS = "must have a network with as many channels out as in, not {into} in and {out} out"
# The schedulers that only walk differently over what a DDPM was trained on.
KNOWN = ("DDPMScheduler", *(kind.name for kind in KarrasDiffusionSchedulers))


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
    check(type(into) is int and into == out, NAME, CHANNELS, str(folder), into=into, out=out)
    sides = size if isinstance(size, list) else (size or 0,) * 2
    whole = len(sides) == 2 and all(type(side) is int for side in sides)
    check(whole, NAME, NOT_PLAIN, str(folder))
    (high, wide), k = sides, folds(into)
    return into // k**2, high * k, wide * k
