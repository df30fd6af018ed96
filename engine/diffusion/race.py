r"""Experiment: a race of solvers down the same flow.

DDIM at η = 0 is an ODE, so any solver may take it (`ode`): Euler, Heun, and Runge and Kutta's
fourth order, in even steps of $s=t/T$ or of $s=t^2/T^2$, with the article's
$\bar\alpha=e^{-5s^2}$. DDIM itself is Euler's step in $\bar\beta/\bar\alpha$: the same order,
another constant. All begin at the same places; where each must end is known exactly.

On a line nobody overtakes, so $x_0=F_0^{-1}(F_1(x_1))$; for one Gaussian that is
$x_0=x_1\,s_0/\sqrt{\bar\alpha_1^2s_0^2+\bar\beta_1^2}$. The order is the slope of the error
against the number of steps, by least squares over the last `fitted` of them, in logarithms.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from math import exp

import numpy as np
import torch
from torch import Tensor

from engine.device import describe
from engine.diffusion.config_ddim import RACERS, RaceConfig, RaceResult
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.ode import ARTICLE, QUESTIONS, VARIABLES, flow
from engine.diffusion.sampler import Step, sample
from engine.diffusion.family import with_eta
from engine.jobs import Progress
