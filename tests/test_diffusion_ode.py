"""The ODE of the way back: its article's forms, the orders of its solvers, and inversion."""

import math
from itertools import pairwise

import numpy as np
import pytest
import torch

from engine.diffusion import ode
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.inversion import climb, invert, lerp, slerp
from engine.diffusion.mixture import GaussianMixture, two_modes
from engine.diffusion.sampler import fold, grid, sample
from engine.diffusion.schedule import SCHEDULES, schedule

SU = schedule("su", 1000)
STEPS = (100, 200, 400, 800)


def gaussian(s: float) -> GaussianMixture:
    parts = [1.0], [[0.0]], [s]
    return GaussianMixture(*(torch.tensor(part, dtype=torch.float64) for part in parts))


def normal(*shape: int, seed: int = 0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


def last(path) -> torch.Tensor:
    *_, (_, x) = path
    return x


def order(solver: str, variable: str, path: ode.Path) -> float:
    """The slope of log error against log steps on the flow of N(0, .5²), which is a scaling."""
    x, s = normal(20, 1), 0.5
    end = x * s / math.sqrt(1 - (1 - s**2) * math.exp(2 * path.log_alpha_bar(1.0)))
    errors = []
    for steps in STEPS:
        made = last(ode.flow(gaussian(s), x, path, solver=solver, steps=steps, variable=variable))
        errors.append((made - end).abs().max().item())
    return -np.polyfit(np.log(STEPS), np.log(errors), 1)[0]


@pytest.mark.parametrize("variable", ode.VARIABLES)
@pytest.mark.parametrize(("solver", "expected"), [("euler", 1), ("heun", 2), ("rk4", 4)])
def test_every_solver_has_its_order_in_both_time_variables(solver, expected, variable):
    assert order(solver, variable, ode.ARTICLE) == pytest.approx(expected, abs=0.2)


@pytest.mark.parametrize(("solver", "expected"), [("euler", 1), ("heun", 2), ("rk4", 4)])
def test_every_solver_has_its_order_on_the_exact_schedule(solver, expected):
    assert order(solver, "s", ode.PATHS["exact"]) == pytest.approx(expected, abs=0.2)


def test_a_term_in_t_costs_the_exact_schedule_its_order_by_the_square():
    assert order("rk4", "s2", ode.PATHS["exact"]) < 3.5


@pytest.mark.parametrize("s", [1e-4, 0.3, 1.0])
def test_the_right_hand_sides_are_the_articles(s):
    mixture, x = two_modes(), normal(9, 1)
    alpha_bar = math.exp(-5 * s * s)
    root = math.sqrt(-math.expm1(-10 * s * s))
    epsilon = (x - alpha_bar * mixture(x, alpha_bar)) / root
    by_s = ode.slope_of(mixture, ode.ARTICLE, "s")(x, s)
    assert torch.allclose(by_s, 10 * s * (epsilon / root - x), rtol=1e-6)
    by_square = ode.slope_of(mixture, ode.ARTICLE, "s2")(x, s * s)
    assert torch.allclose(by_square, 5 * (epsilon / root - x), rtol=1e-6)


@pytest.mark.parametrize("a", [0.0, 0.3, 0.999, 1.0])
def test_the_score_of_a_mixture_is_the_gradient_of_its_density_at_the_data_too(a):
    parts = [0.2, 0.8], [[-1.0, 0.3], [0.5, 0.0]], [0.3, 0.6]
    mixture = GaussianMixture(*(torch.tensor(part, dtype=torch.float64) for part in parts))
    x = normal(7, 2).requires_grad_()
    (gradient,) = torch.autograd.grad(mixture.log_density(x, a).sum(), x)
    assert torch.allclose(mixture.score(x.detach(), a), gradient, rtol=1e-10)


def test_the_exact_path_runs_through_the_table():
    path = ode.PATHS["exact"]
    through = torch.tensor([path.log_alpha_bar(t / 1000) for t in range(1001)]).double()
    assert (through - SU.log_alpha_bar).abs().max() < 1e-6
    assert path.log_alpha_bar(0.5) == pytest.approx(SU.log_alpha_bar[500].item(), abs=1e-13)
    assert path.log_alpha_bar(0.001) == pytest.approx(SU.log_alpha_bar[1].item(), rel=1e-9)


@pytest.mark.parametrize("path", ode.PATHS.values())
@pytest.mark.parametrize("s", [0.1, 0.7])
def test_a_paths_slopes_are_its_derivatives(path, s):
    h = 1e-5
    for variable, at in ode.VARIABLES.items():
        v = {"s": s, "s2": s * s}[variable]
        assert at(v) == pytest.approx(s)
        ends = [path.log_alpha_bar(at(v + k * h)) for k in (-1, 1)]
        assert path.slopes[variable](s) == pytest.approx((ends[1] - ends[0]) / (2 * h), rel=1e-6)


@pytest.mark.parametrize("solver", ode.SOLVERS)
@pytest.mark.parametrize("path", ode.PATHS)
@pytest.mark.parametrize("variable", ode.VARIABLES)
def test_a_denoiser_without_a_score_at_the_house_ends_by_eulers_step(solver, path, variable):
    mixture, asked = two_modes(), []

    def plain(x, alpha_bar):
        asked.append(alpha_bar)
        return mixture(x, alpha_bar)

    x = normal(5, 1)
    flow = ode.flow(plain, x, ode.PATHS[path], solver=solver, steps=40, variable=variable)
    assert last(flow).isfinite().all()
    assert max(asked) < 1
    assert len(asked) == 39 * ode.QUESTIONS[solver] + 1


def test_ddim_is_eulers_step_in_the_papers_variable():
    mixture = two_modes()
    x = start = normal(6, 1)
    times = grid(1000, 20)
    for t, s in pairwise(times):
        a_t, a_s = SU.alpha_bar[t].item(), SU.alpha_bar[s].item()
        tau_t, tau_s = (SU.beta_bar[k] / SU.alpha_bar[k] for k in (t, s))
        epsilon = (x - a_t * mixture(x, a_t)) / SU.beta_bar[t]
        x = a_s * (x / a_t + (tau_s - tau_t) * epsilon)
    *_, end = sample(mixture, start, fold(SU, times, "ddim"), None)
    assert (end.x - x).abs().max() < 1e-10


def test_all_ways_end_at_the_same_place():
    mixture, x = two_modes(), normal(50, 1)
    ways = [
        last(ode.flow(mixture, x, ode.PATHS["exact"], solver="rk4", steps=400, variable=variable))
        for variable in ode.VARIABLES
    ]
    *_, ddim = sample(mixture, x, fold(SU, grid(1000, 1000), "ddim"), None)
    assert (ways[0] - ways[1]).abs().max() < 0.01
    assert (ways[0] - ddim.x).abs().max() < 0.01


def round_trip(steps: int, table=SU) -> float:
    mixture, times = two_modes(), grid(1000, steps)
    x0 = mixture.draw(200, 3)
    *_, code = invert(mixture, x0, table, times)
    assert code.t == 1000
    *_, back = sample(mixture, code.x, fold(table, times, "ddim"), None)
    return (back.x - x0).abs().mean().item()


def test_up_and_down_again_returns_the_start_with_an_error_falling_with_the_steps():
    errors = [round_trip(steps) for steps in (10, 20, 50, 100, 250, 1000)]
    assert all(b < a for a, b in pairwise(errors))
    assert errors[-1] < 2e-3 < 0.02 < errors[0]


def test_the_code_of_gaussian_data_is_the_data_scaled():
    x0 = 0.5 * normal(100, 1)
    *_, code = invert(gaussian(0.5), x0, SU, grid(1000, 1000))
    scale = math.sqrt(1 - 0.75 * SU.alpha_bar[-1].item() ** 2) / 0.5
    assert (code.x - scale * x0).abs().max() < 0.02


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_step_up_undoes_a_step_down_for_the_same_guess(name):
    table = schedule(name, 1000)
    times = grid(1000, 20)
    down = fold(table, times, "ddim")[:-1]
    up = climb(table, times)[1:]
    x, x0 = normal(2, 5)
    for there, back in zip(down, reversed(up), strict=True):
        assert (there.t, there.s) == (back.s, back.t)
        moved = there.kappa * x + there.lam * x0
        assert (back.kappa * moved + back.lam * x0 - x).abs().max() < 1e-6


def test_the_first_step_up_asks_as_if_it_had_been_made():
    first = climb(SU, grid(1000, 10))[0]
    x, epsilon = normal(2, 5)
    guess = (x - SU.beta_bar[100] * epsilon) / SU.alpha_bar[100]
    moved = first.kappa * x + first.lam * guess
    assert (moved - SU.alpha_bar[100] * x - SU.beta_bar[100] * epsilon).abs().max() < 1e-12
    assert first.alpha_bar == pytest.approx(SU.alpha_bar[100].item())


def test_the_only_house_there_is_comes_back_from_any_noise():
    point = torch.tensor([[0.4, -0.1]], dtype=torch.float64)
    *_, code = invert(FiniteDenoiser(point), point, SU, grid(1000, 10))
    *_, back = sample(FiniteDenoiser(point), code.x, fold(SU, grid(1000, 10), "ddim"), None)
    assert (back.x - point).abs().max() < 1e-9


def test_the_middle_of_two_noises_lies_on_the_sphere_or_well_inside_it():
    one, other = normal(2, 400, 3072)
    arc, line = slerp(one, other, 0.5), lerp(one, other, 0.5)
    assert arc.var() == pytest.approx(1, abs=0.01)
    assert line.var() == pytest.approx(0.5, abs=0.01)
    assert line.std() == pytest.approx(0.7071, abs=0.01)


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 1.0])
def test_at_right_angles_the_arc_is_the_articles(part):
    one, other = torch.eye(4, dtype=torch.float64)[:2, None] * 3
    angle = part * math.pi / 2
    expected = one * math.cos(angle) + other * math.sin(angle)
    assert (slerp(one, other, part) - expected).abs().max() < 1e-12


def test_an_arc_between_equals_stays_and_every_arc_keeps_the_norm():
    one = normal(3, 2, 2)
    assert (slerp(one, one, 0.3) - one).abs().max() < 1e-12
    other = normal(3, 2, 2, seed=1)
    other *= (one.flatten(1).norm(dim=1) / other.flatten(1).norm(dim=1))[:, None, None]
    for part in (0.1, 0.5, 0.8):
        length = slerp(one, other, part).flatten(1).norm(dim=1)
        assert torch.allclose(length, one.flatten(1).norm(dim=1))
