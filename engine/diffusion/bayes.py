r"""Page `bayes`, the hero: what $x_0$ says of $x_s$, what $x_t$ says of it, and their product.

Two clues about $x_s$, $s<t$: where it came from,
$p(x_s|x_0)=N(\bar\alpha_sx_0,\bar\beta_s^2)$, and where it went,
$p(x_t|x_s)=N(\alpha x_s,\beta^2)$ with $\alpha$, $\beta$ of the whole step: read as a density
of $x_s$ it is $N(x_t/\alpha,\beta^2/\alpha^2)$. Their product is the posterior
$N(\kappa x_t+\lambda x_0,\sigma^2)$ (article 9164).

Without $x_0$, a data set $D_1\dots D_m$ leaves the weights $w_i=p(D_i|x_t)$ and the guess
$\hat x_0=\sum_iw_iD_i$. The truth is $p(x_s|x_t)=\sum_iw_iN(\kappa x_t+\lambda D_i,\sigma^2)$; DDPM
puts one bell around $\kappa x_t+\lambda\hat x_0$ in its place. Both have that mean; the truth has
the variance $\sigma^2+\lambda^2\mathrm{Var}(x_0|x_t)$.
"""

from __future__ import annotations

from collections.abc import Generator
from math import exp, expm1, pi, sqrt

import torch
from torch import Tensor

from engine.diffusion.config_bells import DRAWS, BayesConfig, BayesResult, Bell
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.noise import Noise
from engine.diffusion.posterior import VARIANCES, posterior
from engine.diffusion.schedule import schedule
from engine.jobs import Progress

GRID = 241
NODES = torch.linspace(-8, 8, 129, dtype=torch.float64)
"""Where `spread` looks at each data point's noise, in standard deviations."""


def run(config: BayesConfig) -> Generator[Progress, None, BayesResult]:
    """All bells of `config`: quick, so nothing is yielded."""
    yield from ()
    table = schedule(config.schedule, config.T).log_alpha_bar
    log_t, log_s = table[config.t].item(), table[config.s].item()
    data = torch.tensor(config.points, dtype=torch.float64)[:, None]
    weights, guess = known_of_x0(data, config.xt, log_t)
    kappa, lam, sigma = posterior(log_t, log_s)
    sigma = abs(sigma)
    bells = clues(config, log_t, log_s) | {
        "product": Bell(kappa * config.xt + lam * config.x0, sigma),
        "approx": Bell(
            kappa * config.xt + lam * guess.mean, width(config.variance, data, log_t, log_s)
        ),
    }
    grid = torch.linspace(-5, 5, GRID, dtype=torch.float64)
    parts = [Bell(kappa * config.xt + lam * d, sigma) for d in config.points]
    truth = sum(w * normal(grid, part) for w, part in zip(weights.tolist(), parts, strict=True))
    named = [bells[name] for name in ("prior", "likelihood", "product", "approx")]
    return BayesResult(
        config=config,
        log_alpha_bar=table.numpy(),
        kappa=kappa,
        lam=lam,
        guess=guess,
        truth=Bell(bells["approx"].mean, sqrt(sigma**2 + (lam * guess.sd) ** 2)),
        weights=weights.numpy(),
        grid=grid.numpy(),
        density=torch.stack([*(normal(grid, bell) for bell in named), truth]).numpy(),
        noise=Noise(config.seed, DRAWS, (1,))().flatten().double().numpy(),
        device="CPU",
        threads=torch.get_num_threads(),
        **bells,
    )


def clues(config: BayesConfig, log_t: float, log_s: float) -> dict[str, Bell]:
    r"""What $x_0$ and what $x_t$ say of $x_s$, each for itself."""
    step = log_t - log_s
    return {
        "prior": Bell(exp(log_s) * config.x0, sqrt(abs(expm1(2 * log_s)))),
        "likelihood": Bell(config.xt * exp(-step), sqrt(expm1(-2 * step))),
    }


def known_of_x0(data: Tensor, xt: float, log_t: float) -> tuple[Tensor, Bell]:
    r"""The weights of `data` (m, 1) given $x_t$, and mean and standard deviation of $x_0$."""
    denoiser, x = FiniteDenoiser(data), torch.tensor([[xt]], dtype=torch.float64)
    mean, variance = denoiser.moments(x, exp(log_t))
    return denoiser.weights(x, exp(log_t))[0], Bell(mean.item(), sqrt(variance.item()))


def width(variance: str, data: Tensor, log_t: float, log_s: float) -> float:
    r"""The standard deviation of the single bell by the choice `variance`."""
    return sqrt(abs(VARIANCES[variance](log_t, log_s, spread(data, log_t))))


def spread(data: Tensor, log_t: float) -> float:
    r"""$E\,\mathrm{Var}(x_0|x_t)$ over $p(x_t)$: the trapezoid rule on each point's noise."""
    a, b = exp(log_t), sqrt(-expm1(2 * log_t))
    x = (a * data + b * NODES).reshape(-1, 1)
    _, variance = FiniteDenoiser(data).moments(x, a)
    weight = torch.exp(-NODES.square() / 2)
    return (variance.view(len(data), -1) @ (weight / weight.sum())).mean().item()


def normal(x: Tensor, bell: Bell) -> Tensor:
    """The density of `bell` at `x`; zero where it has no width."""
    if bell.sd == 0:
        return torch.zeros_like(x)
    return torch.exp(-((x - bell.mean) / bell.sd).square() / 2) / (bell.sd * sqrt(2 * pi))
