"""Article 9138: what each method keeps, computes and trains, counted and worked out."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import engine.memory
from engine.errors import InvalidParameter
from engine.ladder_side_tuning import bars, depth, formulas, hero
from engine.ladder_side_tuning.account import account, real_account
from engine.ladder_side_tuning.backbone import fresh, texts
from engine.ladder_side_tuning.config import ATTENTIONS, CAUSES, ENTRANTS, METHODS, Setting
from engine.ladder_side_tuning.config_bars import BarsConfig
from engine.ladder_side_tuning.config_depth import DepthConfig
from engine.ladder_side_tuning.config_hero import HeroConfig, HeroResult
from engine.ladder_side_tuning.methods import made, ready
from engine.task import finished
from engine.transformer.kept import kept_bytes

SMALL = Setting(layers=3, width=32, heads=2, batch=2, n=9, reduction=4, rank=3, adapter=5, prompt=4)


@pytest.fixture(scope="module")
def heroes() -> dict[str, HeroResult]:
    return {name: finished(hero.run(HeroConfig(attention=name))) for name in ATTENTIONS}


def formula(name: str, s: Setting) -> int:
    """Bytes that method `name` keeps, worked out by hand: numbers a token, sheets, the ends."""
    wide, d, tokens = s.width, s.side, s.batch * s.n

    def sheet(n: int) -> int:
        return s.batch * s.heads * n * (n if s.attention == "naive" else 1)

    fused = s.attention == "fused"
    bare = 9 * wide + 4 + wide * fused  # norms' inputs, q, k, v, before the bend; what heads say
    answer = s.batch * (wide + s.classes) + 1  # what the head and the loss read
    top = tokens * (wide + 2) + answer
    inner = s.layers - 1
    numbers = {
        "head": answer,
        "full": s.layers * (tokens * (16 * wide + 4) + sheet(s.n)) + top,
        "bitfit": s.layers * (tokens * bare + sheet(s.n)) + top,
        "lora": s.layers * (tokens * (bare + wide + 2 * s.rank) + sheet(s.n))
        - tokens * (wide + 2 + wide * (not fused))
        + top,
        "ia3": s.layers * (tokens * (bare + 6 * wide) + sheet(s.n) + 6 * wide)
        - tokens * (wide + 2 + wide * (not fused))
        - 2 * wide
        + top,
        "adapter": inner * (tokens * bare + sheet(s.n))
        + tokens * (wide + 2 + 4 * wide)
        + s.layers * 2 * tokens * (wide + 2 * s.adapter)
        + top,
        "lst": len(s.rungs) * (tokens * (16 * d + 4 + wide + 2 * d) + sheet(s.n) + 2)
        + tokens * (wide + 2 * d + 2)
        + answer,
        "checkpoint": s.layers * tokens * wide + top,
    }
    long = s.batch * (s.n + s.prompt)
    numbers["prompt"] = s.layers * (long * bare + sheet(s.n + s.prompt)) + long * (wide + 2)
    numbers["prompt"] += answer
    words = 8 * tokens if name in ("full", "checkpoint") else 0
    return 4 * numbers[name] + words + 8 * s.batch


@pytest.mark.parametrize("name", ENTRANTS)
@settings(max_examples=5)
@given(
    layers=st.sampled_from([1, 2, 4]),
    heads=st.integers(1, 3),
    head=st.sampled_from([4, 8]),
    batch=st.integers(1, 3),
    n=st.integers(1, 9),
    attention=st.sampled_from(ATTENTIONS),
    reduction=st.sampled_from([1, 2, 4]),
    rank=st.integers(1, 4),
    prompt=st.integers(1, 5),
)
def test_each_method_keeps_exactly_what_its_formula_says(name: str, heads: int, head: int, **sizes):
    setting = Setting(heads=heads, width=heads * head, adapter=3, vocabulary=20, **sizes)
    assert account(ready(name, setting), *texts(setting)).bytes == formula(name, setting)


def test_a_narrow_view_keeps_its_whole_storage_and_the_same_storage_counts_once():
    x, own = torch.ones(100, requires_grad=True), torch.ones(10, requires_grad=True)
    y = x.exp()
    assert kept_bytes(lambda: (y[:10] * y[:10], y[5:7].square(), y[:10] * own), [own]) == 400
    assert kept_bytes(lambda: y[:10] * own, []) == 440


def flops(name: str, s: Setting) -> tuple[int, int]:
    """Forward and backward of `name` with naive attention, worked out by hand."""
    wide, d, tokens, many = s.width, s.side, s.batch * s.n, len(s.rungs)
    sheet, square = 2 * s.batch * s.n**2 * wide, 2 * tokens * wide**2
    head, narrow = 2 * s.batch * wide * s.classes, 2 * tokens * wide * s.rank
    up = s.layers * (12 * square + 2 * sheet) + head
    if name == "full":
        return up, 2 * up
    if name == "lora":  # on layer 1 no gradient goes below q, k, v, and none to k
        down = s.layers * (12 * square + 4 * sheet) - 3 * square - sheet
        adapters = 2 * (4 * s.layers - 1) * narrow
        return up + 4 * s.layers * narrow, down + adapters + 2 * head
    side = many * (24 * tokens * d**2 + 4 * s.batch * s.n**2 * d)
    rung = 2 * tokens * wide * d
    return up + side + (many + 2) * rung, 2 * side + (many + 3) * rung + 2 * head


@settings(max_examples=6)
@given(
    skip=st.integers(1, 2),
    heads=st.integers(1, 3),
    batch=st.integers(1, 3),
    n=st.integers(1, 9),
    reduction=st.sampled_from([1, 2, 4]),
    rank=st.integers(1, 4),
)
def test_each_method_costs_exactly_what_its_formula_says(heads: int, **sizes):
    setting = Setting(4, 8 * heads, heads, adapter=3, vocabulary=20, **sizes)
    for name in ("full", "lora", "lst"):
        found = account(ready(name, setting), *texts(setting))
        assert (found.forward, found.backward) == flops(name, setting), name


def test_the_engines_own_formulas_are_what_is_kept():
    for s in (SMALL, Setting(), Setting(attention="fused", layers=2)):
        assert formulas.kept_full(s) == formula("full", s)
        assert formulas.kept_checkpointed(s) == formula("checkpoint", s)
        weights = sum(w.numel() for w in fresh(s).parameters())
        assert formulas.parameters(s) == weights


def of(values: np.ndarray) -> dict[str, float]:
    return dict(zip(METHODS, values.tolist(), strict=True))


def test_in_the_articles_setting_each_method_spares_its_share(heroes):
    spared = of(heroes["naive"].spared)
    assert 0.65 <= spared["lst"] <= 0.74
    near = {"lora": 0.341, "bitfit": 0.386, "adapter": 0.289, "prompt": 0.270}
    assert {name: round(spared[name], 3) for name in near} == near
    assert 0.70 <= of(heroes["fused"].spared)["lst"] <= 0.85


def test_in_the_articles_setting_each_method_costs_its_flops(heroes):
    result = heroes["naive"]
    both = of((result.forward + result.backward) / 1e9)
    known = {"full": 20.94, "lora": 14.46, "lst": 7.66}
    assert {name: round(both[name], 2) for name in known} == known
    assert all(of(one.work)["lst"] <= 0.4 for one in heroes.values())


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ({}, 0.695),
        ({"skip": 2}, 0.84),
        ({"attention": "fused"}, 0.78),
        ({"n": 512}, 0.52),
        ({"heads": 8}, 0.626),
        ({"n": 32}, 0.758),
    ],
)
def test_what_a_ladder_spares_depends_on_the_setting_as_the_article_says(changes, share):
    s = Setting(**changes)
    ours, full = (account(ready(name, s), *texts(s)).bytes for name in ("lst", "full"))
    assert 1 - ours / full == pytest.approx(share, abs=0.01)


def test_bytes_by_layer_and_bytes_by_cause_are_the_same_bytes(heroes):
    for result in heroes.values():
        assert result.causes.sum(axis=1).tolist() == result.bytes.tolist()
        assert not result.beside[:-1].any() and not result.kept[-1, 1:].any()
        assert result.causes[:-1, CAUSES.index("rungs")].sum() == 0


@pytest.mark.parametrize("attention", ATTENTIONS)
@pytest.mark.parametrize("name", ENTRANTS)
def test_tensors_without_numbers_give_the_account_of_a_real_step(name: str, attention: str):
    setting = Setting(**{**vars(SMALL), "attention": attention})
    model = made(name, fresh(setting), setting)
    assert account(model, *texts(setting)) == real_account(model, *texts(setting))


def test_beside_a_ladder_no_weight_of_the_tower_has_a_gradient_and_no_activation_asks_for_one():
    model, seen = made("lst", fresh(SMALL), SMALL), []

    def watch(name, x):
        seen.append(x.requires_grad)
        return x

    text, labels = texts(SMALL)
    torch.nn.functional.cross_entropy(model(text, watch), labels).backward()
    assert len(seen) > 2 * SMALL.layers and not any(seen)
    frozen = [w for n, w in model.tower.named_parameters() if not n.startswith("head")]
    assert all(w.grad is None and not w.requires_grad for w in frozen)
    trained = [w for w in model.parameters() if w.requires_grad]
    assert all(w.grad is not None for w in trained)


def test_lora_and_ia3_are_pefts_own():
    from peft import PeftModel
    from peft.tuners.ia3.layer import IA3Layer
    from peft.tuners.lora import Linear

    for name, kind, places in (("lora", Linear, "qv"), ("ia3", IA3Layer, "kv")):
        model = made(name, fresh(SMALL), SMALL)
        assert isinstance(model, PeftModel)
        attend = model.base_model.model.encoder.sublayers[0].branch
        assert all(isinstance(getattr(attend, place), kind) for place in places)


def test_how_far_down_the_gradient_of_each_method_goes(heroes):
    reach = dict.fromkeys(METHODS, 1) | {"head": 0, "lst": 0}
    assert of(heroes["naive"].reach) == reach


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"reduction": 512}, "reduction"),
        ({"reduction": 3}, "reduction"),
        ({"reduction": 128}, "reduction"),
        ({"heads": 5}, "heads"),
        ({"layers": 0}, "layers"),
        ({"batch": 0}, "batch"),
        ({"rank": 257}, "rank"),
        ({"skip": 3}, "skip"),
        ({"attention": "linear"}, "attention"),
    ],
)
def test_a_setting_that_cannot_be_gets_a_sentence(wrong: dict, name: str):
    with pytest.raises(InvalidParameter) as said:
        Setting(**wrong)
    assert said.value.name == name


def test_one_tensor_alone_pulls_the_gradient_down_to_its_own_layer_and_no_further():
    s = Setting(layers=4, width=32, heads=2, batch=2, n=6, vocabulary=20)
    for tensor in ("feed.second.bias", "attend.norm.weight", "attend.k.weight"):
        result = finished(depth.run(DepthConfig(tensor, setting=s)))
        assert result.reach.tolist() == [1, 1, 2, 3, 4, 0]
        assert (result.kept[2, 1:2] == 0).all() and (result.kept[-1, 1:] == 0).all()
        assert (np.diff(result.bytes) <= 0).all() and (np.diff(result.factor) <= 0).all()


@pytest.mark.parametrize("n", [1, 32])
def test_a_layer_that_is_crossed_costs_its_forward_pass_and_the_sheet_once_more(n: int):
    s = Setting(layers=5, width=64, heads=4, batch=2, n=n, vocabulary=9)
    found = finished(depth.run(DepthConfig("feed.second.bias", setting=s)))
    crossed = np.array([5, 4, 3, 2, 1, 0, 0])  # embedding, five layers, head
    layer = 2 * s.batch * n * (12 * s.width**2 + 4 * n * s.width)
    head = 2 * s.batch * s.width * s.classes
    assert found.backward.tolist() == (crossed * layer + head).tolist()
    forward = 5 * 2 * s.batch * n * (12 * s.width**2 + 2 * n * s.width) + head
    assert found.forward.tolist() == [forward] * 7


@pytest.mark.parametrize(("below", "factor"), [(0, 2.0), (6, 1.5), (11, 1.083), (12, 1.0)])
def test_the_articles_factors_by_the_depth_of_the_first_trained_layer(below: int, factor: float):
    s = Setting(layers=12, width=192, heads=12, batch=1, n=1, vocabulary=9, reduction=1)
    model = depth.alone(s, "feed.second.bias", below)
    found = account(model, *texts(s))
    assert (found.forward + found.backward) / found.forward == pytest.approx(factor, abs=2e-3)


def test_the_bars_are_those_of_adam_itself_and_of_the_gradients():
    setting = Setting(layers=2, width=32, heads=2, batch=2, n=6, vocabulary=20)
    result = finished(bars.run(BarsConfig(setting, readings=5)))
    text, labels = texts(setting)
    for name, row in result.row.items():
        model = ready(name, setting)
        optimiser = bars.adam(model)
        torch.nn.functional.cross_entropy(model(text), labels).backward()
        optimiser.step()
        states = [x for one in optimiser.state.values() for x in one.values()]
        seen = [
            [w for w in model.parameters()],
            [w.grad for w in model.parameters() if w.grad is not None],
            states,
        ]
        sizes = [sum(x.nbytes for x in some) for some in seen]
        assert result.memory[row, :3].tolist() == sizes, name
    assert result.timed and (result.seconds > 0).all()
    assert result.again.nonzero()[0].tolist() == [result.row["checkpoint"]]


def test_checkpointing_keeps_the_inputs_of_layers_and_computes_them_again():
    s = Setting(layers=3, width=32, heads=2, batch=2, n=6, vocabulary=20)
    full, again = (account(ready(name, s), *texts(s)) for name in ("full", "checkpoint"))
    assert again.forward == full.forward and again.trainable == full.trainable
    assert full.backward < again.backward < full.backward + full.forward
    x, y = ready("full", s), ready("checkpoint", s)
    text, _ = texts(s)
    assert torch.equal(x(text), y(text))


def test_what_does_not_fit_is_refused_before_it_is_allocated(monkeypatch):
    monkeypatch.setattr(engine.memory, "room", lambda device: 2**20)
    with pytest.raises(InvalidParameter, match=r"needs .* has 0.0 to spare") as wrong:
        next(bars.run(BarsConfig()))
    assert wrong.value.name == "n"


def test_what_is_too_long_for_a_turn_is_counted_and_not_timed(monkeypatch):
    monkeypatch.setattr(bars, "CLOCKED", 0)
    setting = Setting(layers=1, width=8, heads=2, batch=1, n=2, reduction=2, adapter=2)
    result = finished(bars.run(BarsConfig(setting)))
    assert not result.timed and (result.memory > 0).all()


def test_entrants_that_do_not_fit_side_by_side_are_counted_and_not_timed(monkeypatch):
    need = formulas.needed(SMALL)
    monkeypatch.setattr(bars, "room", lambda device: 5 * need)
    assert not finished(bars.run(BarsConfig(SMALL))).timed


def test_a_cpu_keeps_no_account_of_the_peak():
    result = finished(bars.run(BarsConfig(SMALL, readings=5)))
    assert result.timed and np.isnan(result.peak).all() == (result.device == "CPU")


@pytest.mark.gpu
def test_on_a_gpu_the_peak_holds_what_is_kept_and_the_new_gradients():
    result = finished(bars.run(BarsConfig(readings=5)))
    row, least = result.row, result.memory[:, 3] + result.memory[:, 1]
    assert result.peak[row["full"]] > 0.8 * least[row["full"]]
    assert result.peak[row["lst"]] < 0.6 * result.peak[row["lora"]] < result.peak[row["full"]]


def test_a_setting_beyond_bert_bases_size_gets_a_sentence():
    with pytest.raises(InvalidParameter, match="is too much for this width") as said:
        BarsConfig(Setting(layers=24, width=768, heads=12, side_heads=4))
    assert said.value.name == "layers"
