r"""Experiment: walk from one house to another, through noise.

DDIM makes one house of one noise, so a way between two noises is a way between two houses.
Noise of d pixels lies on a sphere of radius $\sqrt d$. The straight way (`lerp`) cuts
through the inside: halfway its variance is ½, its length $\sqrt{1/2}$ of what the network
ever met. Along the arc, `slerp`, the length stays.

The two ends are noises drawn, or the codes of two houses that exist (`encode`).

What a short noise does is seen on a line (two modes, .3 below, .7 above, exact guess), where
slerp at right angles is $z_1\cos(\pi/4)+z_2\sin(\pi/4)$: a crowd of such middles is N(0, 1)
again and ends as the data, while one of variance ½ is drawn to the centre, and too many of it
end in the larger mode: $\Phi(\sqrt2\,\Phi^{-1}(.7))=.77$.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.diffusion.builders import opened
from engine.diffusion.checkpoint import SHIPPED
from engine.diffusion.config_walk import WAYS, WalkConfig, WalkResult
from engine.diffusion.encode import grained, trip, walk
from engine.diffusion.houses import houses
from engine.diffusion.inversion import lerp, slerp
from engine.diffusion.mixture import two_modes
from engine.diffusion.noise import Noise
from engine.diffusion.sheet import to_bytes
from engine.jobs import Progress

MIXES = {"slerp": slerp, "lerp": lerp}
LINE = 200


def run(config: WalkConfig) -> Generator[Progress, None, WalkResult]:
    """Both ways between both kinds of ends; one `Progress` a step."""
    device, said = default(), describe()
    builder = opened(SHIPPED, device).denoiser
    known = houses(config.first + 2, mix(config.seed, 11), device)[config.first :]
    noises = Noise(mix(config.seed, 12), 2, (3, 32, 32), first=config.first, device=device)()
    (up, from_house), (_, from_noise) = trip(config.steps, config.grain), trip(config.steps, 0)
    at, total = 0, len(up) + len(from_house) + len(from_noise) + LINE
    start = grained(known, config.grain, config.seed)
    (codes,) = yield from walk(builder, start, (up,), Progress(at, total), 1)
    at, norms, pictures = len(up), [], []
    for ends, down in ((codes, from_house), (noises, from_noise)):
        way = between(ends, config.stops)
        norms.append(way.double().flatten(2).square().mean(2).sqrt())
        stops = way.flatten(0, 1)
        (built,) = yield from walk(builder, stops, (down,), Progress(at, total), 1)
        pictures.append(to_bytes(built).unflatten(0, way.shape[:2]))
        at += len(down)
    halfway = yield from meeting(config.crowd, config.seed, Progress(at, total))
    return WalkResult(
        config=config,
        norms=torch.stack(norms).cpu().numpy(),
        pictures=torch.stack(pictures).cpu().numpy(),
        known=to_bytes(known).cpu().numpy(),
        halfway=halfway.cpu().numpy(),
        device=said.label,
        threads=said.cores,
    )


def between(ends: Tensor, stops: int) -> Tensor:
    """From `ends[0]` to `ends[1]` each way, shape (ways, stops, …)."""
    parts = [k / (stops - 1) for k in range(stops)]
    ways = [[MIXES[way](ends[:1], ends[1:], part) for part in parts] for way in WAYS]
    return torch.stack([torch.cat(way) for way in ways])


def meeting(count: int, seed: int, done: Progress) -> Generator[Progress, None, Tensor]:
    """Where pairs of noises on the line end that met halfway, each way: float32 (ways, count)."""
    data, device = two_modes(device=default()), default()
    pair = Noise(mix(seed, 19), count, (2,), block=1000, device=device)().double()
    met = {"slerp": pair.sum(1) / 2**0.5, "lerp": pair.mean(1)}
    start = torch.cat([met[way] for way in WAYS])[:, None]
    _, down = trip(LINE, 0)
    (ends,) = yield from walk(data, start, (down,), done, 20)
    return ends[:, 0].float().view(len(WAYS), count)
