"""How wide a step back: three variances by their ratio, their bits and their samples."""

import streamlit as st

from engine.diffusion.config import Estimate
from engine.diffusion.config_bells import BayesConfig
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
    head = ["", *(t(f"bayes.chart.{name}") for name in ("bits", "distance", "mmd"))]
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


def _bits(result: VariancesResult) -> None:
    few = FEW
    said = {name: number(result.at(name, few)["bits"].value, 2) for name in NAMES}
    st.caption(t("bayes.chart.bits.title"))
    level = [
        Series(
            t("bayes.chart.least"),
            "truth",
            [result.least] * len(result.config.steps),
            result.config.steps,
            marks=False,
        )
    ]
    lines(
        [
            Series(_name(name), IDENTITY[name], result.bits[v], result.config.steps)
            for v, name in enumerate(NAMES)
        ]
        + (level if result.bounded else []),
        key="bayes_x_bits",
        x=t("bayes.chart.steps"),
        y=t("bayes.chart.bits"),
        alt=t("bayes.chart.bits.alt", steps=few, **said),
        log_x=True,
    )


def _distance(result: VariancesResult) -> None:
    few = FEW
    said = {name: measured(result.at(name, few)["distance"], 3) for name in NAMES}
    st.caption(t("bayes.chart.distance.title"))
    floor = result.distance_floor.median
    lines(
        [
            Series(
                _name(name),
                IDENTITY[name],
                result.distance[v],
                result.config.steps,
                result.distance_se[v],
            )
            for v, name in enumerate(NAMES)
        ]
        + [
            Series(
                t("bayes.chart.floor"),
                "truth",
                [floor] * len(result.config.steps),
                result.config.steps,
                marks=False,
            )
        ],
        key="bayes_x_distance",
        x=t("bayes.chart.steps"),
        y=t("bayes.chart.distance"),
        alt=t("bayes.chart.distance.alt", steps=few, floor=number(floor, 3), **said),
        log_x=True,
        low=0.0,
    )
