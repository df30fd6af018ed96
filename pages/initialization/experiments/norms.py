"""Norm and residual, with and without, and five remedies: what comes down to each floor."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.initialization.config_hero import HeroConfig
from engine.initialization.config_norms import (
    ASKED,
    DEPTHS,
    PLAIN,
    REMEDIES,
    WIDTHS,
    NormsConfig,
    NormsResult,
)
from pages.initialization.brief import brief
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import t
from view.page import configured
from view.prediction import told
from view.prose import Prose

SLUG, DEFAULT = "initialization", NormsConfig()
ASKED_FOR = "post"
"""The recipe that the question of the page is about."""
INKS = ("noise", "model", "data", "truth", "prediction")


def show(text: Prose, hero: HeroConfig) -> None:
    """The total gradient floor by floor after each recipe, and a table of all that arrives."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = controls.segments(SLUG, "asked", ASKED, DEFAULT.asked)
        layers = controls.choice(SLUG, "layers", tuple(map(str, DEPTHS)), str(DEFAULT.layers))
        width = controls.choice(SLUG, "width", tuple(map(str, WIDTHS)), str(DEFAULT.width))
        half = controls.switch(SLUG, "half")
    link.note(SLUG, asked=asked, layers=layers, width=width, half=half)

    def make() -> NormsConfig:
        return NormsConfig(asked, int(layers), int(width), hero.n, hero.rho, hero.seed, half)

    config = configured(SLUG, make, DEFAULT, "norms")
    work = "engine.initialization.norms:run"
    name = f"norms_{config.asked}{'_half' * config.half}"
    result: NormsResult = ask(SLUG, name, work, config)
    known = told(SLUG)
    place.markdown(text.part("x_norms", **_said(result, known)))
    if result.config.half:
        place.markdown(_half(result))
    if not known:
        st.caption(t(f"{SLUG}.norms.waits"))
    for side, kind, recipes in zip(
        st.columns(2), ("plain", "remedies"), (PLAIN, REMEDIES), strict=True
    ):
        with side:
            _curves(result, kind, recipes, known)
    st.markdown(_table(result, known))


def _curves(result: NormsResult, kind: str, recipes: tuple[str, ...], known: bool) -> None:
    floors = np.arange(result.total.shape[1])
    drawn = [
        Series(t(f"{SLUG}.recipe.{recipe}"), ink, result.of("total", recipe), floors, marks=False)
        for recipe, ink in zip(recipes, INKS, strict=True)
        if known or recipe != ASKED_FOR
    ]
    ends = {recipe: _total(result, recipe, known) for recipe in recipes}
    lines(
        drawn,
        key=f"initialization_x_norms_{kind}",
        x=t(f"{SLUG}.floor"),
        y=t(f"{SLUG}.left"),
        alt=t(f"{SLUG}.norms.{kind}.alt", **ends),
        log_y=True,
    )


def _total(result: NormsResult, recipe: str, known: bool) -> str:
    """What arrives at the input; what the page asks for only once it is `known`."""
    return brief(result.of("total", recipe)[0]) if known or recipe != ASKED_FOR else "?"


def _said(result: NormsResult, known: bool) -> dict[str, str]:
    """The numbers of the prose."""
    config = result.config
    at = {f"total_{recipe}": _total(result, recipe, known) for recipe in PLAIN + REMEDIES}
    return at | {
        "std": brief(config.std),
        "floors": str(2 * config.layers),
        "width": str(config.width),
        "n": str(config.n),
        "weights_bare": brief(float(result.of("weights", "none_bare"))),
    }


def _half(result: NormsResult) -> str:
    """What half precision loses, and where."""
    gone = {recipe: _gone(result, recipe) for recipe in dict.fromkeys(PLAIN + REMEDIES)}
    parts = [f"{t(f'{SLUG}.recipe.{recipe}')}: {said}" for recipe, said in gone.items() if said]
    if not parts:
        return t(f"{SLUG}.norms.half.kept")
    return t(f"{SLUG}.norms.half.lost", lost=" · ".join(parts))


def _gone(result: NormsResult, recipe: str) -> str:
    """From which floor down all is zero, or which overflows; nothing where all arrives."""
    broke, lost = int(result.of("broke", recipe)), result.lost(recipe)
    if broke:
        precision = "float16" if result.config.half else "float32"
        return t(f"{SLUG}.norms.broke", floor=str(broke), precision=precision)
    return "" if lost is None else t(f"{SLUG}.norms.half.zero", floor=str(lost))


def _table(result: NormsResult, known: bool) -> str:
    """Markdown: of every recipe skip path, total gradient and weight gradients."""
    heads = [t(f"{SLUG}.norms.{name}") for name in ("recipe", "skip", "total", "weights")]
    rows = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|"]
    for recipe in dict.fromkeys(PLAIN + REMEDIES):
        cells = [brief(result.of("skip", recipe)[0]), _total(result, recipe, known)]
        cells.append(brief(float(result.of("weights", recipe))))
        if result.of("broke", recipe):
            cells = [_gone(result, recipe), "—", "—"]
        rows.append(f"| {t(f'{SLUG}.recipe.{recipe}')} | {' | '.join(cells)} |")
    return "\n".join(rows)
