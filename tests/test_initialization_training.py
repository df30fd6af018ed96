"""A tiny masked language model: its source, its loss, its steps, and runs that repeat."""

from __future__ import annotations

from collections.abc import Generator
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise, product
from math import log

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from engine.errors import InvalidParameter
from engine.initialization import head, softmax, training
from engine.initialization.config_head import HeadConfig
from engine.initialization.config_softmax import GAMMAS, WIDE, WORDS, SoftmaxConfig
from engine.initialization.config_training import (
    BERT,
    EVERY,
    LAYERS,
    LENGTH,
    LETTERS,
    MASKED,
    SHIPPED,
    WARMUP,
    TrainingConfig,
    blocks,
)
from engine.initialization.masked import MaskedLM, loss_of, masked_lm
from engine.initialization.source import Source, source
from engine.initialization.steps import steps
from engine.initialization.training import Learner, Text
from engine.task import finished
from engine.transformer.config import EncoderConfig
from view import bundle

SHAPE = EncoderConfig(16, 2, 2)
SHORT = TrainingConfig(steps=20)
CPU = torch.device("cpu")


def tiny(std: float = 0.1, seed: int = 3, **more) -> MaskedLM:
    return masked_lm(SHAPE, 5, 4, std, seed, **more)


def batch(seed: int = 1) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    rng = torch.Generator().manual_seed(seed)
    truth = torch.randint(5, (6, 4), generator=rng)
    hidden = torch.rand(truth.shape, generator=rng) < 0.4
    return truth, hidden, truth.masked_fill(hidden, 5)


def enumerated(language: Source, n: int, q: float) -> float:
    """The best loss per hidden letter, by every sentence and every way to hide letters."""
    letters = range(len(language.often))
    chance = {x: language.often[x[0]].item() for x in product(letters, repeat=n)}
    for x in chance:
        for a, b in pairwise(x):
            chance[x] *= language.follows[a, b].item()
    total = 0.0
    for hidden in product((False, True), repeat=n):
        others = np.prod([q if h else 1 - q for h in hidden])
        seen = [i for i in range(n) if not hidden[i]]
        for i in (i for i in range(n) if hidden[i]):
            both, alone = {}, {}
            for x, p in chance.items():
                view = tuple(x[j] for j in seen)
                both[view, x[i]] = both.get((view, x[i]), 0) + p
                alone[view] = alone.get(view, 0) + p
            loss = -sum(p * log(p / alone[view]) for (view, _), p in both.items())
            total += others / q * loss / n
    return total


@pytest.mark.parametrize(("n", "q"), [(1, 0.5), (3, 0.2), (4, 0.6)])
def test_the_best_possible_loss_is_that_of_all_sentences_counted(n: int, q: float):
    language = source(3)
    assert language.best(n, q) == pytest.approx(enumerated(language, n, q), rel=1e-12)


def test_with_everything_hidden_only_the_frequencies_are_left():
    language = source(4)
    assert language.best(1, 0.3) == pytest.approx(language.alphabet, rel=1e-12)
    assert language.best(5, 1 - 1e-13) == pytest.approx(language.alphabet, rel=1e-9)


def test_frequencies_stay_what_they_are_from_letter_to_letter():
    language = source(LETTERS)
    assert (language.often @ language.follows - language.often).abs().max() < 1e-14
    assert language.often.sum().item() == pytest.approx(1, abs=1e-14)
    drawn = language.sentences(40_000, 3, torch.Generator().manual_seed(1))
    for place in range(3):
        share = torch.bincount(drawn[:, place], minlength=LETTERS) / len(drawn)
        assert (share - language.often).abs().max() < 0.01
    pairs = torch.bincount(drawn[:, 1] * LETTERS + drawn[:, 2], minlength=LETTERS**2)
    expected = (language.often[:, None] * language.follows).flatten()
    assert (pairs / len(drawn) - expected).abs().max() < 0.01


def test_the_model_is_what_torchs_own_parts_make_of_the_same_weights():
    model, (_, _, seen) = tiny(), batch()
    with torch.no_grad():
        model.bias.normal_(generator=torch.Generator().manual_seed(1))
    h = F.layer_norm(F.embedding(seen, model.letter) + model.place, (16,))
    h = F.layer_norm(F.gelu(model.dense(model.encoder(h))), (16,))
    theirs = F.linear(h, model.letter[:5], model.bias)
    assert torch.allclose(model(seen), theirs, atol=1e-6)
    bare, theirs = (
        tiny(head=False),
        F.layer_norm(F.embedding(seen, model.letter) + model.place, (16,)),
    )
    assert torch.allclose(bare(seen), bare.encoder(theirs) @ bare.letter[:5].T, atol=1e-6)


