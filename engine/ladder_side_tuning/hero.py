"""Every method on one tower, counted."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from engine.jobs import Progress
from engine.ladder_side_tuning.account import Account, account
from engine.ladder_side_tuning.backbone import fresh, texts
from engine.ladder_side_tuning.config import CAUSES, METHODS, Setting
from engine.ladder_side_tuning.config_hero import HeroConfig, HeroResult
from engine.ladder_side_tuning.methods import made


def run(config: HeroConfig) -> Generator[Progress, None, HeroResult]:
    """One step of every method; a `Progress` before each."""
    setting, found = config.setting, []
    text, labels = texts(setting)
    for k, name in enumerate(METHODS):
        yield Progress(k, len(METHODS))
        found.append(account(made(name, fresh(setting), setting), text, labels))
    tables = [table(one, setting) for one in found]
    kept, beside, causes = (np.stack(part) for part in zip(*tables, strict=True))
    names = ("trainable", "total", "forward", "backward", "reach")
    plain = {name: np.array([getattr(one, name) for one in found]) for name in names}
    return HeroResult(config, kept, beside, causes, **plain)


def table(one: Account, setting: Setting) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bytes by layer (0: the ends), beside each layer, and by cause."""
    kept = np.zeros(setting.layers + 1, dtype=np.int64)
    beside = np.zeros(setting.layers, dtype=np.int64)
    causes = np.zeros(len(CAUSES), dtype=np.int64)
    for (place, number, cause), size in one.kept.items():
        causes[CAUSES.index(cause)] += size
        if place == "rung":
            beside[setting.rungs[number] - 1] += size
        else:
            kept[number] += size
    return kept, beside, causes
