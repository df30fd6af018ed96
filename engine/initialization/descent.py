r"""Skip path and total gradient, measured floor by floor on the way down.

Each sublayer is its own small graph: up, its input is kept; down, it is computed once more, and
two gradients pass through it. The *total* one takes the branch and the skip path, the *skip* one
finds the branch's output constant (stop-gradient). Both are linear in what comes from above, so
their norms are put apart as logarithms and nothing underflows. Weights are drawn from the floor's
own seed, when they are needed: no more than one sublayer of them is ever held.

In half precision what goes from floor to floor is kept in float16, with its real size: what is
too small there is 0 from that floor on, what is too large is refused. Floors compute in float32.
"""

from __future__ import annotations

from collections.abc import Generator
from math import log

import numpy as np
import torch
from torch import Tensor

from engine.device import default, describe, mix
from engine.errors import check
from engine.initialization.config import HEAD, Building, DescentConfig, DescentResult
from engine.initialization.tokens import alike, square, tokens
from engine.jobs import Progress
from engine.transformer.config import EncoderConfig
from engine.transformer.encoder import Sublayer, norm_of, sublayer
from engine.transformer.taps import Taps
from engine.transformer.weights import scale, units

LOSS = 10**6
"""Part of a seed beside the floors' numbers and the input's."""
RULES = (
    "makes floor {floor} overflow or vanish in float32: take another one",
    "makes floor {floor} overflow or vanish in float16: take another one",
)
"""What is said of a std, without and with half precision."""


