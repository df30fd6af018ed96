"""What each branch weighs: bars that shrink to nothing at σ = 1 and revive when F shrinks."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from engine.initialization.config_branches import (
    FLOORS,
    LEAST,
    MOST,
    STDS,
    BranchesConfig,
    BranchesResult,
)
from engine.initialization.config_hero import HeroConfig
from pages.initialization.brief import brief
from view import chart, controls, link
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "initialization", BranchesConfig()
FLOORS_OFFERED, SIGMA = tuple(map(str, FLOORS)), (LEAST, MOST)


def show(text: Prose, hero: HeroConfig) -> None:
    """The bars, and which σ a std of weights gives."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        floors = controls.segments(SLUG, "floors", FLOORS_OFFERED, str(DEFAULT.floors))
        sigma = controls.slider(SLUG, "sigma", LEAST, MOST, DEFAULT.sigma, 0.05)
    link.note(SLUG, floors=floors, sigma=sigma)

    def make() -> BranchesConfig:
        return BranchesConfig(int(floors), round(float(sigma), 2))

    config = configured(SLUG, make, DEFAULT, "branches")
    work = "engine.initialization.branches:run"
    result: BranchesResult = ask(SLUG, "branches", work, config)
    said = _said(result)
    place.markdown(text.part("x_branches", **said))
    left, right = st.columns((2, 1))
    with left:
        _bars(result, said)
    with right:
        st.markdown(_table(result))


def _said(result: BranchesResult) -> dict[str, str]:
    return {
        "floors": str(result.config.floors),
        "sigma": number(result.config.sigma, 2),
        "first": brief(result.shares[0]),
        "path": brief(result.path),
        "last": brief(result.shares[-1]),
        "sum": number(result.shares.sum(), 3),
    }


def _bars(result: BranchesResult, said: dict[str, str]) -> None:
    figure, ink = go.Figure(), chart.colours()
    floors = list(range(1, result.config.floors + 1))
    look = {"color": ink["data"], "pattern": {"shape": "/"}}
    figure.add_bar(x=[0], y=result.shares[:1], name="x₀", marker=look)
    name = t(f"{SLUG}.branches.branch")
    figure.add_bar(x=floors, y=result.shares[1:], name=name, marker={"color": ink["noise"]})
    figure.update_xaxes(title=t(f"{SLUG}.branches.x"))
    figure.update_yaxes(title=t(f"{SLUG}.branches.y"), rangemode="tozero")
    alt = t(f"{SLUG}.branches.alt", **said)
    chart.draw(figure, "initialization_x_branches", alt, 300)


def _table(result: BranchesResult) -> str:
    """Markdown: σ of both kinds of branch at a few stds of weights."""
    heads = [t(f"{SLUG}.branches.{name}") for name in ("std", "attention", "feed_forward")]
    rows = [f"| {' | '.join(heads)} |", "|--:|--:|--:|"]
    for std, sigmas in zip(STDS, result.sigmas, strict=True):
        rows.append(f"| {std:g} | {' | '.join(number(one, 3) for one in sigmas)} |")
    return "\n".join(rows)
