r"""Points in the plane with their contestants: the exact guess, and a network that learned it.

*Exact*: the spiral is an arm with Gaussian thickness, so `COMPONENTS` Gaussians along it, a
thickness apart, are the data but for ripples below $10^{-3}$ of their density; a mixture
knows $E[x_0|x_t]$.

*Network*: three layers that have seen fresh points at random stages of noise and answer with
$v$, from which $\hat x_0=\bar\alpha x-\bar\beta v$. It is trained in place, from a seed, within
seconds: good, not perfect. What it has not learned stays, however many steps are taken.
"""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise

import torch
from torch import Tensor, nn

from engine.device import mix
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.points import POINTS, points, spiral
from engine.diffusion.posterior import v_from_epsilon, x0_from_v
from engine.diffusion.schedule import Schedule, demolish

COMPONENTS, WIDTH, BATCH, TURN, WAVES = 240, 128, 512, 20, 8


def spiral_mixture(device: torch.device | str = "cpu") -> GaussianMixture:
    """The spiral of `points` as a mixture in float32, its own exact denoiser."""
    u = torch.zeros(COMPONENTS, 4, dtype=torch.float64)
    u[:, 0] = (torch.arange(COMPONENTS) + 0.5) / COMPONENTS
    _, centre, scale = POINTS["spiral"]
    arm = spiral(u, torch.zeros(COMPONENTS, 2, dtype=torch.float64))
    means = (arm - torch.tensor(centre, dtype=torch.float64)) / scale
    even = torch.ones(COMPONENTS, dtype=torch.float64)
    return GaussianMixture(even, means, 0.02 / scale * even).to(torch.float32, device)


class Learned(nn.Module):
    r"""`(x, alpha_bar) -> x0_hat` for points (n, 2); `alpha_bar` a float or (n,)."""

    def __init__(self, seed: int):
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            sizes = [2 + 2 * WAVES, WIDTH, WIDTH, WIDTH]
            layers = [nn.Sequential(nn.Linear(a, b), nn.SiLU()) for a, b in pairwise(sizes)]
            self.net = nn.Sequential(*layers, nn.Linear(WIDTH, 2))

    def v(self, x: Tensor, alpha_bar: Tensor) -> Tensor:
        """What the network says of `x` (n, 2) at `alpha_bar` (n,)."""
        angle = alpha_bar.arccos()[:, None] * torch.arange(1, WAVES + 1).to(x)
        return self.net(torch.cat([x, angle.sin(), angle.cos()], dim=1))

    def forward(self, x: Tensor, alpha_bar: float | Tensor) -> Tensor:
        level = torch.as_tensor(alpha_bar, dtype=x.dtype, device=x.device).expand(len(x))
        return x0_from_v(x, self.v(x, level), level[:, None])


def learned(
    name: str, table: Schedule, seed: int, steps: int, device: torch.device
) -> Generator[int, None, Learned]:
    """A network trained for `steps` batches of the points `name`; yields the batches done."""
    net = Learned(mix(seed, 0)).to(device)
    best = torch.optim.Adam(net.parameters(), lr=2e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(best, steps)
    known = points(name, 100 * BATCH, mix(seed, 1), device)
    draw = torch.Generator().manual_seed(mix(seed, 2))
    for step in range(steps):
        if step % TURN == 0:
            yield step
        best.zero_grad()
        _loss(net, known, table, draw).backward()
        best.step()
        slower.step()
    return net.requires_grad_(False)


def _loss(net: Learned, known: Tensor, table: Schedule, draw: torch.Generator) -> Tensor:
    x0 = known[torch.randint(len(known), (BATCH,), generator=draw).to(known.device)]
    epsilon = torch.randn(BATCH, 2, generator=draw).to(x0)
    t = torch.randint(1, table.T + 1, (BATCH,), generator=draw)
    alpha_bar = table.log_alpha_bar[t].exp().to(x0)
    x = demolish(x0, epsilon, alpha_bar)
    target = v_from_epsilon(x, epsilon, alpha_bar[:, None])
    return (net.v(x, alpha_bar) - target).square().mean()
