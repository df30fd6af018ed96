r"""Every way of stepping that diffusers and the lab both have, one step at a time.

`walk` takes a setting at the times of its list, both sides from the same $x_t$, the same
answer of a network (the truth, a tenth of noise off) and the same noise of the step, and
yields one `Meeting` a time. In float64 diffusers' own step code stands on our tables; in
float32 it is as it comes. A step leads where diffusers' own does: for DDPM to the next time
of the list, for DDIM and the inverse by t − T//N.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import torch
from diffusers import DDIMInverseScheduler, DDIMScheduler, DDPMScheduler
from torch import Tensor

from benchmarks.parity_settings import WORDS, Setting, T, on_purpose
from engine.diffusion.clipping import clip_end, clip_guess
from engine.diffusion.family import with_eta
from engine.diffusion.inversion import climb
from engine.diffusion.posterior import PREDICTIONS
from engine.diffusion.sampler import Step, fold, sample
from engine.diffusion.schedule import Schedule, demolish, from_ho_betas, schedule
from engine.diffusion.spacing import times

CLASSES = {"ddim": DDIMScheduler, "ddpm": DDPMScheduler, "inverse": DDIMInverseScheduler}
SHAPE = (2, 3)


class Meeting(NamedTuple):
    """One step of both: `purpose` is a key of `ON_PURPOSE`, or None; the rest is what came out."""

    setting: Setting
    t: int
    purpose: str | None
    ours: Tensor
    theirs: Tensor

    @property
    def difference(self) -> float:
        """The largest difference, relative where the reference is beyond 1."""
        ours, theirs = self.ours.double(), self.theirs.double()
        return ((ours - theirs).abs() / theirs.abs().clamp(min=1)).max().item()


@cache
def table(name: str) -> Schedule:
    """Our schedule of that name, float64."""
    if name != "zero":
        return schedule(name, T)
    # what diffusers' rescaling does, in float64
    bar = schedule("linear", T).alpha_bar[1:]
    bar = (bar - bar[-1]) * bar[0] / (bar[0] - bar[-1])
    squares = bar**2
    ratios = torch.cat([squares[:1], squares[1:] / squares[:-1]])
    return from_ho_betas(1 - ratios)


def scheduler(setting: Setting, dtype: torch.dtype):
    """diffusers' own, on our tables in float64, as it comes in float32."""
    options = WORDS[setting.schedule] | {
        "prediction_type": setting.prediction,
        "timestep_spacing": "leading" if setting.spacing == "quadratic" else setting.spacing,
        "clip_sample": setting.clip != "none",
    }
    if setting.kind == "ddpm":
        options["variance_type"] = setting.choice
    made = CLASSES[setting.kind](**options)
    if dtype == torch.float64:
        one = torch.tensor(1.0, dtype=torch.float64)
        made.alphas_cumprod = table(setting.schedule).alpha_bar[1:] ** 2
        made.one = made.final_alpha_cumprod = made.initial_alpha_cumprod = one
    if setting.spacing == "quadratic":
        made.set_timesteps(timesteps=[t - 1 for t in times("quadratic", T, setting.steps)[:-1]])
    else:
        made.set_timesteps(setting.steps)
    return made


def folded(setting: Setting) -> list[Step]:
    """Our steps of it, in the order of diffusers' timesteps."""
    way, where = times(setting.spacing, T, setting.steps), table(setting.schedule)
    if setting.kind == "inverse":
        return climb(where, way, "diffusers")
    if setting.kind == "ddim":
        return fold(where, way, with_eta(setting.choice), "diffusers")
    rule = "ddpm_lower" if "small" in setting.choice else "ddpm"
    return fold(where, way, rule)


def walk(setting: Setting, dtype: torch.dtype, most: int = T) -> Iterator[Meeting]:
    """Both sides at (at most about `most`, evenly chosen) times of the list."""
    peer, steps = scheduler(setting, dtype), folded(setting)
    stride = max(1, len(steps) // most)
    for k in sorted({*range(0, len(steps), stride), len(steps) - 1}):
        step, at = steps[k], int(peer.timesteps[k])
        asked = answer(setting, step, dtype, k)
        mine, other = ours(setting, step, *asked), theirs(setting, peer, at, *asked[:2], k)
        yield Meeting(setting, at + 1, on_purpose(setting, step), mine, other)


def answer(
    setting: Setting, step: Step, dtype: torch.dtype, seed: int
) -> tuple[Tensor, Tensor, Tensor]:
    """x_t, what a network says of it, and the noise of the step."""
    generator = torch.Generator().manual_seed(seed)
    x0, epsilon, off = torch.randn(3, *SHAPE, generator=generator, dtype=torch.float64)
    a, b = step.alpha_bar, (1 - step.alpha_bar**2) ** 0.5
    said = {
        "sample": x0 + b * off / 10,
        "epsilon": epsilon + off / 10,
        "v_prediction": a * epsilon - b * x0 + off / 10,
    }
    output = said[setting.prediction]
    z = torch.randn(SHAPE, generator=torch.Generator().manual_seed(seed), dtype=dtype)
    return demolish(x0, epsilon, a).to(dtype), output.to(dtype), z


def ours(setting: Setting, step: Step, x: Tensor, output: Tensor, z: Tensor) -> Tensor:
    """The lab's sampler, given that answer."""

    def denoiser(x: Tensor, alpha_bar: float) -> Tensor:
        return PREDICTIONS[setting.prediction](x, output, alpha_bar)

    if setting.clip == "guess":
        denoiser = clip_guess(denoiser)
    elif setting.clip == "end" and step.t:
        denoiser = clip_end(denoiser, [step])
    *_, last = sample(denoiser, x, [step], lambda: z)
    return last.x


def theirs(setting: Setting, peer, at: int, x: Tensor, output: Tensor, seed: int) -> Tensor:
    """diffusers' step, given the same."""
    options = {}
    if setting.kind != "inverse":
        options["generator"] = torch.Generator().manual_seed(seed)
    if setting.kind == "ddim":
        options |= {"eta": setting.choice, "use_clipped_model_output": setting.clip == "guess"}
    return peer.step(output, at, x, **options).prev_sample
