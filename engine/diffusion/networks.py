r"""Experiment: the same sampler with another network, few steps and many, η = 0 and 1.

The sampler knows nothing of the network but its guess $\hat x_0(x_t,\bar\alpha_t)$ and the
$\bar\alpha$ that it was trained on: times are spread evenly over the network's own T, and its
guesses are kept in range where its own scheduler does so. All runs start from the same noises;
networks that draw pictures of one size share them.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from engine.device import default, describe, mix, timed
from engine.diffusion.clipping import clip_guess
from engine.diffusion.config_networks import NetworksConfig, NetworksResult
from engine.diffusion.family import with_eta
from engine.diffusion.noise import Noise
from engine.diffusion.others import other
from engine.diffusion.sampler import Denoiser, fold, grid, sample
from engine.diffusion.sheet import to_bytes
from engine.jobs import Progress

SHOWN, PIXELS = 64, 6 * 64 * 64
"""The largest side on screen, and how many pixels are sampled at once."""


def run(config: NetworksConfig) -> Generator[Progress, None, NetworksResult]:
    """Every run of one network; a `Progress` a step, timed without what others do between."""
    yield Progress(0, config.total)
    device, said = default(), describe()
    pipeline = other(config, device)
    bare, high = pipeline.denoiser, pipeline.clip
    denoiser = bare if high is None else clip_guess(bare, high)
    count, table = how_many(config.count, pipeline.shape), bare.schedule
    start = Noise(mix(config.seed, 21), count, pipeline.shape, device=device)()
    _settle(denoiser, start)
    drawn, seconds, done = [], [], 0
    for steps, eta in config.runs:
        way = fold(table, grid(table.T, steps), with_eta(eta))
        noise = Noise(mix(config.seed, 22), count, pipeline.shape, device=device)
        states = timed(sample(denoiser, start, way, noise), device)
        for k, (spent, state) in enumerate(states, 1):  # noqa: B007 (the last one is the answer)
            yield Progress(min(done + k, config.total), config.total)
        done += steps
        drawn.append(shown(state.x))
        seconds.append(spent)
    return NetworksResult(
        config=config,
        pictures=torch.stack(drawn).cpu().numpy(),
        seconds=tuple(seconds),
        shape=pipeline.shape,
        weights=sum(weight.numel() for weight in bare.unet.parameters()),
        times=table.T,
        clip=high is not None,
        device=said.label,
        threads=said.cores,
    )


def how_many(count: int, shape: tuple[int, int, int]) -> int:
    """`count`, or fewer where pictures are large: a network of 256×256 draws one."""
    return max(1, min(count, PIXELS // (shape[1] * shape[2])))


def shown(x: Tensor) -> Tensor:
    """Pictures (n, c, h, w) as uint8 (n, h, w, 3), no side above 64; grey ones in three colours."""
    high, wide = x.shape[2:]
    scale = max(1.0, max(high, wide) / SHOWN)
    small = adaptive_avg_pool2d(x, (round(high / scale), round(wide / scale)))
    return to_bytes(small.expand(-1, 3, -1, -1))


def _settle(denoiser: Denoiser, x: Tensor) -> None:
    """Ask once before the clock runs: the first question picks algorithms and allocates."""
    with torch.inference_mode():
        denoiser(x, 0.5)