def run(config: DescentConfig) -> Generator[Progress, None, DescentResult]:
    """Every std in every drawing; a `Progress` a floor and std."""
    building, device = config.building, default()
    steps = 2 * building.floors * building.seeds * len(config.stds)
    walk, seen = Walk(building, config.stds, device, config.half), []
    for k in range(building.seeds):
        for done in walk.through(building.seed + k):
            yield Progress(done + k * steps // building.seeds, steps)
        seen.append(walk.seen)
    told = describe(device)
    arrays = {name: np.stack([one[name] for one in seen], axis=1) for name in seen[0]}
    return DescentResult(config=config, **arrays, device=told.label, threads=told.cores)


class Walk:
    """Up and down one building at several stds side by side; `seen` has what was measured."""

    def __init__(
        self, building: Building, stds: tuple[float, ...], device: torch.device, half: bool = False
    ):
        heads = building.width // HEAD
        self.config = EncoderConfig(building.width, heads, building.layers, recipe=building.recipe)
        self.building, self.stds, self.device, self.half = building, stds, device, half
        with torch.device("meta"):
            empty = [sublayer(self.config, floor) for floor in (1, 2)]
        self.kinds = [fresh(one, device) for one in empty]
        self.final = norm_of(self.config).to(device) if self.config.how.norm == "pre" else None

    def through(self, seed: int) -> Generator[int, None, None]:
        """One drawing: the signal up, both gradients down; the steps done so far."""
        floors, many = self.building.floors, len(self.stds)
        places = dict.fromkeys(("signal", "alike", "skip", "total"), floors + 1)
        self.seen = {k: np.zeros((many, v)) for k, v in places.items()}
        self.seen |= {k: np.zeros((many, floors)) for k in ("variance", "weights")}
        held = [[tokens(self.building, seed, self.device)] for _ in self.stds]
        for s in range(many):
            self._look(s, 0, held[s][0])
        done = 0
        for floor in range(1, floors + 1):
            for s, one in self._furnished(seed, floor):
                held[s].append(self._up(s, floor, one, held[s][-1]))
                yield (done := done + 1)
        tops = [self._top(x[-1], seed) for x in held]
        ways = [[(top, 0.0), (top, 0.0)] for top in tops]
        self.seen["skip"][:, floors] = self.seen["total"][:, floors] = 1
        for floor in range(floors, 0, -1):
            for s, one in self._furnished(seed, floor):
                ways[s] = self._down(s, floor, one, held[s][floor - 1], ways[s])
                yield (done := done + 1)

    def _furnished(self, seed: int, floor: int) -> Generator[tuple[int, Sublayer], None, None]:
        """The sublayer of `floor` with its weights for one std after the other."""
        one = self.kinds[(floor - 1) % 2]
        rng = torch.Generator().manual_seed(mix(seed, floor))
        drawn = units(one, rng, self.building.cut)
        for s, std in enumerate(self.stds):
            scale(one, self.config, std, drawn)
            yield s, one

    @torch.no_grad()
    def _up(self, s: int, floor: int, one: Sublayer, x: Tensor) -> Tensor:
        taps = Taps()
        y = self._kept(one(x, taps, str(floor)))
        branch = taps.seen[f"{floor}.branch"] * one.scale
        whole = square(one.skip * x) if one.skip else square(branch)
        self.seen["variance"][s, floor - 1] = square(branch) / whole if whole else 0.0
        self._look(s, floor, y)
        return y

    def _look(self, s: int, floor: int, x: Tensor) -> None:
        size = square(x) ** 0.5
        check(1e-30 < size < 1e30, "std", RULES[self.half], self.stds[s], floor=floor)
        self.seen["signal"][s, floor] = size
        self.seen["alike"][s, floor] = alike(x)

    def _top(self, x: Tensor, seed: int) -> Tensor:
        """The loss's gradient at the top floor, of norm 1."""
        rng = torch.Generator().manual_seed(mix(seed, LOSS))
        g = torch.randn(x.shape, generator=rng).to(x)
        if self.final is not None:
            x = x.requires_grad_()
            (g,) = torch.autograd.grad(self.final(x), x, g)
        return g / g.norm()

    def _down(self, s: int, floor: int, one: Sublayer, x: Tensor, ways: list) -> list:
        """Both gradients through one sublayer, each as a direction and the log of its norm."""
        x, taps, last = x.requires_grad_(), Taps(), one.branch.matrices["last"][0].weight
        y = one(x, taps, str(floor))
        (total, size), (skip, skip_size) = ways
        down, weights = torch.autograd.grad(y, (x, last), total)
        branch = taps.seen[f"{floor}.branch"].detach()
        alone = torch.zeros_like(x)
        if one.skip:
            (alone,) = torch.autograd.grad(one.join(x, branch), x, skip)
        self.seen["weights"][s, floor - 1] = torch.linalg.vector_norm(
            weights, dtype=torch.float64
        ).item() * np.exp(size)
        found = [self._passed(s, floor, *unit(*way)) for way in ((down, size), (alone, skip_size))]
        for name, (_, lg) in zip(("total", "skip"), found, strict=True):
            self.seen[name][s, floor - 1] = np.exp(lg)
        return found

    def _passed(self, s: int, floor: int, g: Tensor, size: float) -> tuple[Tensor, float]:
        """A direction and the log of its norm, as the floor below gets them."""
        if not self.half or size == -np.inf:
            return g, size
        kept = self._kept(g * np.exp(size))
        whole = bool(kept.isfinite().all())
        check(whole, "std", RULES[self.half], self.stds[s], floor=floor)
        return unit(kept, 0.0)

    def _kept(self, x: Tensor) -> Tensor:
        """`x` as it comes back from memory."""
        return x.half().float() if self.half else x


def unit(g: Tensor, size: float) -> tuple[Tensor, float]:
    """`g` e^`size` as a direction and the log of its norm; what has died stays so."""
    norm = g.norm().item()
    return (g / norm, size + log(norm)) if norm > 0 else (g, -np.inf)


def fresh(one: Sublayer, device: torch.device) -> Sublayer:
    """`one` with room for weights on `device`; norms γ = 1, β = 0, learned scales as at first."""
    learned = getattr(one.scale, "is_meta", False)
    one = one.to_empty(device=device)
    if one.place != "none":
        one.norm.reset_parameters()
    if learned:
        torch.nn.init.zeros_(one.scale)
    return one
