"""Parameters, memory, time: four bars of memory for each method, its FLOPs and the clock."""

from dataclasses import replace

import numpy as np
import streamlit as st

from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.config_bars import BARS, BarsConfig, BarsResult
from engine.ladder_side_tuning.config_hero import HeroConfig
from pages.ladder_side_tuning.experiments.columns import (
    LAST,
    draw_few,
    draw_memory,
    draw_work,
    seen_of,
)
from pages.ladder_side_tuning.said import SECRET
from view import controls, link
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prediction import told
from view.prose import Prose

SLUG, WORK, DEFAULT = "ladder_side_tuning", "engine.ladder_side_tuning.bars:run", BarsConfig()
LAYERS, WIDTHS, BATCHES = ("2", "4", "8", "12"), ("128", "256", "512"), ("1", "4", "16", "32")


def show(text: Prose, hero: HeroConfig) -> None:
    """Memory in four bars, then work by count and by the clock, and what few parameters buy."""
    place = st.container()
    config = configured(SLUG, lambda: _config(hero), DEFAULT, "bars")
    result: BarsResult = ask(SLUG, "bars", WORK, config)
    known = told(SLUG)
    said = _said(result, known)
    place.markdown(text.part("x_bars", **said))
    if not result.timed:
        place.markdown(t(f"{SLUG}.bars.untimed"))
    elif result.noisy:
        place.markdown(t(f"{SLUG}.bars.noisy"))
    if not known:
        st.caption(t(f"{SLUG}.bars.waits"))
    memory = seen_of(result.memory / 1e6, result, known)
    draw_memory(memory, said)
    left, right = st.columns(2)
    with left:
        draw_work(result, said)
    with right:
        draw_few(result, memory[:, LAST], said)


def _config(hero: HeroConfig) -> BarsConfig:
    """Depth, width and batch from the row here; length, r and kernel are the hero's."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder_x_bars"):
        sizes = {"layers": LAYERS, "width": WIDTHS, "batch": BATCHES}
        chosen = {
            name: controls.choice(SLUG, name, offered, str(getattr(DEFAULT.setting, name)))
            for name, offered in sizes.items()
        }
    link.note(SLUG, **chosen)
    own: Setting = replace(hero.setting, **{name: int(value) for name, value in chosen.items()})
    return BarsConfig(own)


def _said(result: BarsResult, known: bool) -> dict[str, str]:
    setting, row = result.config.setting, result.row
    kept = 1 - result.spared[:, LAST]

    def percent(values: np.ndarray, entrant: str) -> str:
        secret = entrant == SECRET and not known
        return "?" if secret else number(100 * values[row[entrant]], 1)

    return {
        **{name: str(getattr(setting, name)) for name in ("layers", "width", "batch", "n")},
        "r": str(setting.reduction),
        "kernel": t(f"{SLUG}.kernel.{setting.attention}_{setting.heads}"),
        "adam": number(result.memory[row["full"], BARS.index("optimiser")] / 1e6, 1),
        "activations": number(result.memory[row["full"], LAST] / 1e6, 1),
        "whole": number(result.whole[row["full"]] / 1e6, 1),
        **{f"{name}_kept": percent(kept, name) for name in ("lora", "lst", "checkpoint")},
        **{f"{name}_whole": percent(result.spared_whole, name) for name in ("lora", "lst")},
        **{f"{name}_work": number(result.work[row[name]], 2) for name in ("lora", "lst")},
        "checkpoint_work": number(result.work[row["checkpoint"]], 2),
        **{f"{name}_time": number(result.time[row[name]], 2) for name in ("lora", "lst")},
        "step": number(1e3 * result.median[row["full"]]),
        "readings": str(result.config.readings),
    }
