r"""How far one optimiser step goes, as a function of the gradient's size.

SGD moves by $\eta|g|$. Adam moves by $\eta\,\hat m/(\sqrt{\hat v}+\epsilon)$: of a constant
gradient $\hat m=g$, $\hat v=g^2$, so that the step is $\eta|g|/(|g|+\epsilon)\approx\eta$ however
small g is, until ε bites. Of noise alone (mean 0) the steps after many rounds have the rms
$\eta\sqrt{(1-\beta_1)/(1+\beta_1)}$: Adam goes on walking, $0.23\,\eta$ a step, where there is
nothing to learn. (Kingma and Ba, arXiv 1412.6980.)
"""

from __future__ import annotations

from collections.abc import Generator
from math import sqrt

import numpy as np
import torch
from torch import Tensor

from engine.initialization.config_updates import SIZES, UpdatesConfig, UpdatesResult
from engine.jobs import Progress

STEPS, SPREAD = 2000, 64
ETA, BETA_1, BETA_2, EPS = 1e-3, 0.9, 0.999, 1e-8


def run(config: UpdatesConfig) -> Generator[Progress, None, UpdatesResult]:
    """Every size by torch's own optimisers; a `Progress` a size."""
    rng = torch.Generator().manual_seed(config.seed)
    noise = torch.randn(STEPS, SPREAD, generator=rng, dtype=torch.float64)
    adam, sgd, walks = [], [], []
    for done, g in enumerate(SIZES):
        yield Progress(done, len(SIZES))
        constant = torch.full((20, 1), g, dtype=torch.float64)
        adam.append(walked(constant, eps=config.eps)[-1].abs().item() / ETA)
        sgd.append(walked(constant, torch.optim.SGD)[-1].abs().item() / ETA)
        late = walked(g * noise, eps=config.eps)[STEPS // 2 :]
        walks.append(late.square().mean().sqrt().item() / ETA)
    return UpdatesResult(
        config=config,
        adam=np.array(adam),
        sgd=np.array(sgd),
        formula=np.array([adam_step(g, eps=config.eps) / ETA for g in SIZES]),
        noise=np.array(walks),
        expected=noise_step() / ETA,
        device="CPU",
        threads=torch.get_num_threads(),
    )


def adam_step(g: float, eta: float = ETA, eps: float = EPS) -> float:
    """The step of a constant gradient g, bias-corrected, the same at every time."""
    return eta * abs(g) / (abs(g) + eps)


def noise_step(eta: float = ETA, beta_1: float = BETA_1) -> float:
    """The rms of Adam's steps on noise of any size, β₂ near 1 and ε far below the noise."""
    return eta * sqrt((1 - beta_1) / (1 + beta_1))


def walked(gradients: Tensor, kind: type = torch.optim.Adam, eps: float = EPS) -> Tensor:
    """What torch's Adam or SGD does to parameters with `gradients` (steps, size): each move."""
    w = torch.zeros(gradients.shape[1], dtype=gradients.dtype, requires_grad=True)
    more = {"betas": (BETA_1, BETA_2), "eps": eps} if kind is torch.optim.Adam else {}
    optimiser, moves = kind([w], lr=ETA, **more), []
    for g in gradients:
        with torch.no_grad():
            w.zero_()
        w.grad = g.clone()
        optimiser.step()
        moves.append(w.detach().clone())
    return torch.stack(moves)
