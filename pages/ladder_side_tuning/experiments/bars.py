"""Parameters, memory, time: four bars of memory for each method, its FLOPs and the clock."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from engine.ladder_side_tuning.config import ENTRANTS, Setting
from engine.ladder_side_tuning.config_bars import BARS, BarsConfig, BarsResult
from engine.ladder_side_tuning.config_hero import HeroConfig
from view import controls, link
from view.chart import colours, draw
from view.experiment import ask
from view.ink import MARK
from view.language import number, t
from view.page import configured
from view.prediction import told
from view.prose import Prose

SLUG, WORK, DEFAULT = "ladder_side_tuning", "engine.ladder_side_tuning.bars:run", BarsConfig()
INKS = dict(zip(BARS, ("truth", "model", "warning", "data"), strict=True))
SHAPES = dict(zip(BARS, ("", "/", ".", ""), strict=True))
LAYERS, WIDTHS, BATCHES = ("2", "4", "8", "12"), ("128", "256", "512"), ("1", "4", "16", "32")
ASKED_FOR, LAST = "lora", BARS.index("activations")
"""Whose activations the page asks about."""
WAYS = (("counted", "truth"), ("clocked", "model"))


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
    memory = _seen(result.memory / 1e6, result, known)
    _memory(memory, said)
    left, right = st.columns(2)
    with left:
        _work(result, said)
    with right:
        _few(result, memory[:, LAST], said)


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


def name_of(entrant: str) -> str:
    """What a method is called in a chart."""
    return t(f"{SLUG}.entrant.{entrant}")


def _along(figure: go.Figure, places: np.ndarray) -> None:
    """The methods' names along x."""
    names = [name_of(entrant) for entrant in ENTRANTS]
    figure.update_xaxes(tickvals=places.tolist(), ticktext=names)


def _seen(memory: np.ndarray, result: BarsResult, known: bool) -> np.ndarray:
    """`memory` (entrants, `BARS`); what the page asks for is NaN until it is `known`."""
    seen = memory.copy()
    if not known:
        seen[result.row[ASKED_FOR], LAST] = np.nan
    return seen


def _memory(memory: np.ndarray, said: dict[str, str]) -> None:
    """Four bars to a method, side by side, in MB."""
    figure, ink, places = go.Figure(), colours(), np.arange(len(ENTRANTS)) * (len(BARS) + 1.0)
    for k, bar in enumerate(BARS):
        figure.add_bar(
            x=places + k,
            y=memory[:, k],
            width=0.92,
            name=t(f"{SLUG}.bar.{bar}"),
            marker={"color": ink[INKS[bar]], "pattern": {"shape": SHAPES[bar]}},
        )
    _along(figure, places + (len(BARS) - 1) / 2)
    figure.update_yaxes(title=t(f"{SLUG}.axis.mb"))
    draw(figure, "ladder_x_memory", t(f"{SLUG}.bars.memory.alt", **said), 300)


def _work(result: BarsResult, said: dict[str, str]) -> None:
    """Forward and backward over full fine-tuning's: by count, and a step by the clock."""
    figure, ink, places = go.Figure(), colours(), np.arange(len(ENTRANTS), dtype=float)
    heights = {"counted": result.work, "clocked": result.time}
    for k, (way, identity) in enumerate(WAYS):
        figure.add_bar(
            x=places + 0.4 * k - 0.2,
            y=heights[way],
            width=0.38,
            name=t(f"{SLUG}.bars.{way}"),
            marker={"color": ink[identity], "pattern": {"shape": "/" if k else ""}},
        )
    figure.add_hline(y=1, line={"color": ink["truth"], "width": 1, "dash": "dot"})
    _along(figure, places)
    figure.update_xaxes(tickangle=-35)
    figure.update_yaxes(title=t(f"{SLUG}.axis.of_full"))
    draw(figure, "ladder_x_work", t(f"{SLUG}.bars.work.alt", **said), 330)


def _few(result: BarsResult, kept: np.ndarray, said: dict[str, str]) -> None:
    """Activations kept over trained parameters: hardly a law between the two."""
    figure, ink = go.Figure(), colours()
    kept = 100 * kept / kept[result.row["full"]]
    for entrant, x, y in zip(ENTRANTS, 100 * result.share, kept, strict=True):
        look = "model" if entrant == "lst" else "data"
        marker = {"color": ink[look], "symbol": MARK[look], "size": 11}
        figure.add_scatter(
            x=[x], y=[y], name=name_of(entrant), mode="markers", marker=marker, cliponaxis=False
        )
        if np.isnan(y):
            continue
        right = x > 20
        spot = {"xanchor": "right" if right else "left", "xshift": -9 if right else 9}
        figure.add_annotation(x=np.log10(x), y=y, text=name_of(entrant), showarrow=False, **spot)
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=t(f"{SLUG}.axis.trained"), type="log")
    figure.update_yaxes(title=t(f"{SLUG}.axis.kept"), rangemode="tozero")
    draw(figure, "ladder_x_few", t(f"{SLUG}.bars.few.alt", **said), 330)


def _said(result: BarsResult, known: bool) -> dict[str, str]:
    setting, row = result.config.setting, result.row
    kept = 1 - result.spared[:, LAST]

    def percent(values: np.ndarray, entrant: str) -> str:
        secret = entrant == ASKED_FOR and not known
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
