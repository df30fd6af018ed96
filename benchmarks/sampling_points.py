r"""An exact denoiser in the plane, and the steps alone, beside diffusers' schedulers.

The points: a mixture of two Gaussians (.3 at (−1, 0), .7 at (1, 0), sd .1) whose posterior
mean is known; both sides ask the same function, ours from folded coefficients, theirs
through `DDPMScheduler.step`. The steps: the guess is given, one batch of 16 houses goes
down the grid, so that nothing but the step's arithmetic is left. Where a step has noise,
both draw it from equal generators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import torch
from diffusers import DDIMScheduler, DDPMScheduler
from torch import Tensor

from benchmarks.pairs import Case, compare
from engine.device import clock
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.sampler import Denoiser, fold, grid, sample
from engine.diffusion.schedule import schedule
from engine.graph import captured
