r"""DDIM run upwards: the noise that a house comes from, and the ways between two such noises.

Without noise a step can be taken back (article 9181): the $\hat x_0$ and ε found at s lead
to $x_t=\bar\alpha_t\hat x_0+\bar\beta_t\varepsilon$ as well as they led down. Coming down again
ε is asked for at t, not at s, so what comes back is the start but for an error that falls
with the number of steps.

Between two noises one walks along the sphere that they lie on: half of each by a straight
line has a variance of ½ only, and no such noise was ever met in training.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity

from engine.diffusion.posterior import beta_bar
from engine.diffusion.sampler import Denoiser, State, Step, sample
from engine.diffusion.schedule import Schedule
from engine.diffusion.spacing import NEXT


def climb(schedule: Schedule, times: Sequence[int], following: str = "grid") -> list[Step]:
    r"""DDIM's steps upwards, from 0 along `times` (falling, ending at 0) backwards.

    $x_t=\bar\alpha_t\hat x_0+\bar\beta_t\varepsilon$ with $\hat x_0$ and ε as they are at s. At
    s = 0 there is no ε yet: the denoiser is asked as if x stood at t already. `following` is
    a key of `spacing.NEXT`.
    """
    logs = schedule.log_alpha_bar.tolist()
    steps = []
    for t, s in reversed(NEXT[following](times, schedule.T)):
        asked = exp(logs[s or t])
        kappa = beta_bar(logs[t]) / beta_bar(logs[s]) if s else 1 + asked
        lam = exp(logs[t]) - exp(logs[s]) * kappa if s else -asked
        steps.append(Step(s, t, asked, kappa, lam, 0.0))
    return steps


def invert(
    denoiser: Denoiser, x0: Tensor, schedule: Schedule, times: Sequence[int]
) -> Iterator[State]:
    """The noise that DDIM along `times` would make `x0` of: from 0 up, the last is the code."""
    return sample(denoiser, x0, climb(schedule, times), torch.empty)


def slerp(one: Tensor, other: Tensor, part: float) -> Tensor:
    r"""`part` of the way along the arc from `one` to `other`, shape (n, …), each pair on its own.

    At right angles, as two noises nearly are, $z_1\cos(\lambda\pi/2)+z_2\sin(\lambda\pi/2)$.
    """
    a, b = one.flatten(1), other.flatten(1)
    cosine = cosine_similarity(a, b, dim=1, eps=0).clamp(-1, 1)
    angle = cosine.arccos()[:, None] / torch.pi
    whole = torch.sinc(angle)
    mixed = (1 - part) * torch.sinc((1 - part) * angle) * a + part * torch.sinc(part * angle) * b
    return (mixed / whole).view_as(one)


def lerp(one: Tensor, other: Tensor, part: float) -> Tensor:
    """`part` of the way straight from `one` to `other`: through the inside of the sphere."""
    return torch.lerp(one, other, part)


WALKS = {"slerp": slerp, "lerp": lerp}
