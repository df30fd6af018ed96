"""What a layer costs by count: what is asked and what is answered (torch-free)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.attention import cost, crossing
from engine.attention.config_gains import Gains
from engine.attention.cost import WIDENED
from engine.attention.layer import MODELS, Layer
from engine.errors import check_one_of, check_whole

SHORTEST, LONGEST = 16, 65_536
"""The ends of the hand's axis."""
FAR = 2**20
"""Where the sweep of a large model ends."""
MOST_WIDER = 8


@dataclass(frozen=True)
class BudgetConfig:
    """A layer, how often it stands in its model, and the length `n` looked at.

    `halved` counts half of the sheet, as a causal mask ideally allows. `wider` is how many times
    as wide the heads of linear attention are, `reading` which of them (`WIDENED`), and `counted`
    whether the wider projections are counted too, which the article leaves out.
    """

    layer: Layer = field(default_factory=Layer)
    depth: int = 12
    vocabulary: int = 30_522
    halved: bool = False
    n: int = 512
    wider: int = 1
    reading: str = "qkvo"
    counted: bool = False

    def __post_init__(self):
        check_whole(self.depth, "depth", 1, 1000)
        check_whole(self.vocabulary, "vocabulary", 2, 10**7)
        check_one_of(self.halved, "halved", (False, True))
        check_whole(self.n, "n", SHORTEST, FAR)
        check_whole(self.wider, "wider", 1, MOST_WIDER)
        check_one_of(self.reading, "reading", WIDENED)
        check_one_of(self.counted, "counted", (False, True))


def known(name: str, **more) -> BudgetConfig:
    """The budget of the model called `name`."""
    check_one_of(name, "model", MODELS)
    model = MODELS[name]
    return BudgetConfig(model.layer, model.depth, model.vocabulary, **more)


def placed(place: Mapping[str, Any]) -> dict[str, int]:
    """What of the board's state and of the address the engine is asked about."""
    return {"n": int(place["n"])} if "n" in place else {}


def guess_of(place: Mapping[str, Any]) -> dict[str, float]:
    """The same as the board opens with it: its hand stands at log₂ n."""
    opened = {"log": math.log2(place["n"])} if "n" in place else {}
    flag = place.get("flag")
    return opened if flag is None else opened | {"flag": flag}


@dataclass(frozen=True)
class BudgetResult(Gains):
    """Multiplications of one layer by length, float64: `projections`, `ffn`, `sheet`, `linear`
    (its core) and `widening` (what its wider projections add)."""

    config: BudgetConfig
    lengths: np.ndarray
    projections: np.ndarray
    ffn: np.ndarray
    sheet: np.ndarray
    linear: np.ndarray
    widening: np.ndarray

    @property
    def per_token(self) -> dict[str, float]:
        """What one token costs in projections and FFN."""
        layer = self.config.layer
        return {"projections": cost.projections(layer, 1), "ffn": cost.ffn(layer, 1)}

    @property
    def coefficients(self) -> dict[str, float]:
        """The same in units of D²: 4 and 8 for BERT, and their sum."""
        square = self.config.layer.width**2
        units = {name: value / square for name, value in self.per_token.items()}
        return units | {"dense": sum(units.values())}

    @property
    def told(self) -> dict[str, float]:
        """All that the browser compares itself with, and the length it belongs to."""
        parts = ("projections", "ffn", "sheet", "linear")
        numbers = {name: self.at(getattr(self, name)) for name in parts}
        gains = {"layer": self.at(self.faster), "free": self.at(self.free)}
        return {"n": self.config.n, "core": self.core, "model": self.model, **numbers, **gains}

    @property
    def crossings(self) -> dict[str, float]:
        """Lengths from which on: attention costs more than the FFN, the sheet is half, linear
        attention is cheaper, the layer is twice as fast with it; all as the Config counts."""
        config = self.config
        half = {"halved": config.halved}
        chosen = {"wider": config.wider, "reading": config.reading, "counted": config.counted}
        times = 2 if config.halved else 1
        return {
            "ffn": crossing.attention_is_ffn(config.layer, **half),
            "half": crossing.sheet_is_half(config.layer, **half),
            "linear": times * crossing.linear_is_cheaper(config.layer, **chosen),
            "twice": times * crossing.layer_is_faster(config.layer, 2, **chosen),
        }

    @property
    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """What can be taken away: G multiplications by length."""
        parts = ("projections", "ffn", "sheet", "linear")
        return {name: (self.lengths, getattr(self, name) / 1e9) for name in parts}


BUNDLES = {"attention_budget": ("engine.attention.budget:run", BudgetConfig())}
