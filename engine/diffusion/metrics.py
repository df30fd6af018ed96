r"""How far one set of samples is from another, and how sure that is.

*Sliced Wasserstein*: two sets on a line are compared by sorting both; in space, the root
of the mean of that squared distance over fixed random directions. *MMD*: the mean kernel
within each set, less the mean across, $\sum_{i\ne j}h_{ij}/n(n-1)$ with
$h_{ij}=k(x_i,x_j)+k(y_i,y_j)-k(x_i,y_j)-k(x_j,y_i)$ (Gretton et al. 2012, eq. 4): unbiased,
so it may fall below zero.

Each comes with a standard error: how far it would scatter with other samples. Of the
squared distance on a line it follows from the potential $\varphi$, $\varphi'(x)=2(x-T(x))$
with the partner $T(x)$ of x, as $\mathrm{Var}\,\varphi(x)/n+\mathrm{Var}\,\psi(y)/n$ (del
Barrio and Loubes 2019, theorem 4.1), summed over directions sample by sample; of MMD from
the jackknife. It does not see the bias that a finite set gives to sliced Wasserstein (two
fresh sets are never at distance 0), so no distance is read without its *floor*, the same
distance between two fresh sets, here of six pairs with their median.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import pad

from engine.diffusion.config_estimate import Estimate, Floor
from engine.diffusion.houses import is_night

BANDWIDTHS = (0.125, 0.25, 0.5, 1.0, 2.0)
PATCH = 5


def sliced_wasserstein(x: Tensor, y: Tensor, *, directions: int = 128, seed: int = 0) -> Estimate:
    """Distance of two sets of n samples, shape (n, d), or (n, k, d) with k rows a sample.

    `seed` fixes the directions. The standard error counts whole samples.
    """
    generator = torch.Generator().manual_seed(seed)
    beams = torch.randn(directions, x.shape[-1], generator=generator).to(x)
    beams /= beams.norm(dim=1, keepdim=True)
    (a, rank_a), (b, rank_b) = (_shadows(side, beams) for side in (x, y))
    value = (a - b).square().mean(dtype=torch.float64).sqrt().item()
    noise = [_influence(a, a - b, rank_a, len(x)), _influence(b, b - a, rank_b, len(y))]
    spread = sum(part.var().item() / len(part) for part in noise)
    return Estimate(value, spread**0.5 / (2 * value) if value else 0.0)


def _shadows(x: Tensor, beams: Tensor) -> tuple[Tensor, Tensor]:
    """Sorted shadows of all rows on each beam, and whose they are: (directions, n·k) both."""
    return (beams @ x.flatten(0, -2).T).sort(dim=1)


def _influence(values: Tensor, gap: Tensor, order: Tensor, count: int) -> Tensor:
    r"""What each of `count` samples adds to the squared distance: the potential $\varphi$."""
    steps = values.diff(dim=1) * (gap[:, 1:] + gap[:, :-1])
    potential = pad(steps.cumsum(dim=1, dtype=torch.float64), (1, 0))
    return torch.empty_like(potential).scatter_(1, order, potential).mean(0).view(count, -1).mean(1)


def mmd(x: Tensor, y: Tensor, *, chunk: int = 1000) -> Estimate:
    r"""Unbiased MMD² of two sets (n, d), kernel: mean of Gaussians of widths `BANDWIDTHS`.

    Made for data of about unit variance. The standard error is the delete-one jackknife's,
    too large by up to √2 where the two sets have one distribution.
    """
    blocks = zip(x.split(chunk), y.split(chunk), strict=True)
    rows = torch.cat([_row_sums(a, x) + _row_sums(b, y) - _cross(a, b, x, y) for a, b in blocks])
    n = len(rows)
    spread = (rows - rows.mean()).square().sum() * 4 / n / (n - 1) / (n - 2) ** 2
    return Estimate((rows.sum() / (n * (n - 1))).item(), spread.sqrt().item())


def _kernel(x: Tensor, y: Tensor) -> Tensor:
    return _bells(torch.cdist(x, y, compute_mode="donot_use_mm_for_euclid_dist").square_())


def _bells(squared: Tensor) -> Tensor:
    return sum((squared / (-2 * h * h)).exp() for h in BANDWIDTHS) / len(BANDWIDTHS)


def _row_sums(block: Tensor, x: Tensor) -> Tensor:
    """Sums of the kernel of each row of `block` with all of `x` but itself."""
    return _kernel(block, x).sum(1, dtype=torch.float64) - 1


def _cross(a: Tensor, b: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Both cross terms of the rows `a` of `x` and `b` of `y`, without i = j."""
    own = _bells((a - b).square().sum(1)).double()
    across = _kernel(a, y).sum(1, dtype=torch.float64) + _kernel(b, x).sum(1, dtype=torch.float64)
    return across - 2 * own


def high_pass_patches(images: Tensor, *, per_image: int = 64, seed: int = 0) -> Tensor:
    """Random 5×5 patches of pictures (n, c, h, w), each colour less its mean: (n, k, c·25)."""
    n, _, height, width = images.shape
    generator = torch.Generator().manual_seed(seed)
    place = torch.rand(2, n, per_image, generator=generator)
    row, column = (place * torch.tensor([height, width])[:, None, None].sub(PATCH - 1)).long()
    window = (torch.arange(PATCH)[:, None] * width + torch.arange(PATCH)).flatten()
    index = (row * width + column)[:, None, :, None] + window
    index = index.expand(-1, images.shape[1], -1, -1).flatten(2).to(images.device)
    pixels = images.flatten(2).gather(2, index).unflatten(2, (per_image, -1))
    return (pixels - pixels.mean(dim=3, keepdim=True)).transpose(1, 2).flatten(2)


def patch_distance(images: Tensor, others: Tensor, *, seed: int = 0) -> Estimate:
    """Sliced Wasserstein of high-pass patches: sees blur, which pixels hardly do.

    A value of its own for each `seed` of the patches' places; the directions are fixed.
    """
    sides = [high_pass_patches(x, seed=2 * seed + k) for k, x in enumerate((images, others))]
    return sliced_wasserstein(*sides)


def floor(
    distance: Callable[..., Estimate], fresh: Callable[[int], Tensor], pairs: int = 6
) -> Floor:
    """`distance` of `pairs` pairs of fresh sets, `fresh(0)` against `fresh(1)` and so on."""
    values = [distance(fresh(2 * k), fresh(2 * k + 1)).value for k in range(pairs)]
    return Floor(tuple(values))


def nights(images: Tensor) -> Estimate:
    """The share of houses that stand at night, with its binomial standard error."""
    share = is_night(images).double().mean().item()
    return Estimate(share, (share * (1 - share) / len(images)) ** 0.5)
