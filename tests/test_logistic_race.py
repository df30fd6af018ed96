"""The race: everybody ends where an independent solver ends, and the clock is the runner's own."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression

from engine import device
from engine.errors import InvalidParameter
from engine.logistic_regression import measure
from engine.logistic_regression.adam import BATCH, adam, batch_gradient
from engine.logistic_regression.config_race import RaceConfig
from engine.logistic_regression.config_race_result import NEAR, RUNNERS, RaceResult
from engine.logistic_regression.crowd import crowd
from engine.logistic_regression.curvature import Problem
from engine.logistic_regression.newton import newton, passes
from engine.logistic_regression.runners import WAYS
from engine.task import finished
from tests.test_diffusion_experiments import finish
from tests.test_logistic_regression import clouds
from tests.test_pages import drawn, sentences, visit
from view import language

SLUG = "logistic_regression"
SMALL = RaceConfig(3_000, 8, 3, "skewed", patience=0.5)


@pytest.fixture(scope="module")
def result() -> RaceResult:
    return finish(measure.run(SMALL))


@pytest.fixture(scope="module")
def rows() -> tuple[np.ndarray, np.ndarray]:
    (x, y), _ = made(SMALL)
    return x.double().numpy(), y.numpy()


def made(config: RaceConfig):
    """The rows of `config`, learned and fresh."""
    return finished(crowd(config, torch.device("cpu")))


def loss_of(model, x, y) -> float:
    return -model.predict_log_proba(x)[np.arange(len(y)), y].mean()


def test_the_closed_forms_mark_is_scikit_learns_lda(result, rows):
    expected = loss_of(LinearDiscriminantAnalysis(solver="lsqr").fit(*rows), *rows)
    assert result.closed[1] == pytest.approx(expected, abs=1e-6)


def test_the_best_is_scikit_learns_maximum_of_the_likelihood_and_all_but_adam_find_it(result, rows):
    peer = LogisticRegression(C=np.inf, tol=1e-9, max_iter=5_000).fit(*rows)
    expected = loss_of(peer, *rows)
    assert result.best == pytest.approx(expected, abs=2e-6)
    for name in ("newton", "lbfgs", "warm_newton", "warm_lbfgs"):
        assert result.of(name)[1][-1] == pytest.approx(expected, abs=5e-6)
        assert result.end(name) == "arrived"
    assert result.of("adam")[1][-1] == pytest.approx(expected, abs=5e-3)


def test_with_skewed_classes_the_closed_form_stops_above_the_best(result):
    assert result.gap > 3 * NEAR
    assert np.isnan(result.seconds_to("closed", result.best + NEAR))
    assert result.first_to_best != "closed"


def test_newton_and_lbfgs_never_climb_and_no_clock_runs_back(result):
    for name in RUNNERS:
        seconds, loss = result.of(name)
        assert all(b >= a for a, b in pairwise(seconds))
        assert name == "adam" or all(b <= a + 1e-6 for a, b in pairwise(loss))


def test_a_warm_start_pays_for_the_closed_form_and_begins_at_its_loss(result):
    seconds, loss = result.closed
    for name in ("warm_newton", "warm_lbfgs"):
        mine, losses = result.of(name)
        assert mine[0] >= seconds and losses[0] == pytest.approx(loss, abs=1e-6)


def test_the_clock_counts_a_runners_work_and_nobody_elses(monkeypatch):
    now = [0.0]

    def works():
        for seconds in (1.0, 2.0, 4.0):
            now[0] += seconds
            yield None

    monkeypatch.setattr(device, "clock", lambda _: now[0])
    seen = []
    for seconds, _ in device.timed(works(), torch.device("cpu")):
        seen.append(seconds)
        now[0] += 100.0  # others have their turn
    assert seen == [1.0, 3.0, 7.0]


def test_newton_in_chunks_takes_the_same_steps():
    x, y = clouds(3)
    whole = list(newton(x, y, 3))
    parts = [step for step in passes(Problem(x, y, 3, chunk=7)) if step]
    assert len(parts) == len(whole)
    for one, other in zip(parts, whole, strict=True):
        assert (one.model.weights - other.model.weights).abs().max() < 1e-9


def test_adams_gradient_is_autograds():
    x, y = clouds(4)
    theta = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    logits = x @ theta[:, :-1].T + theta[:, -1]
    (expected,) = torch.autograd.grad(torch.nn.functional.cross_entropy(logits, y), theta)
    assert (batch_gradient(theta.detach(), x, y) - expected).abs().max() < 1e-12


def test_adam_takes_torchs_steps():
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(20 * BATCH, 3, generator=generator, dtype=torch.float64)
    y = torch.randint(2, (len(x),), generator=generator)
    theta = torch.zeros(2, 4, dtype=torch.float64, requires_grad=True)
    peer = torch.optim.Adam([theta], lr=1e-2)
    ours = (model for model in adam(x, y, 2) if model)
    for step, model in zip(range(5), ours, strict=False):
        rows = slice(step * BATCH, (step + 1) * BATCH)
        logits = x[rows] @ theta[:, :-1].T + theta[:, -1]
        peer.zero_grad()
        torch.nn.functional.cross_entropy(logits, y[rows]).backward()
        peer.step()
        assert (model.weights - theta.detach()[:, :-1]).abs().max() < 1e-9


@pytest.mark.parametrize("law", ["gaussian", "skewed"])
def test_the_crowd_has_the_covariance_it_says(law):
    (x, y), (fresh, _) = made(RaceConfig(200_000, 8, 2, law))
    centred = torch.cat([x[y == k] - x[y == k].mean(0) for k in (0, 1)]).double()
    spread = torch.linalg.eigvalsh(centred.T @ centred / len(x))
    assert centred.square().mean().item() == pytest.approx(1, rel=0.05)
    assert spread[0].item() == pytest.approx(0.5, rel=0.1)
    assert not torch.equal(x[: len(fresh)], fresh)


def test_the_same_seed_has_the_same_rows_whatever_is_asked_of_them():
    one, other = (made(RaceConfig(1_000, 8, 2, patience=p)) for p in (1, 2))
    assert torch.equal(one[0][0], other[0][0]) and torch.equal(one[1][1], other[1][1])


def test_who_would_need_too_large_a_hessian_is_absent(monkeypatch):
    monkeypatch.setattr(measure, "MOST_CURVED", 10)
    result = finish(measure.run(RaceConfig(1_000, 8, 3, patience=0.05)))
    assert result.end("newton") == result.end("warm_newton") == "absent"
    assert np.isnan(result.judged("newton")[0]) and not len(result.of("newton")[0])
    assert "newton" not in result.curves


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"n": 1_000_000, "d": 1024}, "needs 4.2 GB.*at most 2.1 GB"),
        ({"n": 10_000, "d": 1024}, "must be at least 20,480"),
        ({"k": 1}, "k: "),
        ({"law": "cauchy"}, "law: "),
    ],
)
def test_a_race_too_large_or_too_small_gets_a_sentence_before_anything_is_made(wrong, said):
    with pytest.raises(InvalidParameter, match=said):
        RaceConfig(**wrong)


def test_a_machine_with_too_little_room_says_so(monkeypatch):
    monkeypatch.setattr(measure, "room", lambda device: 100_000)
    with pytest.raises(InvalidParameter, match=r"at most 0\.0 GB"):
        finish(measure.run(SMALL))


def test_every_runner_has_a_way():
    assert tuple(WAYS) == RUNNERS


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_race_stands_in_both_languages(inline_jobs, lang):
    test = visit(SLUG, lang=lang, logistic_regression_x="race")
    assert not test.exception and not sentences(test)
    assert len(test.get("plotly_chart")) == 1
    assert "| L-BFGS |" in drawn(test)


def test_a_race_that_does_not_fit_is_said_on_the_page(inline_jobs):
    asked = {"x": "race", "n": "1000000", "d": "2048"}
    test = visit(SLUG, lang="en", **{f"{SLUG}_{k}": v for k, v in asked.items()})
    assert "8.5 GB" in " ".join(sentences(test)) and len(test.get("plotly_chart")) == 1
