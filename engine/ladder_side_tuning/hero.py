"""Every method on one tower, counted."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

import numpy as np

from engine.jobs import Progress
from engine.ladder_side_tuning.account import accounts
from engine.ladder_side_tuning.backbone import texts
from engine.ladder_side_tuning.config import METHODS
from engine.ladder_side_tuning.config_hero import HeroConfig, HeroResult
from engine.ladder_side_tuning.methods import ready
from engine.ladder_side_tuning.table import table


def run(config: HeroConfig) -> Generator[Progress, None, HeroResult]:
    """One step of every method; a `Progress` before each half."""
    setting = config.setting
    makers = [partial(ready, name, setting) for name in METHODS]
    found = yield from accounts(makers, *texts(setting))
    tables = [table(one, setting) for one in found]
    kept, beside, causes = (np.stack(part) for part in zip(*tables, strict=True))
    names = ("trainable", "total", "forward", "backward", "reach")
    plain = {name: np.array([getattr(one, name) for one in found]) for name in names}
    return HeroResult(config, kept, beside, causes, **plain)
