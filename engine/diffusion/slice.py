r"""Experiment: Bayes by brute force: a million pairs, cut where $x_t$ is close to a value.

With $x_0$ given, all pairs start there and a slice must look like the posterior
$p(x_s|x_t,x_0)$. With $x_0$ taken away each pair starts at one of the data: then the truth is
the mixture of all their posteriors, and DDPM's one Gaussian around $\hat x_0$ is beside it.
"""

from __future__ import annotations

from collections.abc import Generator
from math import exp, expm1

import numpy as np
import torch
from torch import Tensor

from engine.device import default
from engine.diffusion import pairs, reverse
from engine.diffusion.bayes import width
from engine.diffusion.config_slice import SliceConfig, SliceResult
from engine.diffusion.reverse import Laws
from engine.diffusion.schedule import schedule
from engine.diffusion.slices import judged, together
from engine.jobs import Progress

PLACES = (-3, -1, 1, 3)
"""Where the slices lie, in steps of `APART` from the mean of $x_t$; then the reader's own."""
APART = 0.6
"""Of the standard deviations of $x_t$."""


def run(config: SliceConfig) -> Generator[Progress, None, SliceResult]:
    """Draw, cut and judge; one `Progress` a chunk of pairs."""
    device, (log_t, log_s) = default(), logs(config)
    middle, apart, width = places(config, log_t)
    crowd = pairs.pairs(starts(config, device), log_t, log_s, config.count, config.seed, device)
    pieces = []
    for k, (x_s, x_t) in enumerate(crowd):
        pieces.append(pairs.near(x_s, x_t, _gap(x_t, middle, apart, config.own), width / 2))
        yield Progress(k, -(-config.count // pairs.CHUNK))
    centres = [middle + place * apart for place in PLACES] + [config.own]
    found = pairs.cut(torch.cat(pieces, dim=1), centres, width / 2)
    fields = judged(found, centres, [laws(config, log_t, log_s)] * len(centres))
    alls = [together(row[:-1]) for row in fields["chi2"]]
    return SliceResult(
        config=config,
        width=np.full(len(centres), width),
        chi2_all=tuple(value for value, _, _ in alls),
        p_all=tuple(p for _, p, _ in alls),
        freedom_all=alls[0][2],
        device=str(device),
        **fields,
    )


def _gap(x_t: Tensor, middle: float, apart: float, own: float) -> Tensor:
    """How far it is to the nearest slice; folding the line twice lays `PLACES` on one."""
    gap = (x_t - middle).abs_().sub_(2 * apart).abs_().sub_(apart).abs_()
    return torch.minimum(gap, (x_t - own).abs_(), out=gap)


def logs(config: SliceConfig) -> tuple[float, float]:
    r"""$\log\bar\alpha_t$ and $\log\bar\alpha_s$."""
    table = schedule(config.schedule, config.T).log_alpha_bar
    return table[config.t].item(), table[config.s].item()


def _data(config: SliceConfig) -> Tensor:
    """Where pairs may start, float64."""
    return torch.tensor([config.x0] if config.given == "x0" else config.data, dtype=torch.float64)


def starts(config: SliceConfig, device: torch.device) -> pairs.Start:
    """How a pair gets its start."""
    return pairs.among(_data(config).float().to(device))


def places(config: SliceConfig, log_t: float) -> tuple[float, float, float]:
    """The middle of `PLACES` and their step, rounded to be readable, and the slices' width."""
    data, a = _data(config), exp(log_t)
    sd = (a * a * data.var(correction=0).item() - expm1(2 * log_t)) ** 0.5
    digits = 2 if sd > 0.2 else 4
    return round(a * data.mean().item(), digits), round(APART * sd, digits), config.width * sd


def laws(config: SliceConfig, log_t: float, log_s: float) -> Laws:
    """The truth first; without $x_0$ also DDPM's single Gaussian, as wide as `config` has it."""
    if config.given == "x0":
        return reverse.given(config.x0, log_t, log_s)
    data, name = _data(config), config.variance
    return reverse.among(data, log_t, log_s, {name: width(name, data[:, None], log_t, log_s)})
