"""The shipped tower: a backbone that `training` has taught to fill gaps."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import torch
from safetensors.torch import load_file

from engine.ladder_side_tuning.backbone import Backbone, fresh
from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.config_tasks import setting as own

FOLDER = Path(__file__).parents[2] / "assets" / "models" / "tower"


@lru_cache(maxsize=1)
def weights() -> dict[str, torch.Tensor]:
    """Names and tensors of the shipped weights, without a head."""
    return load_file(FOLDER / "model.safetensors")


def origin() -> dict:
    """How it was trained: steps, batch, seed, losses."""
    return json.loads((FOLDER / "origin.json").read_text())


def tower(setting: Setting | None = None) -> Backbone:
    """The shipped backbone; its head, which no task has trained yet, is 0."""
    net = fresh(setting or own())
    net.load_state_dict(weights(), strict=False)
    torch.nn.init.zeros_(net.head.weight)
    return net
