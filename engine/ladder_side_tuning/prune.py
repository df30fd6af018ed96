r"""A side network cut out of its own tower (Sung et al. 2022, section 3.3).

A feature is worth what its weights are: the empirical Fisher information of a weight, the mean of
$(\partial\log p(y\mid x)/\partial w)^2$ over texts, summed over all that write or read the feature.
The best d = D/r features of the residual stream are kept, the same in every layer, so that sums
along the skip path keep their meaning; in each layer the best features inside each head (queries
and keys together, values apart) and the best inside the feed-forward branch.

Heads must be as many as the tower's. That the rungs at first hand on just the kept features is our
choice, the paper leaves them random.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.functional import cross_entropy

from engine.errors import check
from engine.ladder_side_tuning.backbone import Backbone
from engine.ladder_side_tuning.side import Ladder
from engine.transformer.encoder import Sublayer

Scores = dict[str, Tensor]


def fisher(tower: Backbone, text: Tensor, labels: Tensor) -> Scores:
    """The empirical Fisher information of every weight of the encoder, by its name in it."""
    own = tower.encoder.named_parameters(prefix="encoder")
    weights = {name: w.detach().clone().requires_grad_() for name, w in own}
    total = {name: torch.zeros_like(w) for name, w in weights.items()}
    for one, label in zip(text, labels, strict=True):
        loss = cross_entropy(functional_call(tower, weights, one[None]), label[None])
        grads = torch.autograd.grad(loss, list(weights.values()))
        for score, grad in zip(total.values(), grads, strict=True):
            score += grad.square() / len(text)
    return {name.removeprefix("encoder."): score for name, score in total.items()}


def carve(ladder: Ladder, scores: Scores) -> None:
    """Fill the side's layers and rungs in place with the tower's best, by `scores`."""
    heads = ladder.tower.config.heads
    own = ladder.rungs[0].layer[0].branch.heads
    check(own == heads, "side_heads", "must be the tower's {heads}", own, heads=heads)
    kept = best(stream(ladder.tower, scores), ladder.first.out_features)
    with torch.no_grad():
        for linear in (ladder.first, *(rung.down for rung in ladder.rungs)):
            select(linear, kept)
        for rung, layer in zip(ladder.rungs, ladder.at, strict=True):
            floors = ladder.tower.encoder.sublayers[2 * layer - 2 : 2 * layer]
            own = [_of(scores, 2 * layer - 2 + k) for k in (0, 1)]
            attend(rung.layer[0], floors[0], own[0], kept)
            feed(rung.layer[1], floors[1], own[1], kept)


def stream(tower: Backbone, scores: Scores) -> Tensor:
    """The worth of each feature of the residual stream: of rows that write it and of columns that
    read it, in all layers."""
    total = torch.zeros(tower.config.width)
    for name, score in scores.items():
        module = name.split(".")[-2]
        if name.endswith("weight") and module in ("o", "second"):
            total += score.sum(dim=1)
        elif name.endswith("weight") and module in ("q", "k", "v", "first"):
            total += score.sum(dim=0)
    return total


def attend(small: Sublayer, large: Sublayer, scores: Scores, kept: Tensor) -> None:
    """The best features inside each head, at the `kept` ones of the stream."""
    heads, d = large.branch.heads, len(kept)
    row = {name: scores[f"branch.{name}.weight"].sum(dim=1) for name in "qkv"}
    both = within(row["q"] + row["k"], heads, d // heads)
    values = within(row["v"] + scores["branch.o.weight"].sum(dim=0), heads, d // heads)
    for name, inside in (("q", both), ("k", both), ("v", values)):
        cut(getattr(small.branch, name), getattr(large.branch, name), inside, kept)
    cut(small.branch.o, large.branch.o, kept, values)
    _norm(small, large, kept)


def feed(small: Sublayer, large: Sublayer, scores: Scores, kept: Tensor) -> None:
    """The best features in the middle of the feed-forward branch."""
    worth = scores["branch.first.weight"].sum(dim=1) + scores["branch.second.weight"].sum(dim=0)
    inside = best(worth, small.branch.first.out_features)
    cut(small.branch.first, large.branch.first, inside, kept)
    cut(small.branch.second, large.branch.second, kept, inside)
    _norm(small, large, kept)


def within(worth: Tensor, heads: int, each: int) -> Tensor:
    """The best `each` features of every head, as indices into all."""
    wide = len(worth) // heads
    parts = worth.view(heads, wide)
    return torch.cat([best(one, each) + k * wide for k, one in enumerate(parts)])


def best(worth: Tensor, many: int) -> Tensor:
    """The indices of the `many` largest, rising."""
    return worth.topk(many).indices.sort().values


def cut(small: nn.Linear, large: nn.Linear, rows: Tensor, columns: Tensor) -> None:
    """Rows and columns of a map."""
    small.weight.copy_(large.weight[rows][:, columns])
    small.bias.copy_(large.bias[rows])


def select(linear: nn.Linear, kept: Tensor) -> None:
    """A map that hands on the `kept` features."""
    linear.weight.zero_()
    linear.weight[torch.arange(len(kept)), kept] = 1
    linear.bias.zero_()


def _norm(small: Sublayer, large: Sublayer, kept: Tensor) -> None:
    small.norm.weight.copy_(large.norm.weight[kept])
    small.norm.bias.copy_(large.norm.bias[kept])


def _of(scores: Scores, floor: int) -> Scores:
    """The scores of one sublayer, by the names inside it."""
    start = f"sublayers.{floor}."
    return {n.removeprefix(start): score for n, score in scores.items() if n.startswith(start)}
