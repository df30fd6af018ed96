"""Two small tasks and the tower that is tuned on them: laws, trainings, rivals."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from torch.nn.functional import cross_entropy
from torch.utils.flop_counter import FlopCounterMode

from engine.errors import InvalidParameter
from engine.ladder_side_tuning import compare, formulas, gates, loaders, rivals, training, tune
from engine.ladder_side_tuning.backbone import Backbone, texts
from engine.ladder_side_tuning.cached import Cached
from engine.ladder_side_tuning.config import METHODS
from engine.ladder_side_tuning.config_gates import GATED, VARIANTS, GatesConfig
from engine.ladder_side_tuning.config_rivals import STEPS, USES, RivalsConfig, article
from engine.ladder_side_tuning.config_tasks import (
    MAJOR,
    OWN,
    RATE,
    TASKS,
    TOPICS,
    WORDS,
    N,
    TasksConfig,
    setting,
)
from engine.ladder_side_tuning.ladders import AddingLadder
from engine.ladder_side_tuning.methods import made
from engine.ladder_side_tuning.tasks import TASK, bayes
from engine.ladder_side_tuning.tune import tuned, unseen
from engine.task import finished
from view import bundle


def drawn(task: str, count: int, seed: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    return TASK[task](count, torch.Generator().manual_seed(seed))


def by_hand(text: list[int], task: str, begin: int = 0) -> float:
    """Probability that the answer is 1, summed term by term, of words from place `begin` on."""
    said, half = [0.0, 0.0], TOPICS // 2
    for a in range(TOPICS):
        for b in range(TOPICS):
            if (a < half) != (b < half):
                p = 1.0
                for place, word in enumerate(text, start=begin):
                    first = float(place < N // 2) if task == "hard" else MAJOR
                    free = (1 - OWN) / (TOPICS * WORDS)
                    here = [free + OWN / WORDS * (word // WORDS == topic) for topic in (a, b)]
                    p *= first * here[0] + (1 - first) * here[1]
                said[int(a >= half)] += p
    return said[1] / sum(said)


@pytest.mark.parametrize("task", TASKS)
def test_bayes_rule_is_the_sum_over_all_pairs_of_topics(task: str):
    text, _ = drawn(task, 40)
    expected = [by_hand(one, task) > 0.5 for one in text.tolist()]
    assert bayes(text, task).tolist() == expected


@pytest.mark.parametrize("task", TASKS)
def test_the_law_of_the_texts_is_the_one_that_bayes_rule_knows(task: str):
    """Only of the true law is the mean of the larger probability the share of right answers."""
    text, kind = drawn(task, 4000)
    middle = text[:, N // 3 : 2 * N // 3].tolist()
    p = np.array([by_hand(one, task, N // 3) for one in middle])
    right = ((p > 0.5) == kind.numpy().astype(bool)).mean()
    assert right == pytest.approx(np.maximum(p, 1 - p).mean(), abs=0.012)
    assert np.unique(kind, return_counts=True)[1] == pytest.approx(2000, abs=150)


def test_a_word_is_its_topics_as_often_as_is_said():
    text, _ = drawn("hard", 3000)
    topics = text[:, : N // 2] // WORDS
    most = topics.mode(dim=1, keepdim=True).values
    share = (topics == most).double().mean().item()
    assert share == pytest.approx(OWN + (1 - OWN) / TOPICS, abs=0.01)


def test_who_is_blind_to_order_answers_the_easy_task_and_never_the_hard_one():
    scores = {}
    for task in TASKS:
        (seen, said), (fresh, kind) = drawn(task, 3000), drawn(task, 3000, 2)
        counts = [np.stack([np.bincount(one, minlength=64) for one in x]) for x in (seen, fresh)]
        model = LogisticRegression(max_iter=500).fit(counts[0], said)
        scores[task] = model.score(counts[1], kind)
    assert scores["easy"] > 0.95 and abs(scores["hard"] - 0.5) < 0.04


def test_swapping_the_halves_of_a_hard_text_swaps_its_answer():
    text, _ = drawn("hard", 200)
    swapped = torch.cat([text[:, N // 2 :], text[:, : N // 2]], dim=1)
    assert torch.equal(bayes(swapped, "hard"), 1 - bayes(text, "hard"))


def test_the_shipped_tower_is_what_its_training_makes():
    told = loaders.origin()
    again = list(training.trained(training.Filler(), training.FIRST))
    assert again == pytest.approx(told["first"], rel=1e-5)
    assert told["steps"] == training.STEPS and told["last"] < told["first"][0] - 0.8


def test_frozen_features_decide_the_easy_task_and_not_the_hard_one():
    net, scores = loaders.tower(), {}
    for task in TASKS:
        (seen, said), (fresh, kind) = drawn(task, 2000), drawn(task, 2000, 2)
        with torch.no_grad():
            a, b = (net.encoder(net.embed(x)).mean(dim=1).numpy() for x in (seen, fresh))
        scores[task] = LogisticRegression(max_iter=2000).fit(a, said).score(b, kind)
    assert scores["easy"] > 0.9 and scores["hard"] < 0.75


def test_the_first_step_of_a_training_is_adams_by_its_formula(monkeypatch):
    monkeypatch.setattr(tune, "STEPS", 1)
    own = setting(seed=3)
    model, twin = (made("head", loaders.tower(own), own) for _ in range(2))
    said = finished(tuned(model, "easy", RATE["head"][0], own))
    rng = torch.Generator().manual_seed(tune.mix(own.seed, 5))
    text, kind = TASK["easy"](own.batch, rng)
    loss = cross_entropy(twin(text), kind)
    g = torch.autograd.grad(loss, twin.head.weight)[0]
    assert said.loss == [pytest.approx(loss.item(), rel=1e-6)]
    step = RATE["head"][0] * g / (g.abs() + 1e-8)
    assert torch.allclose(model.head.weight, twin.head.weight - step, atol=1e-7)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_curves_to_the_last_bit(method: str, monkeypatch):
    monkeypatch.setattr(tune, "STEPS", 6)
    monkeypatch.setattr(tune, "EVERY", 3)

    def once(seed: int) -> tuple:
        work = compare.training("hard", method, seed, 4, torch.device("cpu"))
        track = finished(work)
        return track.loss, track.accuracy

    first = once(1)
    assert first == once(1) and first != once(2) and len(first[0]) == 6


def test_a_run_tells_every_step_and_its_loss_and_can_be_left(monkeypatch):
    for module in (tune, compare):
        monkeypatch.setattr(module, "STEPS", 2)
    monkeypatch.setattr(tune, "EVERY", 1)
    told = []
    result = finished(compare.run(TasksConfig(seeds=2)), told.append)
    steps = [one for one in told if one.preview]
    assert len(steps) == 2 * 2 * (2 * len(METHODS) + 3) and told[-1].done == told[-1].total
    assert steps[0].preview[:4] == ("easy", "full", 1, 1)
    assert steps[0].preview[4] == pytest.approx(math.log(2), abs=1e-5)
    assert result.accuracy.shape == (2, len(METHODS), 2, 2) and result.parts.shape == (3, 2, 2)
    work = compare.run(TasksConfig(seeds=2))
    next(work)
    work.close()
    assert next(work, None) is None


def test_the_shipped_curves_are_those_of_this_engine():
    result, _ = bundle.load("ladder_side_tuning_tasks")
    track = finished(compare.training("easy", "head", 1, 4, torch.device("cpu")))
    k = METHODS.index("head")
    assert track.loss == pytest.approx(result.loss[0, k, 0].tolist(), abs=1e-3)
    assert track.accuracy == pytest.approx(result.accuracy[0, k, 0].tolist(), abs=0.006)


def test_what_the_page_says_of_both_tasks_stands_in_what_is_shipped():
    result, _ = bundle.load("ladder_side_tuning_tasks")
    ends = {task: {name: result.end(task, name)[0] for name in METHODS} for task in TASKS}
    assert ends["easy"]["lst"] > ends["easy"]["full"] - 0.05 and ends["easy"]["head"] > 0.75
    assert ends["hard"]["full"] > 0.97 and ends["hard"]["lst"] < 0.6
    near_chance = [name for name, share in ends["hard"].items() if share < 0.6]
    assert len(near_chance) >= 5 and set(near_chance) >= {"head", "prompt", "bitfit", "lst"}
    assert result.part("places")[0] > 0.95 and result.part("lowest")[0] > 0.9
    assert result.part("highest")[0] < 0.6
    assert result.size("lst") < 0.5 * result.size("full") < result.size("lora")


def test_a_ladder_without_rungs_hears_nothing_of_the_towers_layers():
    own = setting()
    (alone, whole), (text, _) = (gates.ladder(v, own) for v in ("alone", "random")), unseen("easy")
    for model in (alone, whole):
        torch.nn.init.normal_(model.tower.head.weight)
        before = model(text)
        with torch.no_grad():
            model.tower.encoder.sublayers[3].branch.second.weight.mul_(1.5)
        assert torch.equal(model(text), before) == (model is alone)
        with torch.no_grad():
            model.tower.word.weight.mul_(1.5)
        assert not torch.equal(model(text), before)


def test_a_rung_behind_a_closed_gate_can_be_cut():
    own, (text, kind) = setting(), unseen("easy")
    model = gates.ladder("random", own)
    finished(tuned(model, "easy", RATE["lst"][0], own))
    with torch.no_grad():
        model.rungs[-1].a.fill_(100.0)
    whole = tune.accuracy(model, text, kind)
    shares = gates.without(model, text, kind)
    assert len(shares) == len(model.rungs) + 1
    assert shares[-1] == whole and min(shares[:-1]) < whole


def test_the_shipped_ladders_are_held_by_their_top_rung():
    result, _ = bundle.load("ladder_side_tuning_gates")
    assert result.gates.shape == (len(GATED), 3, 4)
    lost = result.without("random")[0]
    assert lost[-1] > 0.1 and lost[1:-1].max() < 0.05
    assert result.end("one")[0] > result.end("random")[0] - 0.05
    assert result.size("one") < 0.4 * result.size("random")
    assert result.size("half") < 0.6 * result.size("random")


def test_kept_features_give_the_same_loss_and_the_same_gradients():
    own = setting(seed=5)
    text, label = drawn("easy", 16)
    grads, losses = [], []
    for keep in (False, True):
        ladder = made("lst", loaders.tower(own), own)
        torch.nn.init.ones_(ladder.tower.head.weight[:1])
        model = Cached(ladder, text) if keep else ladder
        loss = cross_entropy(model(text), label)
        loss.backward()
        losses.append(loss.item())
        grads.append([w.grad for w in model.parameters() if w.grad is not None])
    assert losses[0] == pytest.approx(losses[1], abs=1e-6)
    assert len(grads[0]) == len(grads[1]) > 20
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(*grads, strict=True))
    assert model.bytes == 16 * N * 5 * 48 * 4


def test_merged_lora_answers_as_before_and_not_as_the_bare_tower():
    own = RivalsConfig(32).setting
    text, _ = texts(own)
    models = {name: rivals.answerer(name, own) for name in USES if name != "lst"}
    with torch.no_grad():
        said = {name: model(text) for name, model in models.items()}
    assert torch.allclose(said["merged"], said["lora"], atol=1e-6)
    assert not torch.allclose(said["merged"], said["tower"], atol=1e-5)
    assert not any("lora" in name for name, _ in models["merged"].named_parameters())


def test_the_clock_takes_all_in_turn_and_the_counts_tell_who_pays():
    told = []
    result = finished(rivals.run(RivalsConfig(32, readings=5)), told.append)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert told[-1].done == told[-1].total
    assert result.step_seconds.shape == (len(STEPS), 5) and (result.step_seconds > 0).all()
    assert result.answer_seconds.shape == (len(USES), 5) and (result.answer_seconds > 0).all()
    full, again, first, cached = (result.steps(name)[0] for name in STEPS)
    tower, ladder, beside, merged = (result.uses(name)[0] for name in USES)
    assert first - cached == pytest.approx(tower, rel=1e-3)  # what is spared is a forward pass
    # a layer's last product, a third of its dense ones, is needed by nobody and not done again
    assert again - full == pytest.approx(2 / 3 * tower, rel=0.03)
    assert ladder > beside > merged == tower
    assert result.cached_gap <= 1e-6 and result.merged_gap <= 1e-6


def test_the_articles_factors_of_a_cached_step_are_what_torch_counts():
    base = formulas.BASE
    with torch.device("meta"):
        net = AddingLadder(Backbone(base), base)
        text = torch.zeros(1, 128, dtype=torch.long)
        heard = [torch.zeros(1, 128, 768) for _ in range(5)]
    net.head = torch.nn.Identity()
    tower = counted(lambda: net.tower.encoder(heard[0]))
    whole = counted(lambda: net(text))
    side = whole - tower
    assert article() == pytest.approx((62.0, 21.7), abs=0.06)
    assert article()[0] == pytest.approx(tower / side, rel=1e-6)


def counted(function) -> int:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        function()
    return counter.get_total_flops()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: TasksConfig(reduction=5),
        lambda: TasksConfig(seeds=1),
        lambda: TasksConfig(seed=-1),
        lambda: GatesConfig("middling"),
        lambda: GatesConfig(seeds=9),
        lambda: RivalsConfig(n=100),
        lambda: RivalsConfig(reduction=3),
        lambda: RivalsConfig(readings=4),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(InvalidParameter):
        wrong()


def test_every_ladder_has_the_rungs_it_is_named_for():
    rungs = {v: len(gates.ladder(v, GatesConfig().setting(v)).rungs) for v in VARIANTS}
    assert rungs == {"random": 4, "pruned": 4, "half": 2, "one": 1, "alone": 4}
