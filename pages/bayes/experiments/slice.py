"""Brute force: a million pairs, five slices, the formula over what fell in."""

import streamlit as st

from engine.diffusion.config_bells import BayesConfig
from engine.diffusion.config_slice import GIVEN, SliceConfig, SliceResult
from pages.bayes.experiments.said import caught, chance
from view import controls, link
from view.chart import Series
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.panels import Panel, panels
from view.prose import Prose

REACH, DEFAULT = 8.0, SliceConfig()
IDENTITY = ("model", "noise")
SAME = ("schedule", "T", "s", "t", "x0", "variance", "seed")


def show(text: Prose, hero: BayesConfig) -> None:
    """The reader's own slice beside four others, and the test of all."""
    place = st.container()
    config = configured("bayes", lambda: _config(hero), DEFAULT, "slice")
    result: SliceResult = ask("bayes", "slice", "engine.diffusion.slice:run", config)
    shown = result.config
    numbers = {"count": number(shown.count), "s": str(shown.s), "t": str(shown.t)}
    place.markdown(text.part("x_slice", width=number(result.width[0], 3), **numbers))
    low, high = result.range
    panels(
        [_panel(result, k) for k in range(len(result.centre))],
        key="bayes_x_slice",
        x=t("bayes.chart.xs"),
        bars=t("bayes.chart.counted"),
        band=t("bayes.chart.band"),
        few=t("bayes.chart.few"),
        alt=t("bayes.chart.slice.alt", found=", ".join(map(number, result.found)), **numbers),
        low=low,
        high=high,
    )
    st.markdown(_verdict(result))


def _config(hero: BayesConfig) -> SliceConfig:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        given = controls.segments("bayes", "given", GIVEN, DEFAULT.given)
        own = controls.slider("bayes", "own", -REACH, REACH, DEFAULT.own, 0.1)
        for name, value in (("few", DEFAULT.own), ("none", REACH), ("full", 0.0)):
            controls.button("bayes", name, controls.put, ("bayes", "own", value), moves="own")
    link.note("bayes", given=given, own=own)
    same = {name: getattr(hero, name) for name in SAME}
    return SliceConfig(given=given, own=float(own), data=hero.points, **same)


def _panel(result: SliceResult, k: int) -> Panel:
    note = caught(int(result.found[k]), result.thin[k])
    if not result.thin[k]:
        note = f"{note} · {chance(result.p[0, k])}"
    return Panel(
        title=f"xₜ = {number(result.centre[k], 2)}",
        note=note,
        edges=result.edges[k],
        heights=result.heights[k],
        curves=[
            Series(name, identity, density[k], result.x[k])
            for name, identity, density in zip(
                _names(result), IDENTITY, result.density, strict=False
            )
        ],
        middle=result.middle[k],
        band=result.band[k],
        few=result.few[k],
        thin=bool(result.thin[k]),
    )


def _names(result: SliceResult) -> list[str]:
    """The formula, and whose bell stands beside it."""
    variance = t(f"bayes.variance.{result.config.variance}")
    said = [t("bayes.law.exact"), t("bayes.law.single", variance=variance)]
    return said[: len(result.laws)]


def _verdict(result: SliceResult) -> str:
    """What the test of all slices says of the formula, and of the single bell beside it."""
    if not result.freedom_all:
        return t("bayes.slice.untested")
    said = []
    for law, chi2, p in zip(result.laws, result.chi2_all, result.p_all, strict=True):
        stands = "stands" if result.stands(law) else "falls"
        test = {"chi2": number(chi2, 1), "freedom": str(result.freedom_all), "p": chance(p)}
        kind = "exact" if law == "exact" else "single"
        said.append(t(f"bayes.slice.{kind}.{stands}", **test))
    return " ".join(said)
