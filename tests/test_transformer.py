"""The small Transformer against torch's own layer, and the recipes against their formulas."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import pytest
import torch
from torch import nn

from engine.errors import InvalidParameter
from engine.transformer.attention import fused
from engine.transformer.config import RECIPES, EncoderConfig
from engine.transformer.encoder import Encoder, Sublayer
from engine.transformer.taps import Taps, cut_branches
from engine.transformer.weights import draw, linears, truncated

SMALL = EncoderConfig(width=24, heads=4, layers=3)


def drawn(config: EncoderConfig, std: float = 0.3, seed: int = 3) -> Encoder:
    """An encoder in float64, its matrices from one seed."""
    net, rng = Encoder(config).double(), torch.Generator().manual_seed(seed)
    for one in net.sublayers:
        draw(one, config, std, rng)
    return net


def tokens(config: EncoderConfig, n: int = 7) -> torch.Tensor:
    rng = torch.Generator().manual_seed(5)
    return torch.randn(2, n, config.width, generator=rng, dtype=torch.float64)


def torchs(config: EncoderConfig, ours: Encoder) -> nn.TransformerEncoder:
    """torch's encoder with the weights of `ours`."""
    pre = config.how.norm == "pre"
    layer = nn.TransformerEncoderLayer(
        config.width,
        config.heads,
        config.inside,
        dropout=0.0,
        activation=config.activation,
        layer_norm_eps=config.eps,
        batch_first=True,
        norm_first=pre,
        dtype=torch.float64,
    )
    last = nn.LayerNorm(config.width, eps=config.eps, dtype=torch.float64) if pre else None
    theirs = nn.TransformerEncoder(layer, config.layers, last, enable_nested_tensor=False)
    with torch.no_grad():
        for k, one in enumerate(theirs.layers):
            attend, feed = ours.sublayers[2 * k : 2 * k + 2]
            maps = [getattr(attend.branch, name) for name in "qkv"]
            one.self_attn.in_proj_weight.copy_(torch.cat([m.weight for m in maps]))
            one.self_attn.in_proj_bias.copy_(torch.cat([m.bias for m in maps]))
            for to, of in (
                (one.self_attn.out_proj, attend.branch.o),
                (one.linear1, feed.branch.first),
                (one.linear2, feed.branch.second),
                (one.norm1, attend.norm),
                (one.norm2, feed.norm),
            ):
                to.load_state_dict(of.state_dict())
        if pre:
            last.load_state_dict(ours.final.state_dict())
    return theirs


@pytest.mark.parametrize("activation", ["gelu", "relu"])
@pytest.mark.parametrize("recipe", ["post", "pre"])
def test_the_encoder_is_torchs_with_the_same_weights(recipe, activation):
    config = replace(SMALL, recipe=recipe, activation=activation)
    ours = drawn(config)
    with torch.no_grad():
        for value in ours.parameters():
            value.add_(0.05 * torch.randn_like(value, dtype=torch.float64))
    theirs = torchs(config, ours)
    x, y = (tokens(config).requires_grad_() for _ in range(2))
    one, other = ours(x), theirs(y)
    assert (one - other).abs().max() < 1e-6
    weight = torch.randn_like(one)
    (one * weight).sum().backward()
    (other * weight).sum().backward()
    assert (x.grad - y.grad).abs().max() < 1e-6


def test_attention_can_be_exchanged_by_a_plain_function():
    net = Encoder(SMALL, attend=fused).double()
    same = Encoder(SMALL).double()
    same.load_state_dict(net.state_dict())
    assert (net(tokens(SMALL)) - same(tokens(SMALL))).abs().max() < 1e-12


