"""An account laid out as tables: bytes by layer, beside each layer, by cause."""

from __future__ import annotations

import numpy as np

from engine.ladder_side_tuning.account import Account
from engine.ladder_side_tuning.config import CAUSES, Setting


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
