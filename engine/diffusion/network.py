r"""The trained builder: a small diffusers UNet behind a pixel-unshuffle stem.

A 3×32×32 picture enters as 12×16×16, so that the network works at a quarter of the
positions. The adapter makes of any diffusers UNet a denoiser
`(x, alpha_bar) -> x0_hat`: it finds the (fractional) time at which the network met that
signal-to-noise ratio in training, so drawn schedules and other T need no other network.
"""

from __future__ import annotations

from math import isqrt

import numpy as np
import torch
from diffusers import UNet2DModel
from torch import Tensor, nn
from torch.nn.functional import pixel_shuffle, pixel_unshuffle

from engine.diffusion.posterior import PREDICTIONS
from engine.diffusion.schedule import Schedule
from engine.graph import captured
from engine.memory import Fitting

ARCHITECTURE = {
    "sample_size": 16,
    "in_channels": 12,
    "out_channels": 12,
    "layers_per_block": 1,
    "block_out_channels": (48, 96, 128),
    "down_block_types": ("DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D"),
    "up_block_types": ("AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
    "norm_num_groups": 16,
    "attention_head_dim": 32,
}


def new_network(seed: int) -> UNet2DModel:
    """A network with fresh weights from `seed`; torch's global generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return UNet2DModel(**ARCHITECTURE)


def folds(channels: int) -> int:
    r"""By how much pictures were unshuffled to have so many channels: k where they are $3k^2$."""
    k = isqrt(channels // 3)
    return k if channels == 3 * k * k else 1


class NetworkDenoiser(nn.Module):
    r"""A diffusers UNet as a denoiser: `(x, alpha_bar) -> x0_hat`.

    `x` has shape (n, c, h, w), c = 3 with the stem; `alpha_bar` is a float or one per sample,
    shape (n,). `schedule` is the one the network was trained on, `prediction` a key of
    `PREDICTIONS`. Signal-to-noise ratios outside the training range meet the nearest time in it.
    """

    def __init__(self, unet: UNet2DModel, schedule: Schedule, prediction: str = "sample"):
        super().__init__()
        self.unet, self.schedule, self.prediction = unet, schedule, prediction
        self.fold = folds(unet.config.in_channels)
        self.output = Fitting(self._output)
        self._log_snr = schedule.snr[1:].log().flip(0).numpy()

    def timestep(self, alpha_bar: float | Tensor) -> Tensor:
        """diffusers' index, counted from 0 and fractional, of the ratio of `alpha_bar`."""
        alpha_bar = torch.as_tensor(alpha_bar, dtype=torch.float64)
        log_snr = 2 * alpha_bar.log() - torch.log1p(-(alpha_bar**2))
        last = len(self._log_snr) - 1
        index = np.interp(log_snr.cpu().numpy(), self._log_snr, np.arange(last, -1, -1.0))
        return torch.as_tensor(index, dtype=torch.float32)

    def forward(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        time = self.timestep(alpha_bar)
        if isinstance(alpha_bar, Tensor):
            time = time.to(x.device).expand(len(x))
            alpha_bar = alpha_bar.to(x.device, torch.float64).view(-1, 1, 1, 1)
        else:
            # filled where it is needed: a copy from the host could not be recorded
            time = torch.full((len(x),), time.item(), device=x.device)
        return PREDICTIONS[self.prediction](x, self.output(x, time), alpha_bar).to(x.dtype)

    def _output(self, x: Tensor, time: Tensor) -> Tensor:
        """What the network says of `x` (n, 3, h, w) at its own `time` (n,)."""
        folded = pixel_unshuffle(x, self.fold).contiguous(memory_format=torch.channels_last)
        return pixel_shuffle(self.unet(folded, time).sample, self.fold)

    def record(self, x: Tensor) -> None:
        """On a GPU, replay the network for inputs shaped like `x` as a CUDA graph."""
        self.output = Fitting(captured(self._output, x, torch.zeros(len(x), device=x.device)))