@pytest.mark.parametrize("name", ["adam", "sgd"])
def test_every_step_is_that_of_torchs_own_optimiser_and_cross_entropy(name: str):
    ours = tiny().double()
    theirs = deepcopy(ours)
    moving, kind = steps(name, ours), {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}[name]
    optimiser, cross = kind(theirs.parameters()), nn.CrossEntropyLoss()
    for k in range(6):
        truth, hidden, seen = batch(k)
        lr = 0.01 * (k + 1)
        loss = loss_of(ours(seen), truth, hidden)
        other = cross(theirs(seen)[hidden], truth[hidden])
        assert loss.item() == pytest.approx(other.item(), rel=1e-12)
        loss.backward()
        moving.step(lr)
        optimiser.zero_grad()
        other.backward()
        optimiser.param_groups[0]["lr"] = lr
        optimiser.step()
    for (which, a), b in zip(ours.named_parameters(), theirs.parameters(), strict=True):
        assert torch.allclose(a, b, rtol=1e-9, atol=1e-9), which


def test_another_std_is_the_same_weights_times_a_number_and_the_head_changes_none_of_them():
    small, large, bare = tiny(0.1), tiny(0.3), tiny(0.1, head=False)
    theirs = dict(large.named_parameters())
    for name, one in small.named_parameters():
        scaled = one * 3 if one.dim() == 2 else one
        assert torch.allclose(scaled, theirs[name], rtol=1e-5), name
    theirs = dict(small.named_parameters())
    assert all(torch.equal(one, theirs[name]) for name, one in bare.named_parameters())
    others = dict(tiny(0.1, seed=4).named_parameters())
    drawn = [name for name, one in small.named_parameters() if one.dim() == 2]
    assert not any(torch.equal(theirs[name], others[name]) for name in drawn)


def test_the_same_seed_gives_the_same_curves_bit_for_bit_and_another_others():
    first, again = finished(training.run(SHORT)), finished(training.run(SHORT))
    for name in ("loss", "updates", "broke"):
        assert np.array_equal(getattr(first, name), getattr(again, name)), name
    assert first.lines == again.lines
    text = Text(source(LETTERS), 1, 2, CPU)
    other = Learner(TrainingConfig(seed=2, steps=20), SHORT.stds[0], CPU)
    other.step(0, *text.batch(0))
    assert other.loss[0] != first.loss[0, 0]


def test_progress_comes_after_every_step_of_every_std_with_the_losses_so_far_and_can_be_closed():
    going = training.run(SHORT)
    assert isinstance(going, Generator)
    told = [next(going) for _ in range(5 + 12)]
    assert [one.done for one in told] == [0] * 5 + list(range(1, 13))
    assert {one.total for one in told} == {100}
    assert np.isfinite(told[-1].preview).sum() == 12 and np.isfinite(told[-1].preview[1, 2])
    assert np.isfinite(told[7].preview).sum() == 3
    going.close()
    with pytest.raises(StopIteration):
        next(going)


def test_a_run_that_overflows_says_at_which_step_and_the_rest_is_left_empty():
    learner = Learner(TrainingConfig("sgd", times=20, steps=40), SHORT.stds[3], CPU)
    text = Text(source(LETTERS), 40, 1, CPU)
    for k in range(40):
        learner.step(k, *text.batch(k))
    assert 1 < learner.broke <= 40
    assert np.isfinite(learner.loss[: learner.broke - 1]).all()
    assert np.isnan(learner.loss[learner.broke - 1 :]).all()


def test_updates_are_each_floors_own_step_over_its_own_size():
    config = TrainingConfig(steps=20)
    learner, text = Learner(config, config.stds[2], CPU), Text(source(LETTERS), 20, 1, CPU)
    for k in range(10):
        before = deepcopy(learner.model)
        learner.step(k, *text.batch(k))
    for floor in (0, 5, 23):
        pairs = [
            (b, a)
            for (name, b), a in zip(
                before.encoder.sublayers[floor].branch.named_parameters(),
                learner.model.encoder.sublayers[floor].branch.parameters(),
                strict=True,
            )
            if name.endswith("weight")
        ]
        step = sum((a - b).square().sum().item() for b, a in pairs) ** 0.5
        size = sum(b.square().sum().item() for b, _ in pairs) ** 0.5
        assert learner.updates[0, floor] == pytest.approx(step / size, rel=1e-4)
    assert np.isnan(learner.updates[1]).all()


