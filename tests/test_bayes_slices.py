"""Bayes by brute force: slices of forward pairs against the closed forms."""

import pickle
from itertools import pairwise

import numpy as np
import pytest
import torch
from scipy import stats

from engine.diffusion import reverse, slice, slices, solvable
from engine.diffusion.config_dots import DOTS
from engine.diffusion.config_slice import SliceConfig
from engine.diffusion.config_slices import THIN
from engine.diffusion.config_solvable import SETS, SolvableConfig
from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.pairs import CHUNK, among, cut, near, normal, pairs
from engine.diffusion.schedule import schedule
from engine.errors import InvalidParameter
from tests.test_diffusion_experiments import finish

SU = schedule("su", 1000).log_alpha_bar
DATA = torch.tensor(DOTS, dtype=torch.float64)
X = torch.linspace(-9, 9, 4001, dtype=torch.float64)


def bell(x, mean, variance):
    return torch.exp(-((x - mean) ** 2) / (2 * variance)) / (2 * torch.pi * variance) ** 0.5


def by_bayes(prior, x_t: float, t: int, s: int):
    """p(x_s|x_t) on the grid `X`, by multiplying and dividing, whatever the prior of x_s."""
    step = 2 * (SU[t] - SU[s])
    both = prior * bell(x_t, X * (step / 2).exp(), -torch.expm1(step))
    return both / torch.trapezoid(both, X)


def prior(starts, s: int):
    return sum(bell(X, x * SU[s].exp(), -torch.expm1(2 * SU[s])) for x in starts) / len(starts)


