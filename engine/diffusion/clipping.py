r"""Guesses kept inside the range of pictures, in the two ways that are in use.

`clip_guess` keeps $\hat x_0$ within $\pm$ `high` and goes on with it: the ε of the step is
that of the clipped guess, as in DDPM. `clip_end` clips only where the step leads and keeps
the ε that the network said, diffusers' habit in DDIM:

$$x_s=\bar\alpha_s\,\mathrm{clip}(\hat x_0)+\kappa\bar\beta_t\varepsilon+\sigma z
=\kappa x_t+\lambda\Bigl(\hat x_0+\frac{\bar\alpha_s}{\lambda}\bigl(\mathrm{clip}(\hat x_0)
-\hat x_0\bigr)\Bigr)+\sigma z,$$

an ordinary step with another guess; on the constraint $\bar\alpha_s=\kappa\bar\alpha_t+\lambda$.
"""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from engine.diffusion.sampler import Denoiser, Step


def clip_guess(denoiser: Denoiser, high: float = 1.0) -> Denoiser:
    """The same denoiser, its guesses kept within ± `high`."""
    return lambda x, alpha_bar: denoiser(x, alpha_bar).clamp(-high, high)


def clip_end(denoiser: Denoiser, steps: Sequence[Step], high: float = 1.0) -> Denoiser:
    """The denoiser with which `steps` lead to the clipped guess by the unclipped noise."""
    factors = {step.alpha_bar: 1 + step.kappa * step.alpha_bar / step.lam for step in steps}

    def clipped(x: Tensor, alpha_bar: float) -> Tensor:
        guess = denoiser(x, alpha_bar)
        return guess + factors[alpha_bar] * (guess.clamp(-high, high) - guess)

    return clipped
