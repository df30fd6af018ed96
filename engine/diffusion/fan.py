r"""The hero of page `ddim`: one crowd, every η and every S, from the same noises.

Every member of the σ family carries $p(x_t)$ over into $p(x_s)$, as long as the denoiser
knows $E[x_0|x_t]$ *and* the step is small; what a large step loses is measured here by the
Wasserstein distance of the samples to fresh data, on a line the mean of
$|x_{(i)}-y_{(i)}|$ of both sets in order. Two fresh sets are never at distance 0: their
distance is the floor.

At η = 0 nothing is drawn on the way. On a line the limit of small steps is known: nobody
overtakes, so $x_0=F_0^{-1}(F_T(x_T))$ with the distribution functions of data and noise.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import combinations

import numpy as np
import torch
from torch import Tensor

from engine.device import clock, default, mix
from engine.diffusion.config_fan import FanConfig, FanResult
from engine.diffusion.config_modes import BINS, DATA, REACH
from engine.diffusion.config_steps import T
from engine.diffusion.family import with_eta
from engine.diffusion.greedy import doubled
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.noise import Noise
from engine.diffusion.roads import mixture, streams
from engine.diffusion.sampler import fold, sample
from engine.diffusion.schedule import schedule
from engine.diffusion.spacing import times
from engine.jobs import Progress

TURN = 40


def run(config: FanConfig) -> Generator[Progress, None, FanResult]:
    """The crowd for every η and S; a `Progress` each `TURN` steps."""
    device = default()
    start, denoiser = clock(device), mixture(config.data, device)
    fresh = sets(denoiser, config)
    total, done, cells = len(config.etas) * sum(config.steps), 0, []
    for eta in config.etas:
        for steps in config.steps:
            for walk in walks(config, eta, steps, denoiser):
                if walk.step % TURN == 0:
                    yield Progress(done + walk.step, total)
            done += steps
            cells.append(measured(walk, fresh, DATA[config.data].upper))
    return FanResult(
        config=config,
        **tables(cells, config),
        begins=histogram(begin(config, device)()[:, 0]),
        floor=percentiles(fresh),
        **roads(config),
        seconds=clock(device) - start,
        device="CPU" if device.type == "cpu" else torch.cuda.get_device_name(device),
        dtype="float64",
        threads=torch.get_num_threads(),
    )


class Walk:
    """A crowd on its way: `x` (count, 1), how far each has walked, and the steps taken."""

    def __init__(self, x: Tensor):
        self.x, self.length, self.step = x, torch.zeros_like(x), 0

    def to(self, x: Tensor) -> None:
        """One step on."""
        self.length += (x - self.x).abs()
        self.x, self.step = x, self.step + 1


def begin(config: FanConfig, device: torch.device):
    """The crowd's noise from its first draw on: the same starts for every η and S."""
    return doubled(Noise(mix(config.seed, 7), config.count, (1,), block=1000, device=device))


def walks(config: FanConfig, eta: float, steps: int, denoiser) -> Iterator[Walk]:
    """The crowd after each of its steps."""
    noise = begin(config, denoiser.means.device)
    path = fold(schedule(config.schedule, T), times(config.spacing, T, steps), with_eta(eta))
    walk = Walk(noise())
    for k, state in enumerate(sample(denoiser, walk.x, path, noise)):
        if k:
            walk.to(state.x)
            yield walk


def sets(denoiser: GaussianMixture, config: FanConfig) -> list[Tensor]:
    """Fresh sets of data, each in order, (count,)."""
    draws = (denoiser.draw(config.count, mix(config.seed, 8, k)) for k in range(config.fresh))
    return [draw[:, 0].sort().values for draw in draws]


def percentiles(fresh: list[Tensor]) -> np.ndarray:
    """$W_1$ of every pair of fresh sets: its percentiles 0…100, float64 (101,)."""
    values = [w1(x, y) for x, y in combinations(fresh, 2)]
    return np.percentile(values, np.arange(101))


def w1(x: Tensor, y: Tensor) -> float:
    """The Wasserstein distance of two sets of one size, both in order."""
    return (x - y).abs().mean().item()


def measured(walk: Walk, fresh: list[Tensor], upper: float) -> tuple:
    """W1 to the data, distance walked, share in the topmost mode, histogram of the ends."""
    ends = walk.x[:, 0].sort().values
    distance = sum(w1(ends, one) for one in fresh) / len(fresh)
    share = (ends > upper).double().mean().item()
    return distance, walk.length.mean().item(), share, histogram(ends)


def histogram(x: Tensor) -> np.ndarray:
    """How many of `x` (n,) lie in each bin, uint32 (BINS,)."""
    place = ((x / REACH + 1) / 2 * BINS).floor().clamp(0, BINS - 1).long()
    return torch.bincount(place, minlength=BINS).cpu().numpy().astype(np.uint32)


def tables(cells: list[tuple], config: FanConfig) -> dict[str, np.ndarray]:
    """What was measured, η by η and S by S."""
    shape = (len(config.etas), len(config.steps))
    names = ("w1", "walked", "upper", "ends")
    columns = map(np.array, zip(*cells, strict=True))
    return {n: c.reshape(*shape, *c.shape[1:]) for n, c in zip(names, columns, strict=True)}


def roads(config: FanConfig) -> dict:
    """What the browser needs to walk its own roads."""
    starts, noise, scale = streams(config.seed)
    lists = [t for steps in config.steps for t in times(config.spacing, T, steps)]
    return {
        "log_alpha_bar": schedule(config.schedule, T).log_alpha_bar.numpy(),
        "times": np.array(lists, dtype=np.int32),
        "starts": starts.numpy(),
        "noise": noise.numpy(),
        "noise_scale": scale,
    }
