r"""The trained builder: our sampler beside diffusers' pipelines and beside its own network.

Both start from the noise of one generator: a pipeline draws (n, 12, 16, 16) from it, and
the pixel shuffle of that draw is our (n, 3, 32, 32). The noise of DDPM's steps is drawn
from the same generator in the same order, and shuffled likewise. Neither side clips, both
end with x/2 + 1/2 kept within 0…1.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from diffusers import DDIMPipeline, DDPMPipeline, DDPMScheduler
from diffusers.utils import logging
from torch import Tensor
from torch.nn.functional import pixel_shuffle, pixel_unshuffle

from benchmarks.pairs import Case, compare
from engine.device import clock, mix
from engine.diffusion.checkpoint import SHIPPED, load_denoiser
from engine.diffusion.network import NetworkDenoiser
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import fold, grid, sample

# Steps a timing takes, by batch: enough to matter, few enough for a run of minutes.
STEPS = {1: 20, 16: 10, 64: 5}
FORWARDS = 10
PAIRS = 15


def pipelines(device: torch.device, folder: Path = SHIPPED) -> Iterator[Case]:
    """DDIM at each batch of `STEPS`; agreement over DDIM's and DDPM's pictures."""
    denoiser, stock = load_denoiser(folder, device), stock_pipelines(folder, device)
    # diffusers steps by T // N, and so to the same times as we do only where N divides T
    for batch, steps in STEPS.items():
        denoiser.record(torch.zeros(batch, 3, 32, 32, device=device))
        agreement = max(
            difference(denoiser, stock[rule], rule, batch=batch, steps=steps) for rule in stock
        )
        yield compare(
            f"unet_b{batch}",
            lambda n=batch, k=steps: seconds(device, lambda: ours(denoiser, "ddim", n, k)),
            lambda n=batch, k=steps: seconds(device, lambda: theirs(stock["ddim"], n, k)),
            peer_name="diffusers' DDIMPipeline",
            unit=f"s for {steps} steps",
            agreement=agreement,
            pairs=PAIRS,
        )


def stock_pipelines(folder: Path, device: torch.device) -> dict[str, DDIMPipeline | DDPMPipeline]:
    """diffusers' own ways through `folder`, by the name of our rule; nothing set but silence."""
    logging.disable_progress_bar()
    ddim = DDIMPipeline.from_pretrained(folder).to(device)
    ddpm = DDPMPipeline(ddim.unet, DDPMScheduler.from_config(ddim.scheduler.config)).to(device)
    for pipeline in (ddim, ddpm):
        pipeline.set_progress_bar_config(disable=True)
    return {"ddim": ddim, "ddpm_lower": ddpm}


def difference(denoiser: NetworkDenoiser, pipeline, rule: str, *, batch: int, steps: int) -> float:
    """The largest difference of the pictures."""
    pictures = pixel_shuffle(theirs(pipeline, batch, steps), 2)
    return (ours(denoiser, rule, batch, steps) - pictures).abs().max().item()


def ours(denoiser: NetworkDenoiser, rule: str, batch: int, steps: int) -> Tensor:
    """`batch` pictures in 0…1 by our sampler, from a fresh generator."""
    generator, device = torch.Generator().manual_seed(batch), denoiser.unet.device

    def noise() -> Tensor:
        return pixel_shuffle(torch.randn(batch, 12, 16, 16, generator=generator).to(device), 2)

    folded = fold(denoiser.schedule, grid(denoiser.schedule.T, steps), rule)
    with torch.inference_mode():
        last = deque(sample(denoiser, noise(), folded, noise), maxlen=1).pop()
        return (last.x / 2 + 0.5).clamp(0, 1)


def theirs(pipeline, batch: int, steps: int) -> Tensor:
    """The same by a stock pipeline, still folded: (batch, 12, 16, 16)."""
    generator = torch.Generator().manual_seed(batch)
    drawn = pipeline(batch, generator, num_inference_steps=steps, output_type="pt")
    return drawn.images


def seconds(device: torch.device, work: Callable[[], object]) -> float:
    """How long `work` takes on `device`."""
    start = clock(device)
    work()
    return clock(device) - start


def forwards(device: torch.device, folder: Path = SHIPPED, batch: int = 16) -> Case:
    """The hero's sampler, DDPM with a stream of noise a house, beside the network alone.

    The network is asked the same questions again, prepared beforehand: so the answers are
    the sampler's guesses, and what lies between is the adapter, the steps and the noise.
    """
    denoiser = load_denoiser(folder, device)
    denoiser.record(torch.zeros(batch, 3, 32, 32, device=device))
    steps = fold(denoiser.schedule, grid(denoiser.schedule.T, FORWARDS), "ddpm_lower")

    def rebuild() -> list[Tensor]:
        noise = Noise(mix(batch), batch, (3, 32, 32), device=device)
        with torch.inference_mode():
            return list(sample(denoiser, noise(), steps, noise))[:-1]

    states = rebuild()
    asked = [
        prepared(denoiser, state.x, step.alpha_bar)
        for state, step in zip(states, steps, strict=True)
    ]

    def bare() -> list[Tensor]:
        with torch.inference_mode():
            return [denoiser.unet(x, time).sample for x, time in asked]

    pairs = zip(states, bare(), strict=True)
    return compare(
        f"forwards_b{batch}",
        lambda: seconds(device, rebuild),
        lambda: seconds(device, bare),
        peer_name="the bare forwards of the network",
        unit=f"s for {FORWARDS} steps",
        agreement=max((s.x0 - pixel_shuffle(o, 2)).abs().max().item() for s, o in pairs),
        pairs=PAIRS,
    )


def prepared(denoiser: NetworkDenoiser, x: Tensor, alpha_bar: float) -> tuple[Tensor, Tensor]:
    """What the network is shown of `x`, laid out as it likes it, and when."""
    folded = pixel_unshuffle(x, denoiser.fold).contiguous(memory_format=torch.channels_last)
    return folded, denoiser.timestep(alpha_bar).to(x.device).expand(len(x))
