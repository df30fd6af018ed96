"""A sheet of samples: what a training run is judged by."""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from engine.diffusion.noise import Noise
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import Schedule


def to_bytes(images: Tensor) -> Tensor:
    """Pictures (…, 3, h, w) in [−1, 1] as uint8 (…, h, w, 3); what is beyond saturates."""
    return ((images.clamp(-1, 1) + 1) * 127.5).round().byte().movedim(-3, -1)


def from_bytes(pixels: Tensor) -> Tensor:
    """uint8 pictures (…, h, w, 3) as float32 (…, 3, h, w) in [−1, 1]."""
    return pixels.movedim(-1, -3).float() / 127.5 - 1


def rebuild(
    denoiser, x: Tensor, schedule: Schedule, *, steps: int = 50, rule: str = "ddim", seed=0
):
    """The last state of sampling `x` down in `steps` even steps by `rule`, no gradients."""
    noise = Noise(seed, len(x), tuple(x.shape[1:]), device=x.device)
    folded = fold(schedule, grid(schedule.T, steps), rule)
    with torch.inference_mode():
        *_, last = sample(denoiser, x, folded, noise)
    return last.x


def sample_sheet(denoiser, schedule: Schedule, device, *, count: int = 64, seed: int = 0):
    """A PIL image of `count` houses sampled with 50 DDIM steps, eight to a row, enlarged."""
    x = Noise(seed, count, (3, 32, 32), device=device)()
    tiles = to_bytes(rebuild(denoiser, x, schedule)).cpu().numpy()
    tiles = np.pad(tiles, ((0, 0), (1, 1), (1, 1), (0, 0)), constant_values=255)
    rows = tiles.reshape(-1, 8, *tiles.shape[1:]).transpose(0, 2, 1, 3, 4)
    picture = Image.fromarray(rows.reshape(rows.shape[0] * rows.shape[1], -1, 3))
    return picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST)
