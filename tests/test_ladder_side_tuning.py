"""Article 9138: what each method keeps, computes and trains, counted and worked out."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.errors import InvalidParameter
from engine.ladder_side_tuning import hero
from engine.ladder_side_tuning.account import account, real_account
from engine.ladder_side_tuning.backbone import fresh, texts
from engine.ladder_side_tuning.config import ATTENTIONS, CAUSES, METHODS, Setting
from engine.ladder_side_tuning.config_hero import HeroConfig, HeroResult
from engine.ladder_side_tuning.methods import made

SMALL = Setting(layers=3, width=32, heads=2, batch=2, n=9, reduction=4, rank=3, adapter=5, prompt=4)


def done(work):
    """The Result of a run."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.fixture(scope="module")
def heroes() -> dict[str, HeroResult]:
    return {name: done(hero.run(HeroConfig(attention=name))) for name in ATTENTIONS}


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


def test_bytes_by_layer_and_bytes_by_cause_are_the_same_bytes(heroes):
    for result in heroes.values():
        assert result.causes.sum(axis=1).tolist() == result.bytes.tolist()
        assert not result.beside[:-1].any() and not result.kept[-1, 1:].any()
        assert result.causes[:-1, CAUSES.index("rungs")].sum() == 0


@pytest.mark.parametrize("attention", ATTENTIONS)
@pytest.mark.parametrize("name", METHODS)
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
