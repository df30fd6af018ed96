"""Is it really 0.02? The same wish, made by five functions."""

from __future__ import annotations

import streamlit as st

from engine.initialization.config_hero import HeroConfig
from engine.initialization.config_truncation import MAKERS, TruncationConfig, TruncationResult
from pages.initialization.brief import brief
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "initialization", TruncationConfig()
WANTED = {f"{std:g}": std for std in (0.01, 0.02, 0.05)}
DRAWN = {"normal": "data", "torch": "model", "cut": "noise", "xavier": "truth"}


def show(text: Prose, hero: HeroConfig) -> None:
    """How the entries are spread, and what each maker's std leaves of the skip path."""
    place = st.container()
    wanted = controls.segments(SLUG, "wanted", tuple(WANTED), f"{DEFAULT.std:g}")
    link.note(SLUG, wanted=wanted)

    def make() -> TruncationConfig:
        return TruncationConfig(WANTED[wanted], DEFAULT.width, DEFAULT.seed)

    config = configured(SLUG, make, DEFAULT, "truncation")
    work = "engine.initialization.truncation:run"
    result: TruncationResult = ask(SLUG, "truncation", work, config)
    said = _said(result)
    place.markdown(text.part("x_truncation", **said))
    left, right = st.columns(2)
    with left:
        _spread(result, said)
    with right:
        st.markdown(_table(result))


def _said(result: TruncationResult) -> dict[str, str]:
    got = {f"got_{maker}": number(result.of("got", maker), 4) for maker in MAKERS}
    skip = {f"skip_{maker}": brief(result.of("skip", maker)) for maker in MAKERS}
    edges = {"most_torch": number(result.of("most", "torch"), 3)}
    edges |= {"most_cut": number(result.of("most", "cut"), 3)}
    return {"std": f"{result.config.std:g}", **got, **skip, **edges}


def _spread(result: TruncationResult, said: dict[str, str]) -> None:
    middle = (result.edges[1:] + result.edges[:-1]) / 2
    lines(
        [
            Series(
                t(f"{SLUG}.maker.{maker}"),
                ink,
                result.density[MAKERS.index(maker)],
                middle,
                marks=False,
            )
            for maker, ink in DRAWN.items()
        ],
        key="initialization_x_truncation",
        x=t(f"{SLUG}.truncation.x"),
        y=t(f"{SLUG}.truncation.y"),
        alt=t(f"{SLUG}.truncation.alt", **said),
    )


def _table(result: TruncationResult) -> str:
    """Markdown: each maker's std by formula and in the matrix, the skip path it leaves."""
    heads = [
        t(f"{SLUG}.truncation.{name}") for name in ("maker", "expected", "got", "most", "skip")
    ]
    rows = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|--:|"]
    for maker in MAKERS:
        cells = [number(result.of(name, maker), 4) for name in ("expected", "got", "most")]
        skip = brief(result.of("skip", maker))
        rows.append(f"| {t(f'{SLUG}.maker.{maker}')} | {' | '.join(cells)} | {skip} |")
    return "\n".join(rows)
