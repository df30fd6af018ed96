"""The ladders themselves: the article's counts, what they read, and LoRA, which merges."""

from __future__ import annotations

import copy
from dataclasses import replace
from math import sqrt

import pytest
import torch
from torch.func import functional_call, grad, vmap
from torch.nn.functional import cross_entropy

from engine.errors import InvalidParameter
from engine.ladder_side_tuning import formulas, prune
from engine.ladder_side_tuning.backbone import Backbone, fresh, texts
from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.ladders import AddingLadder, adding, std_of
from engine.ladder_side_tuning.methods import made, ready
from engine.transformer.weights import truncated

SMALL = Setting(4, 32, 4, batch=3, n=7, reduction=2, skip=2, rank=3, adapter=5, vocabulary=20)


def count(module: torch.nn.Module) -> int:
    return sum(w.numel() for w in module.parameters())


@pytest.mark.parametrize(
    ("setting", "rungs", "bert", "percent"),
    [(formulas.BASE, 491_520, 102_267_648, 1.2561), (formulas.LARGE, 655_360, 325_522_432, 0.4450)],
)
def test_the_articles_counts_of_both_towers(setting, rungs: int, bert: int, percent: float):
    with torch.device("meta"):
        net = AddingLadder(Backbone(replace(setting, vocabulary=9, n=4)), setting)
    assert [count(block) for block in net.blocks] == [198_272] * 4
    assert count(net.downs) == rungs
    assert formulas.adding_ladder(setting) == (793_088, rungs)
    assert formulas.bert(setting.layers, setting.width) == bert
    assert 100 * (793_088 + rungs) / bert == pytest.approx(percent, abs=5e-5)
    assert 793_088 + rungs == {491_520: 1_284_608, 655_360: 1_448_448}[rungs]


@pytest.mark.parametrize(("layers", "width", "heads"), [(12, 768, 12), (24, 1024, 16)])
def test_the_towers_count_is_that_of_a_bert_by_transformers(layers: int, width: int, heads: int):
    from transformers import BertConfig, BertModel

    sizes = {"hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": heads}
    config = BertConfig(vocab_size=21_128, intermediate_size=4 * width, **sizes)
    with torch.device("meta"):
        assert count(BertModel(config)) == formulas.bert(layers, width)


def test_the_authors_matrices_have_the_std_that_the_cut_leaves():
    setting = replace(formulas.BASE, layers=4, width=384, heads=4, reduction=3, skip=1)
    drawn = adding(Backbone(replace(setting, vocabulary=9)), setting)
    expected = 1 / sqrt(128) / sqrt(4)
    assert std_of(setting) == pytest.approx(1.13684723 * expected)
    for weight in (drawn.blocks[0][1].branch.first.weight, drawn.downs[2].weight):
        assert weight.std().item() == pytest.approx(expected, rel=0.015)
        assert weight.abs().max() <= 2 * std_of(setting)
    rng = torch.Generator().manual_seed(2)
    cut = truncated(torch.empty(10**6, dtype=torch.float64), rng)
    assert 1 / cut.std().item() == pytest.approx(1.13684723, abs=2e-3)


def test_a_fresh_tower_is_drawn_whole_from_its_seed():
    whole, again = fresh(SMALL).state_dict(), fresh(SMALL).state_dict()
    assert fresh(replace(SMALL, seed=2)).head.weight.ne(whole["head.weight"]).all()
    for name, weight in whole.items():
        assert torch.equal(weight, again[name])
        kind = name.split(".")[-2:]
        expected = {"weight": 1.0, "bias": 0.0}[kind[1]] if kind[0] in ("norm", "final") else None
        if name.endswith("bias") or expected is not None:
            assert (weight == (expected or 0.0)).all(), name
        else:
            assert weight.std().item() == pytest.approx(0.02, rel=0.3), name


LADDERS = {"paper": lambda s: made("lst", fresh(s), s), "author": lambda s: adding(fresh(s), s)}


def loss(net: torch.nn.Module) -> torch.Tensor:
    text, labels = texts(SMALL)
    return cross_entropy(net(text), labels)


