r"""How the matrices of an encoder are drawn: $W_{ij}\sim\sigma\,\mathcal N(0,1)$, biases 0.

σ is the same for every matrix, as in BERT, times what the recipe says of inner and last ones.
`cut` draws from the normal law cut off at ±2 standard deviations, whose real standard deviation
is σ · 0.8796 (TensorFlow's `truncated_normal`, which BERT was made with).
"""

from __future__ import annotations

from math import sqrt

import torch
from torch import Generator, Tensor, nn

from engine.transformer.config import EncoderConfig
from engine.transformer.encoder import Sublayer


def draw(one: Sublayer, config: EncoderConfig, std: float, rng: Generator, cut: bool = False):
    """Fill the matrices of a sublayer in place; norms and scales stay as they are made."""
    scale(one, config, std, [unit(m.weight, rng, cut) for m in linears(one)])


def units(one: Sublayer, rng: Generator, cut: bool = False) -> list[Tensor]:
    """Matrices for σ = 1, in the order of `linears`."""
    return [unit(m.weight, rng, cut) for m in linears(one)]


def scale(one: Sublayer, config: EncoderConfig, std: float, drawn: list[Tensor]) -> None:
    """Put `drawn`, matrices for σ = 1, into a sublayer as they are for σ = `std`."""
    inner, last = config.how.gains(config.layers)
    gain = {"plain": 1.0, "inner": inner, "last": last}
    pairs = [(m, gain[part]) for part, maps in one.branch.matrices.items() for m in maps]
    with torch.no_grad():
        for (m, factor), matrix in zip(pairs, drawn, strict=True):
            torch.mul(matrix, std * factor, out=m.weight)
            m.bias.zero_()


def linears(one: Sublayer) -> list[nn.Linear]:
    """The maps of a sublayer's branch, one order for all that draw."""
    return [m for maps in one.branch.matrices.values() for m in maps]


def unit(like: Tensor, rng: Generator, cut: bool = False) -> Tensor:
    """A matrix of the shape of `like`, from N(0, 1), `cut` off at ±2."""
    empty = torch.empty(like.shape, dtype=like.dtype)
    if not cut:
        return empty.normal_(generator=rng).to(like.device)
    return truncated(empty, rng).to(like.device)


def truncated(empty: Tensor, rng: Generator) -> Tensor:
    r"""N(0, 1) cut off at ±2, by the inverse of its distribution function: $x=\sqrt2\,
    \mathrm{erf}^{-1}(u)$, u uniform between $\pm\mathrm{erf}(\sqrt2)$."""
    edge = torch.erf(torch.tensor(sqrt(2), dtype=torch.float64)).item()
    return empty.uniform_(-edge, edge, generator=rng).erfinv_().mul_(sqrt(2))
