"""The Gaussian assumption kept and broken: who needs fewer samples, who is calibrated."""

import streamlit as st

from engine.logistic_regression.config_assumption import (
    FITS,
    HOW,
    AssumptionConfig,
    AssumptionResult,
)
from pages.logistic_regression.experiments.look import dash
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "logistic_regression", AssumptionConfig()
WORK = "engine.logistic_regression.assumption:run"
IDENTITY = {"closed": "model", "rival": "truth"}
AT = 1
"""The size, counted from 0, at which the rival's need is said."""


def show(text: Prose, hero: object) -> None:
    """Accuracy and log loss against the number of rows, and both calibration curves."""
    place = st.container()
    config = configured(SLUG, _config, DEFAULT, "assumption")
    result: AssumptionResult = ask(SLUG, "assumption", WORK, config)
    said = _numbers(result)
    place.markdown(text.part("x_assumption", **said))
    st.markdown(" ".join(_verdict(result, said)))
    for side, name in zip(st.columns(3), ("loss", "accuracy", "calibration"), strict=True):
        with side:
            st.caption(t(f"logistic_regression.{name}"))
            _calibration(result) if name == "calibration" else _curve(result, name)


def _config() -> AssumptionConfig:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        how = controls.segments(SLUG, "how", HOW, DEFAULT.how)
        away = controls.slider(SLUG, "away", 0.0, 1.0, DEFAULT.away, 0.1)
    link.note(SLUG, how=how, away=away)
    return AssumptionConfig(how=how, away=round(float(away), 2))


def _curve(result: AssumptionResult, name: str) -> None:
    values, errors = getattr(result, name), getattr(result, f"{name}_se")
    sizes, level = result.config.sizes, result.levels[name == "loss"]
    ends = {k: number(values[i, -1], 4) for i, k in enumerate(FITS)}
    lines(
        [
            *(
                Series(
                    t(f"logistic_regression.{k}"),
                    IDENTITY[k],
                    values[i],
                    sizes,
                    errors[i],
                    **dash(IDENTITY[k]),
                )
                for i, k in enumerate(FITS)
            ),
            Series(
                t("logistic_regression.best"), "data", level, sizes, marks=False, **dash("data")
            ),
        ],
        key=f"logistic_regression_x_assumption_{name}",
        x=t("logistic_regression.rows"),
        y=t(f"logistic_regression.{name}"),
        alt=t(f"logistic_regression.{name}.alt", **ends),
        log_x=True,
    )


def _calibration(result: AssumptionResult) -> None:
    off = dict(zip(FITS, (number(one, 3) for one in result.off), strict=True))
    lines(
        [
            Series(
                t("logistic_regression.diagonal"),
                "data",
                (0, 1),
                (0, 1),
                marks=False,
                **dash("data"),
            ),
            *(
                Series(
                    t(f"logistic_regression.{k}"),
                    IDENTITY[k],
                    result.true[i],
                    result.said[i],
                    **dash(IDENTITY[k]),
                )
                for i, k in enumerate(FITS)
            ),
        ],
        key="logistic_regression_x_assumption_calibration",
        x=t("logistic_regression.calibration.x"),
        y=t("logistic_regression.calibration.y"),
        alt=t("logistic_regression.calibration.alt", n=str(result.config.calibrated), **off),
    )


def _verdict(result: AssumptionResult, said: dict[str, str]) -> list[str]:
    """Who needs how many rows, who wins with many, and how often there is no rival."""
    told = []
    if said["needed"] != "—":
        told.append(t("logistic_regression.assumption.needed", **said))
    end = result.winner if result.clear else "even"
    told.append(t(f"logistic_regression.assumption.{end}", **said))
    if result.missing[0] > 0:
        told.append(t("logistic_regression.assumption.missing", **said))
    return told


def _numbers(result: AssumptionResult) -> dict[str, str]:
    sizes = result.config.sizes
    return {
        "few": number(sizes[AT]),
        "many": number(sizes[-1]),
        "least": number(sizes[0]),
        "needed": number(result.needed(AT)),
        "missing": number(100 * result.missing[0]),
        "repeats": str(result.config.repeats),
        "gap": number(abs(result.gap), 4),
    }
