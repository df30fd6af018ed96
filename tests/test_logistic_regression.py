"""The closed form against scikit-learn, the rival against another optimiser, both against facts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from sklearn.covariance import ledoit_wolf_shrinkage
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from engine.errors import InvalidParameter
from engine.logistic_regression.closed_form import closed_form, ledoit_wolf
from engine.logistic_regression.moments import added, moments
from engine.logistic_regression.newton import maximum_likelihood, newton
from engine.logistic_regression.whitening import by_whitening

SETS = {
    "iris": load_iris,
    "wine": load_wine,
    "breast_cancer": load_breast_cancer,
    "digits": load_digits,
}
SQUARES = (
    [[0, 0], [1, 0], [0, 1], [1, 1], [2, 2], [3, 2], [2, 3], [3, 3]],
    [0, 0, 0, 0, 1, 1, 1, 1],
)


def tensors(x, y) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.as_tensor(np.asarray(x), dtype=torch.float64), torch.as_tensor(np.asarray(y))


def real(name: str, standardised: bool = True) -> tuple[torch.Tensor, torch.Tensor, int]:
    x, y = SETS[name](return_X_y=True)
    x = StandardScaler().fit_transform(x) if standardised else x
    return *tensors(x, y), int(y.max()) + 1


def clouds(seed: int, sizes=(60, 40, 50), d: int = 3) -> tuple[torch.Tensor, torch.Tensor]:
    """Gaussian classes that overlap."""
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape):
        return torch.randn(*shape, generator=generator, dtype=torch.float64)

    mixing = normal(d, d)
    y = torch.arange(len(sizes)).repeat_interleave(torch.tensor(sizes))
    return 1.5 * normal(len(sizes), d)[y] + normal(len(y), d) @ mixing, y


def test_eight_points_of_the_article_give_the_weights_of_the_article():
    x, y = tensors(*SQUARES)
    model = closed_form(moments(x, y, 2))
    w, b = model.binary()
    assert torch.allclose(w, torch.tensor([8.0, 8.0], dtype=torch.float64), atol=1e-9)
    assert b.item() == pytest.approx(-24, abs=1e-9)
    logits = (x @ w + b).tolist()
    assert logits == pytest.approx([-24, -16, -16, -8, 8, 16, 16, 24], abs=1e-9)


def test_two_classes_point_where_least_squares_on_their_labels_points():
    x, y = tensors(*SQUARES)
    w, _ = closed_form(moments(x, y, 2)).binary()
    rows = torch.cat([x, torch.ones(8, 1, dtype=torch.float64)], 1)
    fitted = torch.linalg.lstsq(rows, y.double()[:, None]).solution[:, 0]
    assert fitted.tolist() == pytest.approx([2 / 9, 2 / 9, -1 / 6], abs=1e-9)
    ratio = fitted[:2] / w
    assert ratio.tolist() == pytest.approx([0.25 / (1 + 0.25 * 32)] * 2, abs=1e-9)


def test_the_total_covariance_keeps_the_direction_and_shrinks_its_length():
    x, y = clouds(3, (70, 30))
    m = moments(x, y, 2)
    right, wrong = (closed_form(m, covariance=kind).binary()[0] for kind in ("within", "total"))
    gap = m.means[1] - m.means[0]
    distance = (gap @ torch.linalg.solve(m.within, gap)).item()
    assert (right / wrong).tolist() == pytest.approx([1 + 0.7 * 0.3 * distance] * 3, rel=1e-9)


@pytest.mark.parametrize("name", SETS)
def test_probabilities_are_those_of_scikit_learns_lda(name):
    x, y, classes = real(name)
    peer = LinearDiscriminantAnalysis(solver="lsqr")
    kept = (x.std(0) > 0).numpy()
    with np.errstate(all="ignore"):
        expected = peer.fit(x[:, kept].numpy(), y.numpy()).predict_proba(x[:, kept].numpy())
    got = closed_form(moments(x, y, classes)).probabilities(x)
    assert np.abs(got.numpy() - expected).max() < 1e-10


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer"])
def test_raw_features_give_them_too(name):
    x, y, classes = real(name, standardised=False)
    peer = LinearDiscriminantAnalysis(solver="lsqr").fit(x.numpy(), y.numpy())
    got = closed_form(moments(x, y, classes)).probabilities(x)
    assert np.abs(got.numpy() - peer.predict_proba(x.numpy())).max() < 1e-8


@given(seed=st.integers(0, 1000), chunk=st.sampled_from([1, 7, 64, 1000]))
@settings(max_examples=20)
def test_chunks_and_shards_add_up_to_one_pass(seed, chunk):
    x, y = clouds(seed)
    whole = moments(x, y, 3)
    for parts in (
        moments(x, y, 3, chunk=chunk),
        added(moments(a, b, 3) for a, b in zip(x.split(chunk), y.split(chunk), strict=True)),
    ):
        assert torch.equal(parts.counts, whole.counts)
        assert (parts.means - whole.means).abs().max() < 1e-10
        assert (parts.within - whole.within).abs().max() < 1e-10


def test_weights_count_as_copies():
    x, y = clouds(5)
    times = torch.arange(len(y)) % 3 + 1
    heavy = closed_form(moments(x, y, 3, weights=times))
    copied = closed_form(moments(x.repeat_interleave(times, 0), y.repeat_interleave(times), 3))
    assert (heavy.probabilities(x) - copied.probabilities(x)).abs().max() < 1e-10


@given(seed=st.integers(0, 1000))
@settings(max_examples=20)
def test_an_affine_map_of_the_data_changes_no_probability(seed):
    x, y = clouds(seed)
    generator = torch.Generator().manual_seed(seed)
    turn = torch.linalg.qr(torch.randn(3, 3, generator=generator, dtype=torch.float64))[0]
    stretched = x @ (turn * torch.tensor([0.2, 1.0, 30.0])) + torch.tensor([5.0, -90.0, 0.1])
    one = closed_form(moments(x, y, 3)).probabilities(x)
    other = closed_form(moments(stretched, y, 3)).probabilities(stretched)
    assert (one - other).abs().max() < 1e-8


def test_imbalance_moves_the_bias_alone():
    x, y = clouds(1, (60, 60))
    one = moments(x, y, 2)
    many = one.__class__(
        one.origin,
        one.counts * torch.tensor([9.0, 1.0]),
        one.sums * torch.tensor([[9.0], [1.0]]),
        one.second,
    )
    fair, skewed = (m.priors.log() for m in (one, many))
    assert fair.tolist() == pytest.approx([np.log(0.5)] * 2)
    assert skewed.tolist() == pytest.approx(np.log([0.9, 0.1]).tolist())
    assert torch.allclose(one.means, many.means)


def test_ledoit_wolf_is_scikit_learns():
    x, y = clouds(2, d=3)
    m = moments(x, y, 3)
    expected = ledoit_wolf_shrinkage((x - m.means[y]).numpy(), assume_centered=True)
    assert ledoit_wolf(x, y, m, chunk=11) == pytest.approx(expected, rel=1e-9)


def test_what_cannot_be_inverted_is_a_sentence_and_shrinks():
    x, y = clouds(4, (3, 3), d=8)
    m = moments(x, y, 2)
    with pytest.raises(InvalidParameter, match="inverted"):
        closed_form(m)
    assert closed_form(m, shrinkage=0.3).weights.isfinite().all()
    with pytest.raises(InvalidParameter, match="none of class"):
        closed_form(moments(x, torch.zeros_like(y), 2))


def softmax_loss(flat: np.ndarray, x: torch.Tensor, y: torch.Tensor, l2: float):
    """The loss and, by autograd, its gradient, the last class held at zero."""
    theta = torch.tensor(flat, requires_grad=True)
    weights = theta.view(-1, x.shape[1] + 1)
    full = torch.nn.functional.pad(x @ weights[:, :-1].T + weights[:, -1], (0, 1))
    penalty = l2 / (2 * len(x)) * weights[:, :-1].square().sum()
    loss = torch.nn.functional.cross_entropy(full, y) + penalty
    loss.backward()
    return loss.item(), theta.grad.numpy()


@pytest.mark.parametrize(("classes", "l2"), [(2, 0.0), (3, 0.0), (3, 1.0)])
def test_the_maximum_likelihood_is_an_independent_optimisers(classes, l2):
    x, y = clouds(6, (60, 40, 50)[:classes])
    model = maximum_likelihood(x, y, classes, l2=l2)
    start = np.zeros((classes - 1) * 4)
    peer = minimize(softmax_loss, start, (x, y, l2), "BFGS", jac=True, options={"gtol": 1e-9})
    ours = torch.cat([model.weights, model.bias[:, None]], 1).numpy()
    assert np.abs(ours[:-1] - ours[-1] - peer.x.reshape(-1, 4)).max() < 1e-6


def test_the_gradient_of_the_rival_is_autograds():
    x, y = clouds(7)
    path = list(newton(x, y, 3, most=1))
    model = path[-1].model
    w = model.weights.clone().requires_grad_()
    b = model.bias.clone().requires_grad_()
    loss = torch.nn.functional.cross_entropy(x @ w.T + b, y)
    gradients = torch.autograd.grad(loss, (w, b))
    length = torch.cat([gradients[0][:-1], gradients[1][:-1, None]], 1).norm().item()
    assert path[-1].gradient == pytest.approx(length, rel=1e-9)
    assert path[-1].loss == pytest.approx(loss.item(), rel=1e-12)


def test_the_first_step_from_zero_points_along_the_closed_form_for_balanced_classes():
    x, y = clouds(8, (50, 50))
    _, first, *_ = newton(x, y, 2)
    one, other = first.model.binary()[0], closed_form(moments(x, y, 2)).binary()[0]
    assert torch.nn.functional.cosine_similarity(one, other, dim=0).item() == pytest.approx(1)


def test_far_points_on_the_right_side_move_one_line_and_not_the_other():
    """The article's experiment on a line: 100 around 0, 100 around 3, then 20 at x = 20."""
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(200, 1, generator=generator, dtype=torch.float64)
    y = torch.arange(2).repeat_interleave(100)
    x[100:] += 3
    far = torch.cat([x, torch.full((20, 1), 20.0, dtype=torch.float64)])
    labels = torch.cat([y, torch.ones(20, dtype=torch.int64)])

    def boundary(fit, *data):
        w, b = fit(*data).binary()
        return (-b / w).item()

    def ours(a, b):
        return closed_form(moments(a, b, 2))

    def rival(a, b):
        return maximum_likelihood(a, b, 2)

    assert boundary(ours, x, y) == pytest.approx(1.5, abs=0.4)
    assert boundary(rival, x, y) == pytest.approx(1.5, abs=0.4)
    assert boundary(ours, far, labels) - boundary(ours, x, y) >= 0.4
    assert abs(boundary(rival, far, labels) - boundary(rival, x, y)) < 0.05


