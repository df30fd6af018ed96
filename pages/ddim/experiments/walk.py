"""Walk between two houses: along the arc, and straight through the inside."""

from dataclasses import replace

import streamlit as st

from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_walk import ENDS, WAYS, WalkConfig, WalkResult
from view import controls, link, tiles
from view.chart import Series, histograms, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

IDENTITY, WIDTH = {"slerp": "model", "lerp": "noise"}, 92


def show(text: Prose, hero: FanConfig) -> None:
    """Two strips of houses and the length of their noises."""
    place, buttons = st.container(), st.container(horizontal=True, vertical_alignment="bottom")
    with buttons:
        ends = controls.segments("ddim", "ends", ENDS, ENDS[0])
        first = controls.whole("ddim", "first", WalkConfig.first)
        controls.button("ddim", "next_pair", controls.move, ("ddim", "first", 1), moves="first")
    link.note("ddim", ends=ends, first=first)
    plain = WalkConfig(seed=hero.seed)
    config = configured("ddim", lambda: replace(plain, first=first), plain, "walk")
    result: WalkResult = ask("ddim", "walk", "engine.diffusion.walk:run", config)
    place.markdown(text.part("x_walk", **_numbers(result, ends)))
    norms = dict(zip(WAYS, result.norms[ENDS.index(ends)], strict=True))
    for way, strip in zip(WAYS, result.pictures[ENDS.index(ends)], strict=True):
        st.caption(t(f"ddim.walk.{way}"))
        pictures = [tiles.pile(house[None]) for house in strip]
        lengths = [f"|z| = {number(norm, 2)}" for norm in norms[way]]
        said = [t("ddim.walk.house", way=way, part=number(part, 2)) for part in result.parts]
        tiles.row(pictures, lengths, said, WIDTH)
    left, right = st.columns(2)
    names = {way: t(f"ddim.walk.name.{way}") for way in WAYS}
    with left:
        st.caption(t("ddim.walk.gauge"))
        lines(
            [Series(names[way], IDENTITY[way], norms[way], result.parts) for way in WAYS],
            key="ddim_x_walk",
            x=t("ddim.walk.part"),
            y=t("ddim.walk.norm"),
            alt=t("ddim.walk.alt", **_numbers(result, ends)),
            height=250,
        )
    with right:
        st.caption(t("ddim.walk.crowd"))
        histograms(
            [
                Series(names[way], IDENTITY[way], ends)
                for way, ends in zip(WAYS, result.halfway, strict=True)
            ],
            key="ddim_x_walk_crowd",
            x="x",
            y=t("ddim.chart.share"),
            alt=t("ddim.walk.crowd.alt", **_numbers(result, ends)),
            low=-1.6,
            high=1.6,
            height=250,
        )


def _numbers(result: WalkResult, ends: str) -> dict[str, str]:
    middle = {way: result.middle(ends, way) for way in WAYS}
    upper = {way: result.upper(way) for way in WAYS}
    return {
        **{f"{way}_upper": f"{number(e.value, 3)} ± {number(e.se, 3)}" for way, e in upper.items()},
        **{way: number(value, 3) for way, value in middle.items()},
        "share": number(result.shrunk(ends), 3),
        "steps": str(result.config.steps),
    }
