"""The two data sets where one bell is the whole truth, and a third where it is not."""

import streamlit as st

from engine.diffusion.config_bells import BayesConfig
from engine.diffusion.config_solvable import SETS, SolvableConfig, SolvableResult
from pages.bayes.experiments.said import caught, chance
from view import controls, link
from view.chart import Series
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.panels import Panel, panels
from view.prose import Prose

DEFAULT = SolvableConfig()
PAIR = (20, DEFAULT.t - 1)
IDENTITY = {"exact": "model", "lower": "data", "upper": "noise"}


def show(text: Prose, hero: BayesConfig) -> None:
    """Three slices under both of DDPM's widths, and one house rebuilt."""
    place = st.container()
    config = configured("bayes", lambda: _config(hero), DEFAULT, "solvable")
    result: SolvableResult = ask("bayes", "solvable", "engine.diffusion.solvable:run", config)
    shown = result.config
    said = {
        "count": number(shown.count),
        "s": str(shown.s),
        "t": str(shown.t),
        "xt": number(shown.centre, 1),
        "steps": ", ".join(map(str, shown.steps)),
        "error": f"{result.worst:.0e}" if result.worst else "0",
    }
    place.markdown(text.part("x_solvable", **said))
    low, high = result.range
    fits = " ".join(_note(result, k) for k in range(len(SETS)))
    panels(
        [_panel(result, k, name) for k, name in enumerate(SETS)],
        key="bayes_x_solvable",
        x=t("bayes.chart.xs"),
        bars=t("bayes.chart.counted"),
        band=t("bayes.chart.band"),
        few=t("bayes.chart.few"),
        alt=t("bayes.chart.solvable.alt", fits=fits, s=said["s"], t=said["t"]),
        low=low,
        high=high,
        height=270,
    )


def _config(hero: BayesConfig) -> SolvableConfig:
    pair = controls.slider("bayes", "pair", *PAIR, DEFAULT.s)
    link.note("bayes", pair=pair)
    return SolvableConfig(s=pair, seed=hero.seed)


def _note(result: SolvableResult, k: int) -> str:
    """What the test says of both widths in the slice of set `k`."""
    if result.thin[k]:
        return caught(int(result.found[k]), True)
    p = dict(zip(result.laws, result.p[:, k], strict=True))
    marks = {name: "✓" if result.fits(name, k) else "✗" for name in ("lower", "upper")}
    return " · ".join(f"{t(f'bayes.variance.{n}')} {marks[n]} {chance(p[n])}" for n in marks)


def _panel(result: SolvableResult, k: int, name: str) -> Panel:
    drawn = [law for law in result.laws if law != "exact" or name == "dots"]
    return Panel(
        title=t(f"bayes.set.{name}"),
        note=_note(result, k),
        edges=result.edges[k],
        heights=result.heights[k],
        curves=[
            Series(
                t(f"bayes.width.{law}"),
                IDENTITY[law],
                result.density[result.laws.index(law), k],
                result.x[k],
            )
            for law in drawn
        ],
        middle=result.middle[k],
        band=result.band[k],
        few=result.few[k],
        thin=bool(result.thin[k]),
    )
