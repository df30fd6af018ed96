r"""How far one optimiser step goes, as a function of the gradient's size.

SGD moves by $\eta|g|$. Adam moves by $\eta\,\hat m/(\sqrt{\hat v}+\epsilon)$: of a constant
gradient $\hat m=g$, $\hat v=g^2$, so that the step is $\eta|g|/(|g|+\epsilon)\approx\eta$ however
small g is, until ε bites. Of noise alone (mean 0) the steps after many rounds have the rms
$\eta\sqrt{(1-\beta_1)/(1+\beta_1)}$: Adam goes on walking, $0.23\,\eta$ a step, where there is
nothing to learn. (Kingma and Ba, arXiv 1412.6980.)
"""

from __future__ import annotations

from math import sqrt

import torch
from torch import Tensor

ETA, BETA_1, BETA_2, EPS = 1e-3, 0.9, 0.999, 1e-8


def adam_step(g: float, eta: float = ETA, eps: float = EPS) -> float:
    """The step of a constant gradient g, bias-corrected, the same at every time."""
    return eta * abs(g) / (abs(g) + eps)


def sgd_step(g: float, eta: float = ETA) -> float:
    """The step of plain gradient descent."""
    return eta * abs(g)


def noise_step(eta: float = ETA, beta_1: float = BETA_1) -> float:
    """The rms of Adam's steps on noise of any size, β₂ near 1 and ε far below the noise."""
    return eta * sqrt((1 - beta_1) / (1 + beta_1))


def walked(gradients: Tensor, eta: float = ETA) -> Tensor:
    """What torch's Adam does to parameters with `gradients` (steps, size): each step's move."""
    w = torch.zeros(gradients.shape[1], dtype=gradients.dtype, requires_grad=True)
    adam, moves = torch.optim.Adam([w], lr=eta, betas=(BETA_1, BETA_2), eps=EPS), []
    for g in gradients:
        before, w.grad = w.detach().clone(), g.clone()
        adam.step()
        moves.append(w.detach() - before)
    return torch.stack(moves)