def test_separated_classes_let_the_rival_run_away_and_not_the_closed_form():
    x, y = tensors(*SQUARES)
    lengths = [step.length for step in newton(x, y, 2, most=12)]
    assert all(later > sooner for sooner, later in pairwise(lengths))
    assert lengths[-1] - lengths[-2] > 0.3  # and no end of it
    assert closed_form(moments(x, y, 2)).weights.isfinite().all()


def test_raw_digits_give_scikit_learns_probabilities():
    x, y, classes = real("digits", standardised=False)
    kept = (x.std(0) > 0).numpy()
    peer = LinearDiscriminantAnalysis(solver="lsqr").fit(x[:, kept].numpy(), y.numpy())
    got = closed_form(moments(x, y, classes)).probabilities(x)
    assert np.abs(got.numpy() - peer.predict_proba(x[:, kept].numpy())).max() < 1e-8


@pytest.mark.parametrize("name", ["iris", "breast_cancer"])
def test_an_affine_map_changes_no_probability_of_real_data(name):
    x, y, classes = real(name)
    turn = torch.linalg.qr(torch.randn(*[x.shape[1]] * 2, generator=torch.manual_seed(0)))[0]
    moved = x @ turn.double() * 3 - 40
    one = closed_form(moments(x, y, classes)).probabilities(x)
    other = closed_form(moments(moved, y, classes)).probabilities(moved)
    assert (one - other).abs().max() < 1e-8