def test_the_rate_climbs_over_the_warm_up_and_stays():
    warm = TrainingConfig(warmup=True)
    assert [warm.rate(k) for k in (0, 49, 99, 299)] == pytest.approx([1e-5, 5e-4, 1e-3, 1e-3])
    assert WARMUP == 100 and TrainingConfig("sgd", times=5).rate(0) == pytest.approx(0.5)


def test_blocks_are_means_of_ten_steps_as_far_as_they_are_whole():
    y = np.arange(25.0)
    assert blocks(y).tolist() == [4.5, 14.5]
    y[13] = np.nan
    assert np.isnan(blocks(y)[1]) and EVERY == 10


def test_the_course_of_a_run_is_told_from_its_losses():
    result, _ = bundle.load("initialization_training_post_adam_cold")
    steps = np.arange(300)
    runs = {
        "falls": 2.7 - steps / 200,
        "stuck": np.full(300, 2.4),
        "back": np.where(steps < 150, 2.7 - steps / 200, 2.7),
    }
    told = replace(result, loss=np.stack([*runs.values()]), broke=np.array([0, 0, 0]))
    assert [told.course(s) for s in range(3)] == list(runs)
    assert replace(told, broke=np.array([7, 0, 0])).course(0) == "broke"


def test_at_berts_size_the_softmax_has_the_entropy_of_gaussian_logits():
    result = finished(softmax.run(SoftmaxConfig()))
    spread = result.spread * np.array(GAMMAS)
    assert result.spread == pytest.approx(0.02 * WIDE**0.5, rel=0.01)
    near = spread < 0.45 * (2 * log(WORDS)) ** 0.5
    assert result.entropy[near] == pytest.approx(result.formula[near], abs=0.03)
    assert (np.diff(result.entropy) < 0).all()
    rng = np.random.default_rng(1)
    for gamma in (1, 4, 8):
        z = gamma * result.spread * rng.standard_normal((24, WORDS))
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        theirs = -(p * np.log(p)).sum(axis=1).mean()
        assert result.entropy[GAMMAS.index(gamma)] == pytest.approx(theirs, abs=0.5)


def test_the_heads_two_models_see_the_same_and_are_told_apart():
    result = finished(head.run(HeadConfig(steps=20)))
    assert result.loss.shape == (2, 2) and result.gamma.shape == (2, 2, 2 * LAYERS + 2)
    assert np.isnan(result.gamma[0, :, -1]).all() and np.isfinite(result.gamma[1]).all()
    assert result.certain.max() < log(LETTERS) and result.best < result.loss.min()
    assert HeadConfig().std == pytest.approx(BERT / 8)


def test_the_shipped_runs_say_what_the_page_says():
    shipped = {name: bundle.load(f"initialization_training_{name}")[0] for name in SHIPPED}
    assert {name: one.config for name, one in shipped.items()} == SHIPPED
    cold, warm = shipped["post_adam_cold"], shipped["post_adam_warm"]
    assert cold.best == pytest.approx(source(LETTERS).best(LENGTH, MASKED), rel=1e-9)
    assert cold.course(3) == "back" and cold.learnt[3] < 0.1
    assert (warm.last[1:4] < cold.last[1:4]).all()
    assert all(run.last.argmin() == 1 for run in (cold, warm))
    sgd = shipped["post_sgd_cold"]
    assert sgd.last[2] < cold.last[2]
    assert sgd.updates[3, 0, -1] > 10 * sgd.updates[3, 0, 0]
    assert cold.updates[3, 0, -1] < 3 * cold.updates[3, 0, 0]
    assert not any(one.broke.any() for one in shipped.values())
    assert np.median(cold.updates[3, -1]) < 1e-3 * np.median(cold.updates[0, 0])
    assert (shipped["pre_adam_cold"].last[2:4] < cold.last[2:4] - 0.3).all()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: TrainingConfig("lion"),
        lambda: TrainingConfig(warmup=1),
        lambda: TrainingConfig(times=2),
        lambda: TrainingConfig(norm="none"),
        lambda: TrainingConfig(family="he"),
        lambda: TrainingConfig(steps=301),
        lambda: SoftmaxConfig(std=0.5),
        lambda: HeadConfig(seed=-1),
    ],
)
def test_what_cannot_be_trained_is_refused(wrong):
    with pytest.raises(InvalidParameter):
        wrong()