WIDTHS = reverse.ddpm(*SU[[500, 150]].tolist())
CASES = {
    "given": (reverse.given(-2.0, *SU[[500, 400]].tolist()), prior([-2.0], 400), 500, 400),
    "data": (reverse.among(DATA, *SU[[500, 150]].tolist(), WIDTHS), prior(DOTS, 150), 500, 150),
    "normal": (reverse.normal(*SU[[600, 200]].tolist(), WIDTHS), bell(X, 0.0, 1.0), 600, 200),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("x_t", [-1.3, 0.0, 2.2])
def test_the_exact_law_is_what_bayes_rule_gives_on_a_grid(name, x_t):
    laws, before, t, s = CASES[name]
    exact = laws(torch.tensor([x_t], dtype=torch.float64))["exact"]
    assert torch.allclose(exact.density(X), by_bayes(before, x_t, t, s), atol=1e-4)
    mean, sd = exact.moments()
    density = exact.density(X)
    assert torch.trapezoid(X * density, X).item() == pytest.approx(mean.item(), abs=1e-9)
    assert torch.trapezoid((X - mean) ** 2 * density, X).item() == pytest.approx(
        sd.item() ** 2, abs=1e-9
    )


def test_the_share_below_has_the_density_as_its_slope():
    at = reverse.among(DATA, *SU[[500, 150]].tolist(), WIDTHS)(
        torch.tensor([0.4], dtype=torch.float64)
    )
    for bells in at.values():
        x = torch.linspace(-3, 3, 50, dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(bells.below(x).sum(), x)
        assert torch.allclose(slope, bells.density(x), atol=1e-12)


def test_the_weights_are_those_of_the_exact_denoiser():
    x = torch.linspace(-3, 3, 31, dtype=torch.float64)
    for t in (20, 500, 1000):
        ours = reverse.weights(DATA, x, SU[t].item())
        theirs = FiniteDenoiser(DATA[:, None]).weights(x[:, None], SU[t].exp().item())
        assert torch.allclose(ours.T, theirs, atol=1e-12)


@pytest.mark.parametrize("start", [among(torch.tensor([-2.0])), among(DATA.float()), normal])
def test_the_pairs_have_the_moments_of_the_forward_process(start):
    parts = list(pairs(start, SU[500].item(), SU[400].item(), 400_000, 3, torch.device("cpu")))
    assert [len(x) for x, _ in parts] == [CHUNK] * 3 + [400_000 - 3 * CHUNK]
    crowd = torch.cat([torch.stack(part) for part in parts], dim=1).double()
    x0 = start(400_000, torch.Generator().manual_seed(0)).double()
    before = x0.var(correction=0) if len(x0) > 1 else torch.zeros(())
    a = SU[[400, 500]].exp()
    error = 4 / 400_000**0.5
    assert torch.allclose(crowd.mean(1), a * x0.mean(), atol=1.5 * error)
    spread = torch.cov(crowd)
    assert torch.allclose(spread.diagonal(), 1 + a**2 * (before - 1), atol=2 * error)
    carried = (SU[500] - SU[400]).exp() * spread[0, 0]
    assert spread[0, 1].item() == pytest.approx(carried.item(), abs=2 * error)


def test_a_slice_holds_who_is_within_half_its_width():
    x_s, x_t = torch.randn(2, 5000, generator=torch.Generator().manual_seed(1))
    centres = [-0.7, 0.5, 2.0]
    gap = torch.stack([(x_t - c).abs() for c in centres]).amin(0)
    found = cut(near(x_s, x_t, gap, 0.05), centres, 0.05)
    for centre, (mine, at) in zip(centres, found, strict=True):
        inside = (x_t >= centre - 0.05) & (x_t <= centre + 0.05)
        assert torch.equal(mine, x_s[inside]) and torch.equal(at, x_t[inside])


def test_folding_the_line_gives_the_distance_to_the_nearest_place():
    x = torch.linspace(-8, 8, 1001)
    places = [0.3 + 1.1 * k for k in slice.PLACES] + [4.6]
    plain = torch.stack([(x - place).abs() for place in places]).amin(0)
    assert torch.allclose(slice._gap(x, 0.3, 1.1, 4.6), plain, atol=1e-5)


def test_the_test_is_pearsons():
    u = torch.rand(3000, generator=torch.Generator().manual_seed(2)) ** 1.1
    value, p = slices.test(u)
    counts, _ = np.histogram(u.numpy(), np.linspace(0, 1, slices.PARTS + 1))
    known = stats.chisquare(counts)
    assert value == pytest.approx(known.statistic, rel=1e-5)
    assert p == pytest.approx(known.pvalue, rel=1e-3)


@pytest.fixture(scope="module", params=["x0", "data"])
def million(request):
    return finish(slice.run(SliceConfig(given=request.param)))


def test_a_million_pairs_do_not_contradict_bayes_rule(million):
    assert million.laws[0] == "exact" and million.freedom_all == 4 * million.freedom
    assert million.p_all[0] > 0.01
    assert (million.p[0, :4] > 1e-3).all()
    z = (million.heights - million.expected / np.diff(million.edges)) / million.band
    assert np.abs(z[:4][million.expected[:4] > 0.01]).max() < 4.5


def test_without_x0_the_single_bell_is_found_wrong(million):
    if million.config.given == "data":
        assert million.laws == ("exact", "lower")
        assert million.p_all[1] < 1e-20


def test_the_optimal_bell_is_less_wrong_than_the_lower_one():
    chi2 = {}
    for variance in ("lower", "upper", "optimal"):
        result = finish(slice.run(SliceConfig(given="data", s=150, variance=variance)))
        assert result.laws == ("exact", variance) and result.stands("exact")
        chi2[variance] = result.chi2_all[1]
    assert chi2["optimal"] < chi2["upper"] < chi2["lower"]


def test_each_slice_catches_the_share_that_the_marginal_promises(million):
    config = million.config
    data = torch.tensor(config.data if config.given == "data" else [config.x0]).double()
    for k, centre in enumerate(million.centre):
        half = million.width[k] / 2
        sd = (-torch.expm1(2 * SU[config.t])).sqrt()
        edges = (torch.tensor([[centre - half], [centre + half]]) - data * SU[config.t].exp()) / sd
        share = torch.special.ndtr(edges).diff(dim=0).mean().item() * config.count
        assert abs(million.found[k] - share) < 4 * share**0.5 + 1


def test_a_thin_slice_is_shown_one_by_one_and_not_judged(million):
    assert million.thin.tolist() == [False] * 4 + [True]
    assert np.isnan(million.p[:, 4]).all()
    assert len(million.few[4]) == million.found[4] < THIN
    assert all(len(few) == 0 for few in million.few[:4])


def test_a_slice_without_a_sample_is_no_error():
    result = finish(slice.run(SliceConfig(own=15.0, count=20_000)))
    assert result.found[4] == 0 and result.few[4] == ()
    assert np.isfinite(result.heights).all() and np.isfinite(result.band).all()


@pytest.mark.parametrize(("s", "t"), [(499, 500), (1, 2), (1, 1000)])
@pytest.mark.parametrize("given", ["x0", "data"])
def test_any_pair_of_times_will_do(s, t, given):
    result = finish(slice.run(SliceConfig(s=s, t=t, given=given)))
    judged = ~result.thin
    assert (result.p[0][judged] > 1e-4).all()
    assert np.isfinite(result.density).all()
    assert result.range[0] < result.range[1]
    for left, right in pairwise(result.centre[:4]):
        assert right - left > result.width[0]


@pytest.fixture(scope="module")
def three():
    return finish(solvable.run(SolvableConfig()))


def test_each_of_ddpms_variances_is_right_for_one_data_set(three):
    p = dict(zip(three.laws, three.p, strict=True))
    right = {"point": "lower", "normal": "upper", "dots": None}
    for k, name in enumerate(SETS):
        assert p["exact"][k] > 1e-3
        for variance in ("lower", "upper"):
            fits = p[variance][k] > 1e-3
            assert fits == (right[name] == variance), (name, variance)


def test_one_data_point_is_rebuilt_exactly_in_any_number_of_steps(three):
    assert len(three.error) == len(three.config.steps)
    assert max(three.error) < 1e-9


@pytest.mark.parametrize(
    ("run", "config"),
    [
        (slice.run, SliceConfig(count=20_000, given="data")),
        (solvable.run, SolvableConfig(count=20_000)),
    ],
)
def test_one_config_gives_the_same_bytes_twice(run, config):
    assert pickle.dumps(finish(run(config))) == pickle.dumps(finish(run(config)))


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (SliceConfig, {"s": 0}),
        (SliceConfig, {"s": 500}),
        (SliceConfig, {"t": 1001}),
        (SliceConfig, {"x0": float("nan")}),
        (SliceConfig, {"own": True}),
        (SliceConfig, {"data": ()}),
        (SliceConfig, {"data": (1.0, float("inf"))}),
        (SliceConfig, {"given": "nothing"}),
        (SliceConfig, {"variance": "none"}),
        (SliceConfig, {"count": 10}),
        (SliceConfig, {"width": 0.0}),
        (SolvableConfig, {"s": 500}),
        (SolvableConfig, {"centre": 21.0}),
        (SolvableConfig, {"steps": ()}),
    ],
)
def test_bad_questions_get_a_sentence(kind, wrong):
    with pytest.raises(InvalidParameter, match=next(iter(wrong))):
        kind(**wrong)