@pytest.mark.parametrize("far", [0.0, 0.5, 1e6])
def test_where_the_rows_lie_changes_no_covariance(far):
    x, y = clouds(9)
    about, there = moments(x, y, 3), moments(x + far, y, 3)
    assert bool(there.origin.any()) == (far > 100 or bool(about.origin.any()))
    assert (about.within - there.within).abs().max() < 1e-8 * max(1, far * 1e-3)


def test_the_articles_code_with_one_divisor_is_the_closed_form():
    x, y = tensors(*SQUARES)
    w, b = by_whitening(x, y, 2).binary()
    assert w.tolist() == pytest.approx([8, 8], abs=1e-8) and b.item() == pytest.approx(-24)
    for seed in range(5):
        x, y = clouds(seed)
        one, other = by_whitening(x, y, 3), closed_form(moments(x, y, 3))
        assert (one.probabilities(x) - other.probabilities(x)).abs().max() < 1e-10


def test_the_articles_code_as_printed_mixes_two_divisors():
    x, y = tensors(*SQUARES)
    w, b = by_whitening(x, y, 2, ddof=1).binary()
    logits = (x @ w + b).tolist()
    assert logits == pytest.approx([-10.5, -7, -7, -3.5, 3.5, 7, 7, 10.5], abs=1e-8)
    y = torch.arange(12_000) % 2
    x = torch.randn(12_000, 2, generator=torch.manual_seed(0), dtype=torch.float64) + 2 * y[:, None]
    mixed, right = by_whitening(x, y, 2, 1).binary()[0], by_whitening(x, y, 2).binary()[0]
    assert 0 < (1 - mixed / right).max() < 0.01


