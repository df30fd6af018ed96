"""Make it fail: a list of times of the reader's own."""

from dataclasses import replace

import streamlit as st

from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_listed import OwnConfig, OwnResult, read_times
from view import controls, link, tiles
from view.chart import Series, histograms
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

LONGEST = 400
LISTS = {
    "good": "1000 800 600 400 250 150 80 40 20 10",
    "one": "1000",
    "early": "1000 990 980 970 960 950 940 930 920 910",
    "unordered": "1000 400 600 200",
    "repeated": "1000 500 500 100",
    "outside": "1200 800 400",
    "broken": "1000 500.5 100",
}


def show(text: Prose, hero: FanConfig) -> None:
    """A field for the list, lists that fail, and what the list gives."""
    place = st.container()
    written = controls.text("ddim", "times", LISTS["good"], LONGEST)
    link.note("ddim", times=written)
    with st.container(horizontal=True, gap="small"):
        for name, times in LISTS.items():
            put = ("ddim", "times", times)
            controls.button("ddim", f"times_{name}", controls.put, put, moves="times")
    plain = OwnConfig(data=hero.data, seed=hero.seed)
    config = configured("ddim", lambda: replace(plain, times=read_times(written)), plain, "own")
    result: OwnResult = ask("ddim", "own", "engine.diffusion.listed:run", config)
    place.markdown(text.part("x_own", **_numbers(result)))
    left, right = st.columns(2)
    names = {"own": "noise", "even": "model"}
    with left:
        for houses, side in zip(result.pictures, names, strict=True):
            st.caption(t(f"ddim.own.{side}"))
            said = [t("ddim.own.house", side=t(f"ddim.own.{side}"))] * len(houses)
            piles = [tiles.pile(house[None]) for house in houses]
            tiles.row(piles, [""] * len(houses), said, 72)
    with right:
        crowds = zip(result.samples, names.items(), strict=True)
        histograms(
            [
                Series(t("ddim.own.truth"), "truth", result.truth),
                *(Series(t(f"ddim.own.{side}"), ink, x) for x, (side, ink) in crowds),
            ],
            key="ddim_x_own",
            x="x",
            y=t("ddim.chart.share"),
            alt=t("ddim.own.alt", **_numbers(result)),
            low=-2.4,
            high=2.4,
        )


def _numbers(result: OwnResult) -> dict[str, str]:
    path = result.config.path
    said = " → ".join(map(str, path[:12])) + (" → …" if len(path) > 12 else "")
    own, even = (number(distance, 3) for distance in result.distance)
    return {
        "path": said,
        "S": str(len(path) - 1),
        "own": own,
        "even": even,
        "floor": number(result.floor, 3),
    }