def test_every_tensor_and_its_gradient_can_be_watched():
    net, taps = drawn(SMALL), Taps()
    x = tokens(SMALL).requires_grad_()
    out = net(x, taps)
    out.pow(3).sum().backward()
    floors = range(1, 2 * SMALL.layers + 1)
    names = {"0", "out"} | {f"{k}{more}" for k in floors for more in ("", ".branch")}
    names |= {f"{k}.{one}" for k in floors[::2] for one in ("q", "k", "v", "mixed")}
    names |= {f"{k}.{one}" for k in floors[1::2] for one in ("first", "active")}
    assert set(taps.seen) == names
    assert (taps.gradient("0") == x.grad).all()
    probe = torch.randn_like(x)
    nudge = {"2.branch": 1e-6 * probe}
    moved = net(x.detach(), lambda name, t: t + nudge.get(name, 0))
    change = (moved.pow(3).sum() - out.pow(3).sum()).item() / 1e-6
    assert change == pytest.approx((taps.gradient("2.branch") * probe).sum().item(), rel=1e-3)


def test_what_comes_down_with_the_branches_cut_is_the_skip_path_alone():
    config = replace(SMALL, recipe="none")
    x = tokens(config).requires_grad_()
    drawn(config)(x, cut_branches).sum().backward()
    assert (x.grad == 1).all()


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_sublayer_does_what_its_recipe_says(recipe):
    config = replace(SMALL, recipe=recipe)
    net, taps, how = drawn(config), Taps(), RECIPES[recipe]
    net(tokens(config), taps)
    x, F, y = (taps.seen[name] for name in ("3", "4.branch", "4"))
    skip = how.skip.of(config.layers) if how.residual else 0
    total = skip * x + how.scale * F
    if how.norm == "post":
        total = nn.functional.layer_norm(total, total.shape[-1:], eps=config.eps)
    assert (y - total).abs().max() < 1e-12
    inside = nn.functional.layer_norm(x, x.shape[-1:], eps=config.eps) if how.norm == "pre" else x
    assert (net.sublayers[3].branch(inside) - F).abs().max() < 1e-12


def test_the_published_factors_of_twelve_layers_are_met():
    deep = RECIPES["deepnorm"]
    assert deep.skip.of(12) == pytest.approx(2.21336, abs=1e-5)
    assert deep.gains(12) == pytest.approx((0.319472, 0.319472), abs=1e-6)
    assert RECIPES["scaled"].gains(12) == pytest.approx((1, 1 / sqrt(24)))
    assert RECIPES["fixup"].gains(12) == pytest.approx((1 / sqrt(24), 0))


def test_rezero_and_fixup_begin_as_the_identity_and_learn():
    for recipe in ("rezero", "fixup"):
        net, x = drawn(replace(SMALL, recipe=recipe)), tokens(SMALL)
        assert (net(x) == x).all()
        net(x).pow(2).sum().backward()
        one: Sublayer = net.sublayers[1]
        learns = one.scale if recipe == "rezero" else one.branch.second.weight
        assert learns.grad.abs().max() > 0


def test_matrices_have_the_std_asked_for_times_the_recipes_gain():
    config = EncoderConfig(width=256, heads=4, layers=12, recipe="deepnorm")
    net = drawn(config, std=0.02)
    attend = net.sublayers[0].branch
    assert attend.q.weight.std().item() == pytest.approx(0.02, rel=0.01)
    assert attend.v.weight.std().item() == pytest.approx(0.02 * 0.319472, rel=0.01)
    assert all(m.bias.abs().max() == 0 for one in net.sublayers for m in linears(one))


def test_the_normal_law_cut_off_at_two_has_the_known_std():
    x = truncated(torch.empty(2_000_000), torch.Generator().manual_seed(1))
    assert x.abs().max() <= 2
    assert x.std().item() == pytest.approx(0.8796257, abs=1e-3)


@pytest.mark.parametrize(
    "wrong", [{"layers": 0}, {"width": 24, "heads": 5}, {"recipe": "hope"}, {"eps": -1.0}]
)
def test_a_size_that_cannot_be_is_refused(wrong):
    with pytest.raises(InvalidParameter):
        replace(SMALL, **wrong)
