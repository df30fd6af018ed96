r"""The one-step loss, the merged loss, and why the second is quieter (article 9119).

Rebuilding a step means guessing the noise $\varepsilon_t$ that was added last:
$L_1=\lVert\varepsilon_t-\varepsilon_\theta(x_t,t)\rVert^2$ with
$x_t=\bar\alpha_tx_0+\alpha_t\bar\beta_{t-1}\bar\varepsilon_{t-1}+\beta_t\varepsilon_t$. Of the
two noises only the sum $\bar\beta_t\varepsilon$ shows in $x_t$; what is orthogonal to it is
integrated out and leaves, but for a constant,

$$L_2=\frac{\beta_t^2}{\bar\beta_t^2}\Bigl\lVert\varepsilon-\frac{\bar\beta_t}{\beta_t}
\varepsilon_\theta(\bar\alpha_tx_0+\bar\beta_t\varepsilon,t)\Bigr\rVert^2.$$

Same expected gradient, less jitter. At the optimum the gradients' variances stand as
$1+(\bar\beta_t^2/\beta_t^2-1)/\mathrm{Var}(\varepsilon|x_t)$ to 1, which the weight
$\beta_t^2/\bar\beta_t^2$ must be kept for: scaling one of them fakes any ratio.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from engine.diffusion.schedule import Schedule

Model = Callable[[Tensor, int], Tensor]


def one_step(
    model: Model, x0: Tensor, before: Tensor, epsilon: Tensor, table: Schedule, t: int
) -> Tensor:
    r"""$L_1$ of each sample, shape (n,), summed over coordinates.

    `x0`, `before` ($\bar\varepsilon_{t-1}$) and `epsilon` ($\varepsilon_t$) have shape (n, …).
    """
    alpha, beta = table.alpha[t - 1].item(), table.beta[t - 1].item()
    carried = alpha * table.beta_bar[t - 1].item()
    x = table.alpha_bar[t].item() * x0 + carried * before + beta * epsilon
    return (epsilon - model(x, t)).square().flatten(1).sum(1)


def merged(model: Model, x0: Tensor, epsilon: Tensor, table: Schedule, t: int) -> Tensor:
    r"""$L_2$ of each sample, shape (n,), summed over coordinates, with its weight.

    `x0` and `epsilon` ($\varepsilon$, all the noise up to t) have shape (n, …).
    """
    beta, beta_bar = table.beta[t - 1].item(), table.beta_bar[t].item()
    x = table.alpha_bar[t].item() * x0 + beta_bar * epsilon
    missed = epsilon - beta_bar / beta * model(x, t)
    return (beta / beta_bar) ** 2 * missed.square().flatten(1).sum(1)


def constant(table: Schedule, t: int) -> float:
    r"""$E L_1-E L_2$ a coordinate: the unexplained share $1-\beta_t^2/\bar\beta_t^2$."""
    return 1 - (table.beta[t - 1] / table.beta_bar[t]).item() ** 2


def per_sample_gradients(loss: Callable[[Model], Tensor], w: float, like: Tensor) -> Tensor:
    r"""$\partial L/\partial w$ of each sample for $\varepsilon_\theta=wx$: `loss` of a model."""
    weights = torch.full((len(like), 1), w, dtype=like.dtype, device=like.device)
    weights.requires_grad_()
    (gradients,) = torch.autograd.grad(loss(lambda x, t: weights * x).sum(), weights)
    return gradients[:, 0]
