"""Traps to switch on: four mistakes beside what is right."""

import streamlit as st

from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_traps import SIDES, TRAPS, TrapsConfig, TrapsResult
from view import controls, link, tiles
from view.chart import Series, histograms
from view.experiment import ask
from view.language import number, t
from view.prose import Prose

IDENTITY = {"right": "model", "wrong": "noise"}


def show(text: Prose, hero: FanConfig) -> None:
    """The chosen trap: houses and a histogram, with and without."""
    st.markdown(text.part("x_traps"))
    trap = controls.segments("ddim", "trap", TRAPS, TRAPS[0])
    link.note("ddim", trap=trap)
    place = st.container()
    config = TrapsConfig(seed=hero.seed)
    result: TrapsResult = ask("ddim", "traps", "engine.diffusion.traps:run", config)
    place.markdown(text.part(f"x_trap_{trap}", **_numbers(result, trap)))
    left, right = st.columns(2)
    with left:
        for k, side in enumerate(SIDES):
            st.caption(t(f"ddim.trap.{side}"))
            houses = [tiles.pile(h[None]) for h in result.pictures[TRAPS.index(trap), k]]
            said = [t(f"ddim.trap.{side}.alt", trap=t(f"ddim.trap.{trap}"))] * len(houses)
            tiles.row(houses, [""] * len(houses), said, 72)
    with right:
        histograms(
            [
                Series(t(f"ddim.trap.{side}"), IDENTITY[side], result.crowd(trap, side))
                for side in SIDES
            ],
            key="ddim_x_traps",
            x="x",
            y=t("ddim.chart.share"),
            alt=t("ddim.trap.alt", **{s: number(result.width(trap, s), 3) for s in SIDES}),
            low=-2.0,
            high=2.0,
        )


def _numbers(result: TrapsResult, trap: str) -> dict[str, str]:
    worst = max(result.pairs.tolist(), key=lambda pair: abs(pair[1] - pair[2]))
    return {
        "product": number(result.product, 3),
        "alpha_bar": number(result.alpha_bar, 5),
        "ddpm": number(result.ddpm, 6),
        "ddim": number(result.ddim, 6),
        "ratio": number(result.ddpm / result.ddim, 2),
        "differing": str(result.differing),
        "leftover": number(result.leftover, 3),
        "from": str(worst[0]),
        "next": str(worst[1]),
        "theirs": str(worst[2]),
        "right_width": number(result.width(trap, "right"), 3),
        "wrong_width": number(result.width(trap, "wrong"), 4),
        "right_place": number(result.place(trap, "right"), 2),
        "wrong_place": number(result.place(trap, "wrong"), 2),
        "right_share": number(result.share(trap, "right"), 2),
        "wrong_share": number(result.share(trap, "wrong"), 2),
    }
