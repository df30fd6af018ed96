"""Kept features, checkpointing, and what a ladder costs in use, where LoRA merges."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.ladder_side_tuning.config_hero import HeroConfig
from engine.ladder_side_tuning.config_rivals import (
    LENGTHS,
    REDUCTIONS,
    STEPS,
    USES,
    RivalsConfig,
    RivalsResult,
    article,
)
from pages.ladder_side_tuning.experiments.columns import paired
from view import controls, link
from view.chart import draw
from view.experiment import ask
from view.language import number, power, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "ladder_side_tuning", RivalsConfig()
WORK = "engine.ladder_side_tuning.rivals:run"
LONG, THIN = tuple(map(str, LENGTHS)), tuple(map(str, REDUCTIONS))


def show(text: Prose, hero: HeroConfig) -> None:
    """A training step four ways on the left, an answer four ways on the right."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder_x_rivals"):
        long = controls.segments(SLUG, "long", LONG, str(DEFAULT.n))
        beside = controls.segments(SLUG, "beside", THIN, str(DEFAULT.reduction))
    link.note(SLUG, long=long, beside=beside)

    def make() -> RivalsConfig:
        return RivalsConfig(int(long), int(beside), DEFAULT.readings, DEFAULT.seed)

    config = configured(SLUG, make, DEFAULT, "rivals")
    result: RivalsResult = ask(SLUG, "rivals", WORK, config)
    said = _said(result)
    place.markdown(text.part("x_rivals", **said))
    if result.noisy:
        place.markdown(t(f"{SLUG}.bars.noisy"))
    left, right = st.columns(2)
    with left:
        both = np.array([[work, seconds] for work, _, seconds in map(result.steps, STEPS)])
        _bars(both, STEPS, "steps", said)
    with right:
        _bars(np.array([result.uses(name) for name in USES]), USES, "uses", said)
    st.markdown(_table(result))


def _bars(both: np.ndarray, names: tuple[str, ...], key: str, said: dict[str, str]) -> None:
    """FLOPs and seconds of `names`, each over the first one's."""
    words = [t(f"{SLUG}.rivals.{name}").replace(" ", "<br>") for name in names]
    figure = paired(both / both[0], words, "rivals")
    figure.update_xaxes(tickangle=0)
    figure.update_yaxes(title=t(f"{SLUG}.rivals.{key}"), rangemode="tozero")
    draw(figure, f"ladder_x_rivals_{key}", t(f"{SLUG}.rivals.{key}.alt", **said), 330)


def _table(result: RivalsResult) -> str:
    """Markdown: FLOPs, bytes kept and milliseconds of a step each way."""
    heads = [t(f"{SLUG}.rivals.col.{head}") for head in ("step", "work", "kept", "seconds")]
    rows = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|"]
    for name in STEPS:
        work, kept, seconds = result.steps(name)
        cells = [t(f"{SLUG}.rivals.{name}"), number(work / 1e9, 2), number(kept / 1e6, 1)]
        rows.append(f"| {' | '.join([*cells, number(1e3 * seconds, 1)])} |")
    return "\n".join(rows)


def _said(result: RivalsResult) -> dict[str, str]:
    return {
        "n": str(result.config.n),
        "r": str(result.config.reduction),
        "readings": str(result.config.readings),
        **_training(result),
        **_answering(result),
    }


def _training(result: RivalsResult) -> dict[str, str]:
    """A step with kept features and with checkpoints beside one without."""
    full, again, first, cached = map(result.steps, STEPS)
    base = article()
    return {
        "cache": number(result.cache / 1e6, 2),
        "cached_work": number(first[0] / cached[0], 1),
        "cached_time": number(first[2] / cached[2], 1),
        "cached_full": number(full[0] / cached[0], 1),
        "cached_full_time": number(full[2] / cached[2], 1),
        "cached_gap": _power(result.cached_gap),
        "base_full": number(base[0]),
        "base_first": number(base[1], 1),
        "again_work": number(again[0] / full[0], 2),
        "again_time": number(again[2] / full[2], 2),
        "again_kept": number(100 * again[1] / full[1], 1),
        "lst_kept": number(100 * first[1] / full[1], 1),
    }


def _answering(result: RivalsResult) -> dict[str, str]:
    """The ladder and LoRA in use, beside the tower alone."""
    tower, ladder, beside, merged = map(result.uses, USES)
    return {
        "lst_work": number(ladder[0] / tower[0], 3),
        "lst_time": number(ladder[1] / tower[1], 2),
        "lora_work": number(beside[0] / tower[0], 3),
        "lora_time": number(beside[1] / tower[1], 2),
        "merged_work": number(merged[0] / tower[0], 3),
        "merged_time": number(merged[1] / tower[1], 2),
        "merged_gap": _power(result.merged_gap),
        "tower": number(1e3 * tower[1], 1),
    }


def _power(gap: float) -> str:
    """A tiny number as a power of ten; 0 stays 0."""
    return "0" if gap == 0 else power(round(np.log10(gap)))