def test_least_squares_on_labels_points_along_the_closed_form_for_unequal_classes_too():
    x, y = clouds(4, (90, 30))
    w, _ = closed_form(moments(x, y, 2)).binary()
    fitted = LinearRegression().fit(x.numpy(), y.numpy()).coef_
    cosine = np.dot(fitted, w.numpy()) / np.linalg.norm(fitted) / w.norm().item()
    assert cosine == pytest.approx(1, abs=1e-10)


@pytest.mark.parametrize(
    ("name", "ours", "theirs"),
    [
        ("iris", (0.9732, 1.0), (0.9554, 0.9737)),
        ("breast_cancer", (0.9695, 0.9510), (0.9906, 0.9580)),
        ("digits", (0.9644, 0.9644), (0.9985, 0.9689)),
        ("wine", (1.0, 1.0), (1.0, 1.0)),
    ],
)
def test_the_articles_accuracies_on_scikit_learns_data_sets(name, ours, theirs):
    x, y = SETS[name](return_X_y=True)
    xs = train_test_split(x, y, test_size=0.25, stratify=y, random_state=0)
    scaler = StandardScaler().fit(xs[0])
    train, test = (scaler.transform(part) for part in xs[:2])
    model = closed_form(moments(*tensors(train, xs[2]), int(y.max()) + 1))
    got = [model.accuracy(*tensors(a, b)) for a, b in ((train, xs[2]), (test, xs[3]))]
    assert got == pytest.approx(ours, abs=5.1e-5)
    peer = LogisticRegression(max_iter=5000).fit(train, xs[2])
    assert [peer.score(train, xs[2]), peer.score(test, xs[3])] == pytest.approx(theirs, abs=5.1e-5)
