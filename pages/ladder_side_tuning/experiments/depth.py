"""Any one parameter: how far must the gradient come for its sake, and what does that cost?"""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from engine.ladder_side_tuning.config_depth import RIVALS, TENSORS, DepthConfig, DepthResult
from engine.ladder_side_tuning.config_hero import HeroConfig
from view import controls, link
from view.chart import Series, colours, draw, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, WORK, DEFAULT = "ladder_side_tuning", "engine.ladder_side_tuning.depth:run", DepthConfig()
PLACES = DEFAULT.setting.layers + 2
"""The embedding, the layers, the head."""
LOWEST = 1
"""The layer looked at first."""


def show(text: Prose, hero: HeroConfig) -> None:
    """The cost factor by layer on the left, what each floor must store on the right."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder_x_depth"):
        tensor = controls.choice(SLUG, "tensor", TENSORS, DEFAULT.tensor)
        layer = controls.slider(SLUG, "layer", 0, PLACES - 1, LOWEST)
    link.note(SLUG, tensor=tensor, layer=layer)

    def make() -> DepthConfig:
        return replace(DEFAULT, tensor=tensor, setting=hero.setting)

    config = configured(SLUG, make, DEFAULT, "depth")
    result: DepthResult = ask(SLUG, "depth", WORK, config)
    said = _said(result, layer)
    place.markdown(text.part("x_depth", **said))
    left, right = st.columns(2)
    with left:
        _factor(result, layer, said)
    with right:
        _floors(result, layer, said)


def _factor(result: DepthResult, layer: int, said: dict[str, str]) -> None:
    """Both passes over the forward pass, counted, beside the rule; the chosen place is marked."""
    places = np.arange(PLACES, dtype=float)
    lines(
        [
            Series(t(f"{SLUG}.depth.counted"), "model", result.factor, places),
            Series(t(f"{SLUG}.depth.rule"), "truth", result.rule, places, marks=False),
            Series(
                t(f"{SLUG}.depth.here"), "prediction", result.factor[layer : layer + 1], [layer]
            ),
        ],
        key="ladder_x_factor",
        x=t(f"{SLUG}.depth.place"),
        y=t(f"{SLUG}.depth.factor"),
        alt=t(f"{SLUG}.depth.factor.alt", **said),
        height=320,
    )


def _floors(result: DepthResult, layer: int, said: dict[str, str]) -> None:
    """Bytes that each layer stores for this one tensor's sake, the embedding's and head's first."""
    figure, ink = go.Figure(), colours()
    kept = result.kept[layer] / 1e6
    figure.add_bar(
        x=np.arange(len(kept), dtype=float),
        y=kept,
        width=0.8,
        name=t(f"{SLUG}.depth.kept"),
        marker={"color": ink["data"]},
    )
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=t(f"{SLUG}.depth.layer"), dtick=1)
    most = float(result.kept.max()) / 1e6
    figure.update_yaxes(title=t(f"{SLUG}.axis.mb"), range=[0, 1.08 * most])
    draw(figure, "ladder_x_floors", t(f"{SLUG}.depth.floors.alt", **said), 320)


def _said(result: DepthResult, layer: int) -> dict[str, str]:
    last = PLACES - 1
    place = "embedding" if layer == 0 else "head" if layer == last else "inner"
    tensor = t(f"{SLUG}.tensor.{result.config.tensor}")
    rivals = dict(zip(RIVALS, result.rival_bytes / 1e6, strict=True))
    return {
        "which": t(f"{SLUG}.depth.which.{place}", tensor=tensor, layer=str(layer)),
        "numbers": number(result.trainable[layer]),
        "factor": number(result.factor[layer], 3),
        "rule": number(result.rule[layer], 3),
        "kept": number(result.bytes[layer] / 1e6, 1),
        "share": number(100 * result.share[layer], 1),
        "work": number(result.work[layer], 2),
        "layers": str(result.config.setting.layers),
        "first": number(result.bytes[LOWEST] / 1e6, 1),
        "adapter": number(rivals["adapter"], 1),
        "bitfit": number(rivals["bitfit"], 1),
        "lst": number(rivals["lst"], 1),
        "floors": str(int((result.kept[layer, 1:] > 0).sum())),
    }
