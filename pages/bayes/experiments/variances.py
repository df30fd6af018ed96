"""How wide a step back: three variances by their ratio, their bits and their samples."""

import streamlit as st

from engine.diffusion.config_bells import BayesConfig
from engine.diffusion.config_estimate import Estimate
from engine.diffusion.config_variances import LINES, NAMES, VariancesConfig, VariancesResult
from pages.bayes.experiments.built import built
from pages.bayes.experiments.said import markdown, measured
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

DEFAULT = VariancesConfig()
SPREADS, STEPS, FEW = (0.1, 3.0), ("5", "10", "50", "1000"), 10
IDENTITY = {"lower": "data", "upper": "noise", "optimal": "model"}


def show(text: Prose, hero: BayesConfig) -> None:
    """Ratio, bits and distance on a line; then the trained builder."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        data = controls.segments("bayes", "line", LINES, DEFAULT.data)
        s = DEFAULT.s
        if data == "normal":
            s = controls.slider("bayes", "spread", *SPREADS, DEFAULT.s, 0.1)
        steps = controls.segments("bayes", "steps", STEPS, "10")
    link.note("bayes", line=data, spread=s, steps=steps)

    def make() -> VariancesConfig:
        return VariancesConfig(data=data, s=float(s), dots=hero.points, seed=hero.seed)

    config = configured("bayes", make, DEFAULT, "variances")
    result = ask("bayes", "variances", "engine.diffusion.variances:run", config)
    best = number(result.at("optimal", FEW)["bits"].value, 3)
    numbers = {"few": str(FEW), "least": number(result.least, 3), "best": best}
    point = t(f"bayes.variances.{result.config.data}", **numbers)
    place.markdown(text.part("x_variances", point=point))
    left, middle, right = st.columns(3)
    with left:
        _ratio(result, int(steps))
    with middle:
        _bits(result)
    with right:
        _distance(result)
    st.markdown(_table(result))
    built(text, hero)


def _table(result: VariancesResult) -> str:
    """Markdown: a row a variance in few steps, and what no sampler can be better than."""
    names = ("variance", "chart.bits", "chart.distance", "chart.mmd")
    head = [t(f"bayes.{name}") for name in names]
    rows = [[_name(name), *_row(result.at(name, FEW))] for name in NAMES]
    floors = result.distance_floor.median, result.mmd_floor.median
    least = number(result.least, 3) if result.bounded else "—"
    rows.append([t("bayes.chart.least_row"), least, *(number(one, 4) for one in floors)])
    table = [head, ["---"] * len(head), *rows]
    return t("bayes.variances.table", steps=FEW) + "\n\n" + markdown(table)


def _row(at: dict[str, Estimate]) -> list[str]:
    return [number(at["bits"].value, 3), measured(at["distance"]), measured(at["mmd"])]


def _name(name: str) -> str:
    return t(f"bayes.variance.{name}")


def _ratio(result: VariancesResult, steps: int) -> None:
    times, ratio = result.ratio(steps)
    st.caption(t("bayes.chart.ratio.title", steps=number(steps)))
    lines(
        [
            Series(_name(name), IDENTITY[name], ratio[name], times, marks=steps <= 50)
            for name in NAMES
        ],
        key="bayes_x_ratio",
        x=t("bayes.chart.t"),
        y=t("bayes.chart.ratio"),
        alt=t("bayes.chart.ratio.alt", steps=number(steps), **_first(ratio)),
        log_x=steps > 100,
    )


def _first(ratio) -> dict[str, str]:
    return {name: number(ratio[name][0], 3) for name in ("lower", "optimal")}


def _level(name: str, y: float, result: VariancesResult) -> Series:
    """A level that nothing falls below, over all numbers of steps."""
    steps = result.config.steps
    return Series(t(name), "truth", [y] * len(steps), steps, marks=False)


def _by_steps(result: VariancesResult, name: str, drawn: list[Series], **said: str) -> None:
    """A chart against the number of steps, said with its values in few of them."""
    st.caption(t(f"bayes.chart.{name}.title"))
    lines(
        drawn,
        key=f"bayes_x_{name}",
        x=t("bayes.chart.steps"),
        y=t(f"bayes.chart.{name}"),
        alt=t(f"bayes.chart.{name}.alt", steps=FEW, **said),
        log_x=True,
        low=0.0 if name == "distance" else None,
    )


def _bits(result: VariancesResult) -> None:
    said = {name: number(result.at(name, FEW)["bits"].value, 2) for name in NAMES}
    drawn = [
        Series(_name(name), IDENTITY[name], bits, result.config.steps)
        for name, bits in zip(NAMES, result.bits, strict=True)
    ]
    if result.bounded:
        drawn.append(_level("bayes.chart.least", result.least, result))
    _by_steps(result, "bits", drawn, **said)


def _distance(result: VariancesResult) -> None:
    said = {name: measured(result.at(name, FEW)["distance"], 3) for name in NAMES}
    rows = zip(NAMES, result.distance, result.distance_se, strict=True)
    drawn = [
        Series(_name(name), IDENTITY[name], distance, result.config.steps, error)
        for name, distance, error in rows
    ]
    floor = result.distance_floor.median
    drawn.append(_level("bayes.chart.floor", floor, result))
    _by_steps(result, "distance", drawn, floor=number(floor, 3), **said)