@pytest.mark.parametrize("name", LADDERS)
def test_a_ladder_leans_on_its_tower_and_a_weight_of_it_changes_the_loss(name: str):
    net = LADDERS[name](SMALL).double()
    for place in (0, 3):
        with torch.no_grad():
            before = loss(net)
            weight = net.tower.encoder.sublayers[place].branch.state_dict(keep_vars=True)
            next(iter(weight.values()))[0, 0] += 1e-3
            assert loss(net) != before


@pytest.mark.parametrize("name", LADDERS)
def test_without_rungs_a_ladder_sees_the_embedding_and_nothing_above_it(name: str):
    net = LADDERS[name](SMALL).double()
    text, _ = texts(SMALL)
    with torch.no_grad():
        for rung in net.downs[1:] if name == "author" else [one.down for one in net.rungs]:
            for weight in rung.parameters():
                weight.zero_()
        before = net(text)
        for weight in net.tower.encoder.parameters():
            weight.add_(0.3)
        assert torch.equal(net(text), before)
        net.tower.word.weight[:, 0].add_(0.3)
        assert not torch.equal(net(text), before)


@pytest.mark.parametrize("name", LADDERS)
def test_a_tower_whose_weights_ask_for_a_gradient_is_given_none(name: str):
    net = LADDERS[name](SMALL)
    net.tower.requires_grad_(True)
    text, labels = texts(SMALL)
    cross_entropy(net(text), labels).backward()
    asked = [w.grad for n, w in net.tower.named_parameters() if not n.startswith("head")]
    assert all(one is None for one in asked)


def test_the_authors_side_reads_its_first_token_alone_and_its_tower_has_no_gradient():
    net = adding(fresh(SMALL), SMALL)
    text, labels = texts(SMALL)
    cross_entropy(net(text), labels).backward()
    assert all(w.grad is None for w in net.tower.parameters())
    trained = [w for n, w in net.named_parameters() if not n.startswith("tower.")]
    assert all(w.grad is not None for w in trained)
    with torch.no_grad():
        last = [one.register_forward_hook(_spoil) for one in net.blocks[-1]]
        spoiled = net(text)
    [hook.remove() for hook in last]
    assert torch.equal(spoiled, net(text))


def _spoil(module, inputs, output):
    """All tokens but the first forgotten, after attention has read them."""
    return torch.cat([output[:, :1], 0 * output[:, 1:]], dim=1)


def test_a_gate_at_the_start_takes_half_of_each_and_can_be_shut():
    net = made("lst", fresh(SMALL), SMALL)
    rung = net.rungs[0]
    assert rung.gate.item() == 0.5
    z, h = torch.randn(2, 3, 7, 16), torch.randn(3, 7, 32)
    with torch.no_grad():
        rung.a.fill_(20.0)
        assert torch.equal(rung(z[0], h), rung(z[0], h + 1))
        rung.a.fill_(-20.0)
        assert torch.equal(rung(z[0], h), rung(z[1], h))


def trained_lora() -> torch.nn.Module:
    """LoRA as after some training: B no longer 0."""
    net, rng = ready("lora", SMALL).double(), torch.Generator().manual_seed(4)
    with torch.no_grad():
        for name, weight in net.named_parameters():
            if "lora_B" in name:
                weight.copy_(torch.randn(weight.shape, generator=rng))
    return net


def test_pefts_lora_is_a_tower_with_BA_added_by_hand():
    net, plain = trained_lora(), fresh(SMALL).double()
    text, _ = texts(SMALL)
    with torch.no_grad():
        untouched = plain(text)
        for ours, theirs in zip(
            plain.encoder.sublayers[::2],
            net.base_model.model.encoder.sublayers[::2],
            strict=True,
        ):
            for name in "qv":
                one = getattr(theirs.branch, name)
                product = one.lora_B["default"].weight @ one.lora_A["default"].weight
                getattr(ours.branch, name).weight += product
        assert (plain(text) - untouched).abs().max() > 1e-3
        assert (net(text) - plain(text)).abs().max() < 1e-6


def test_lora_merges_into_a_tower_of_the_same_size_and_a_ladder_does_not():
    net = trained_lora()
    text, _ = texts(SMALL)
    before = net(text)
    merged = net.merge_and_unload()
    assert (merged(text) - before).abs().max() < 1e-6
    assert count(merged) == count(fresh(SMALL)) < count(ready("lst", SMALL))


