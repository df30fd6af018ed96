"""What diffusers' own pipeline does with a network: its times, its steps, its clipping."""

from __future__ import annotations

from engine.diffusion.clipping import clip_end, clip_guess
from engine.diffusion.family import with_eta
from engine.diffusion.pipelines import Pipeline
from engine.diffusion.sampler import Denoiser, Step, fold
from engine.diffusion.spacing import leading, times


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
