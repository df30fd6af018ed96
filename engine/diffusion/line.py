r"""Data on a line whose every moment is known: normal, two modes, or single points.

What is not known of $x_0$, $E\,\mathrm{Var}(x_0|x_t)$, is an integral over $p(x_t)$: the
trapezoid rule over each component, whose error falls faster than any power of the spacing.
"""

from __future__ import annotations

from math import log, pi

import torch
from torch import Tensor

from engine.diffusion.config_variances import VariancesConfig
from engine.diffusion.mixture import GaussianMixture

MODES, MODE_SD = (-2.0, 2.0), 0.1
NODES = torch.linspace(-8, 8, 257, dtype=torch.float64)
"""In standard deviations of a component."""


def line(config: VariancesConfig) -> GaussianMixture:
    """The data of `config`, float64; single points are components without width."""
    means, sd = {
        "normal": ((0.0,), config.s),
        "modes": (MODES, MODE_SD),
        "dots": (config.dots, 0.0),
    }[config.data]
    places = torch.tensor(means, dtype=torch.float64)
    sds = torch.full_like(places, sd)
    return GaussianMixture(torch.ones_like(places), places[:, None], sds)


def expected(mixture: GaussianMixture, value, alpha_bar: float) -> float:
    r"""The mean of `value`, from $x_t$ (n, 1) to (n,), over $p(x_t)$."""
    v = (alpha_bar * mixture.sds) ** 2 + (1 - alpha_bar) * (1 + alpha_bar)
    x = alpha_bar * mixture.means + v.sqrt()[:, None] * NODES
    bell = torch.exp(-NODES.square() / 2)
    values = value(x.reshape(-1, 1)).view(x.shape)
    return (mixture.weights @ (values @ (bell / bell.sum()))).item()


def spread(mixture: GaussianMixture, alpha_bar: float) -> float:
    r"""$E\,\mathrm{Var}(x_0|x_t)$; at $\bar\alpha=1$ nothing is unknown."""
    if alpha_bar == 1:
        return 0.0

    def unknown(x: Tensor) -> Tensor:
        return mixture.variance(x, alpha_bar)[:, 0]

    return expected(mixture, unknown, alpha_bar)


def power(mixture: GaussianMixture) -> float:
    """$E\\,x_0^2$."""
    return (mixture.weights @ (mixture.means[:, 0].square() + mixture.sds.square())).item()


def entropy(mixture: GaussianMixture) -> float:
    """The differential entropy of the data in nats; −∞ for single points."""
    if not mixture.sds.all():
        return -torch.inf
    return expected(mixture, lambda x: -mixture.log_density(x, 1.0), 1.0)


def gap(mixture: GaussianMixture, alpha_bar: float) -> float:
    r"""$\mathrm{KL}(x_t\|N(0,1))$ in nats."""

    def excess(x: Tensor) -> Tensor:
        return mixture.log_density(x, alpha_bar) + x[:, 0].square() / 2 + log(2 * pi) / 2

    return expected(mixture, excess, alpha_bar)