def test_fisher_scores_are_the_mean_squares_of_each_texts_gradient():
    tower = fresh(SMALL).double()
    text, labels = texts(SMALL)
    scores = prune.fisher(tower, text, labels)
    weights = {n: w.detach() for n, w in tower.named_parameters()}

    def one(weights, text, label):
        return cross_entropy(functional_call(tower, weights, text[None]), label[None])

    each = vmap(grad(one), (None, 0, 0))(weights, text, labels)
    assert len(scores) == 2 + 16 * SMALL.layers
    for name, score in scores.items():
        torch.testing.assert_close(score, each[f"encoder.{name}"].square().mean(dim=0))


def shaken(setting: Setting) -> Backbone:
    """A tower with no two weights alike, its norms and biases too."""
    net, rng = fresh(setting), torch.Generator().manual_seed(9)
    with torch.no_grad():
        for weight in net.parameters():
            weight += 0.1 * torch.randn(weight.shape, generator=rng)
    return net


def test_a_side_as_wide_as_its_tower_is_cut_out_whole():
    whole = replace(SMALL, reduction=1, skip=1)
    tower = shaken(whole)
    scores = prune.fisher(tower, *texts(whole))
    net = made("lst", tower, whole)
    prune.carve(net, scores)
    x = torch.randn(2, 7, 32)
    for k, rung in enumerate(net.rungs):
        for small, large in zip(
            rung.layer, tower.encoder.sublayers[2 * k : 2 * k + 2], strict=True
        ):
            assert torch.equal(small(x), large(x))
        assert torch.equal(rung.down.weight, torch.eye(32))


def test_pruning_keeps_the_features_that_matter():
    tower = shaken(SMALL)
    dead = torch.arange(0, 32, 2)  # features of the stream that nobody writes, reads or sees
    with torch.no_grad():
        for one in tower.encoder.sublayers:
            one.norm.weight[dead] = one.norm.bias[dead] = 0
        tower.encoder.final.weight[dead] = tower.encoder.final.bias[dead] = 0
        for feed in tower.encoder.sublayers[1::2]:
            feed.branch.second.weight[:, :64] = 0
            feed.branch.first.bias[:64] = -9.0  # the bend passes nothing
    before = copy.deepcopy(tower)
    net = made("lst", tower, SMALL)
    prune.carve(net, prune.fisher(before, *texts(SMALL)))
    alive = torch.arange(1, 32, 2)
    for rung, layer in zip(net.rungs, SMALL.rungs, strict=True):
        assert torch.equal(rung.down.weight.nonzero()[:, 1], alive)
        feed = before.encoder.sublayers[2 * layer - 1].branch
        assert torch.equal(rung.layer[1].branch.first.weight, feed.first.weight[64:][:, alive])
        assert torch.equal(rung.layer[1].branch.second.weight, feed.second.weight[alive][:, 64:])


def test_inside_a_head_queries_and_keys_are_chosen_together():
    tower = fresh(SMALL)
    scores = {n: torch.zeros_like(w) for n, w in tower.encoder.named_parameters()}
    for head in range(4):  # of eight features in each head, three of q and one of k
        scores["sublayers.2.branch.q.weight"][8 * head + torch.tensor([1, 4, 6])] = 1.0
        scores["sublayers.2.branch.k.weight"][8 * head + 3] = 9.0
    net = made("lst", tower, SMALL)
    prune.carve(net, scores)
    kept = net.rungs[0].down.weight.nonzero()[:, 1]
    for name in "qk":
        large = getattr(tower.encoder.sublayers[2].branch, name).weight[:, kept]
        inside = torch.cat([8 * head + torch.tensor([1, 3, 4, 6]) for head in range(4)])
        small = getattr(net.rungs[0].layer[0].branch, name).weight
        assert torch.equal(small, large[inside])


def test_a_side_with_other_heads_cannot_be_cut_out_of_its_tower():
    other = replace(SMALL, side_heads=2)
    tower = fresh(other)
    scores = prune.fisher(tower, *texts(other))
    with pytest.raises(InvalidParameter, match="must be the tower's 4") as said:
        prune.carve(made("lst", tower, other), scores)
    assert said.value.name == "side_heads"
